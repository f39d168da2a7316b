import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { PlaceBar } from "./place_bar";

/** Places behind the point: 10 000 yuan to the yuan, per cent to the tenth. */
const DIGITS = { number: 4, percent: 1 };

/** An official table with its checks and its explanation; each cell leads to its rows. */
export class OfficialTable extends Component {
    static template = "dibao_review.OfficialTable";
    static components = { Layout, PlaceBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ shown: null, allChecks: false });
        this.asked = { layout: "county", ...(this.props.state?.asked || {}) };
        useSetupAction({ getLocalState: () => ({ asked: this.asked }) });
        onWillStart(() => this.load());
    }

    async load() {
        const asked = { ...this.asked };
        const shown = await this.orm.call(
            "dibao.statistics",
            "official_table",
            [],
            asked,
        );
        if (JSON.stringify(asked) === JSON.stringify(this.asked)) {
            this.state.shown = shown;
        }
    }

    change(asked) {
        Object.assign(this.asked, asked);
        return this.load();
    }

    // WHAT IS SHOWN

    /** Lines name urban and rural themselves: nothing to choose above them. */
    get barShown() {
        const { shown } = this.state;
        return shown.layout === "county" ? shown : { ...shown, scopes: [] };
    }

    get headings() {
        const groups = [];
        for (const column of this.state.shown.columns) {
            const last = groups.at(-1);
            if (last && last.group === column.group) {
                last.span += 1;
            } else {
                groups.push({ group: column.group, span: 1 });
            }
        }
        return groups;
    }

    get failed() {
        return this.state.shown.checks.filter((check) => !check.holds);
    }

    get checkSentence() {
        const all = this.state.shown.checks.length;
        return this.failed.length
            ? _t("%(failed)s of %(all)s checks of the table fail.", {
                  failed: this.failed.length,
                  all,
              })
            : _t("All %(all)s checks of the table hold.", { all });
    }

    get listedChecks() {
        return this.state.allChecks ? this.state.shown.checks : this.failed;
    }

    text(value, kind) {
        if (value === null || value === undefined) {
            return "—";
        }
        if (typeof value === "string") {
            return value;
        }
        if (kind === "yuan") {
            return formatFloat(value, { digits: [16, 2] });
        }
        return Number.isInteger(value)
            ? formatInteger(value)
            : formatFloat(value, { digits: [16, DIGITS[kind] || 2] });
    }

    signed(value, kind) {
        return value > 0 ? `+${this.text(value, kind)}` : this.text(value, kind);
    }

    leads(row, column) {
        const { sees_small, layout } = this.state.shown;
        return (
            sees_small &&
            row.division_id &&
            row.cells[column.code] &&
            (layout === "county" || row.leads?.[column.code])
        );
    }

    // WHERE IT LEADS

    async openCell(row, column) {
        const { month, urban_rural, published } = this.state.shown;
        const action = await this.orm.call("dibao.statistics", "official_cell", [], {
            division_id: row.division_id,
            month,
            column: column.code,
            urban_rural,
            published,
            only_here: Boolean(row.only_here),
            ...row.leads?.[column.code],
        });
        return this.action.doAction(action);
    }

    get bookUrl() {
        const { layout, place, month, urban_rural, published } = this.state.shown;
        const asked = new URLSearchParams({
            layout,
            division: place.id,
            month,
            scope: urban_rural,
            published: published ? "1" : "",
        });
        return `/dibao/statistics/table.xlsx?${asked}`;
    }
}

registry.category("actions").add("dibao_official_table", OfficialTable);
