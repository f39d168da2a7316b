import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { ChartCard } from "./chart_card";
import { PlaceBar } from "./place_bar";

/** The entry screen: a place's frozen months and today's work, chart by chart. */
export class Dashboard extends Component {
    static template = "dibao_review.Dashboard";
    static components = { ChartCard, Layout, PlaceBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ shown: null });
        this.asked = { ...(this.props.state?.asked || {}) };
        useSetupAction({ getLocalState: () => ({ asked: this.asked }) });
        onWillStart(() => this.load());
    }

    async load() {
        const asked = { ...this.asked };
        const shown = await this.orm.call("dibao.statistics", "dashboard", [], asked);
        // Two clicks in a row: the answer to the later one stays.
        if (JSON.stringify(asked) === JSON.stringify(this.asked)) {
            this.state.shown = shown;
        }
    }

    change(asked) {
        Object.assign(this.asked, asked);
        return this.load();
    }

    open({ name, res_model, domain }) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openTable() {
        const { place, month, urban_rural } = this.state.shown;
        this.action.doAction("dibao_review.dibao_official_table_action", {
            props: { state: { asked: { division_id: place.id, month, urban_rural } } },
        });
    }
}

registry.category("actions").add("dibao_dashboard", Dashboard);
