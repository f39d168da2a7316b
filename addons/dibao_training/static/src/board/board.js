import { Component, onWillStart, useState } from "@odoo/owl";
import { Layout } from "@web/search/layout";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/**
 * The first page of a coordinator: what is to be done, the plans and sessions, and a
 * heat map of the area. Each figure opens the list that it counts.
 */
export class TrainingBoard extends Component {
    static template = "dibao_training.Board";
    static components = { Layout };
    static props = ["*"];

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: null });
        this.heads = [
            { cell: "hours", name: _t("Hours reached") },
            { cell: "professional", name: _t("Professional hours") },
            { cell: "full_time", name: _t("Full-time") },
            { cell: "promised", name: _t("Secrecy promise") },
            { cell: "certified", name: _t("Certified") },
        ];
        onWillStart(() => this.load(false));
    }

    get tiles() {
        const { tiles } = this.state.board;
        const year = String(this.state.board.year);
        return [
            { key: "persons", name: _t("Archive staff"), count: tiles.persons || 0 },
            {
                key: "short",
                name: _t("Short of hours"),
                count: tiles.short || 0,
                bad: true,
                domain: [
                    ["year", "=", year],
                    ["is_short", "=", true],
                ],
            },
            {
                key: "late",
                name: _t("Short at the year's end"),
                count: tiles.will_be_short || 0,
                bad: true,
                domain: [
                    ["year", "=", year],
                    ["will_be_short", "=", true],
                ],
            },
            { key: "to_come", name: _t("Sessions to come"), count: tiles.to_come },
            {
                key: "to_close",
                name: _t("Sessions to close"),
                count: tiles.to_close,
                bad: true,
            },
            {
                key: "unfiled",
                name: _t("Hours without filed paper"),
                count: tiles.unfiled,
                bad: true,
            },
        ];
    }

    async load(divisionId) {
        this.state.board = await this.orm.call("dibao.training.board", "dibao_board", [
            divisionId,
        ]);
    }

    colour(value) {
        return value === null ? "" : `background-color: hsl(${value * 1.2}, 65%, 82%)`;
    }

    openTile(tile) {
        if (tile.domain) {
            return this.openYears(tile.name, tile.domain);
        }
        const actions = {
            persons: "dibao_training.dibao_staff_action",
            to_come: "dibao_training.event_event_action",
            to_close: "dibao_training.event_event_action",
            unfiled: "dibao_training.dibao_training_credit_action",
        };
        const filters = {
            to_come: "coming",
            to_close: "to_close",
            unfiled: "paper_not_filed",
        };
        const filter = filters[tile.key];
        return this.action.doAction(actions[tile.key], {
            additionalContext: filter ? { [`search_default_${filter}`]: 1 } : {},
            viewType: "list",
        });
    }

    openYears(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "dibao.training.year",
            views: [
                [false, "list"],
                [false, "pivot"],
            ],
            domain,
        });
    }

    openShort(row) {
        return this.openYears(row.name, [
            ["year", "=", String(this.state.board.year)],
            ["is_short", "=", true],
            ["division_id", "child_of", row.id],
        ]);
    }

    open(model, id) {
        const views = [[false, "form"]];
        if (model === "event.event") {
            return this.action.doAction("dibao_training.event_event_action", {
                props: { resId: id },
                viewType: "form",
            });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views,
        });
    }

    openMenu(xmlid) {
        return this.action.doAction(`dibao_training.${xmlid}`);
    }
}

registry.category("actions").add("dibao_training_board", TrainingBoard);
