import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The pages of a file, one by one, as pictures that the server has drawn.
 *
 * No address leads to the content: each page is asked for with a purpose, which the
 * server writes down before it answers.
 */
export class PagesWidget extends Component {
    static template = "dibao_archive.PagesWidget";
    static props = {
        ...standardWidgetProps,
        atOnce: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            purpose: "verification",
            reference: "",
            page: 0,
            picture: null,
            pending: false,
        });
        this.purposes = [
            ["verification", _t("Verification of a case")],
            ["payment", _t("Payment")],
            ["complaint", _t("Complaint or objection")],
            ["correction", _t("Correction of an entry")],
            ["audit", _t("Audit or inspection")],
            ["other", _t("Other (name the case)")],
        ];
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.shownId) {
                this.state.page = 0;
                this.state.picture = null;
                this.begin(next.record);
            }
        });
        this.begin(this.props.record);
    }

    begin(record) {
        this.shownId = record.resId;
        if (this.props.atOnce && record.resId && record.data.state === "sorting") {
            this.show(1);
        }
    }

    get pageCount() {
        return this.props.record.data.page_count || 1;
    }

    get mayView() {
        return this.props.atOnce || this.props.record.data.may_view;
    }

    get mayTake() {
        return !this.props.atOnce && this.props.record.data.may_take;
    }

    get mayAsk() {
        const { purpose, reference, pending } = this.state;
        return !pending && (purpose !== "other" || Boolean(reference.trim()));
    }

    async show(page) {
        if (page < 1 || page > this.pageCount || !this.mayAsk) {
            return;
        }
        const asked = this.shownId;
        this.state.pending = true;
        try {
            const picture = await this.orm.call(
                this.props.record.resModel,
                "dibao_page",
                [[asked], page, this.state.purpose, this.state.reference.trim()],
            );
            if (asked === this.shownId) {
                this.state.picture = `data:image/jpeg;base64,${picture}`;
                this.state.page = page;
            }
        } finally {
            this.state.pending = false;
        }
    }

    onKeydown(ev) {
        const step = { PageDown: 1, PageUp: -1 }[ev.key];
        if (step && this.state.page) {
            ev.preventDefault();
            this.show(this.state.page + step);
        }
    }

    async onTake() {
        await download({
            url: `/dibao/original/${this.shownId}/file`,
            data: {
                purpose: this.state.purpose,
                reference: this.state.reference.trim(),
            },
        });
    }
}

export const pagesWidget = {
    component: PagesWidget,
    extractProps: ({ options }) => ({ atOnce: Boolean(options.at_once) }),
    fieldDependencies: [
        { name: "page_count", type: "integer" },
        { name: "state", type: "selection" },
    ],
};

registry.category("view_widgets").add("dibao_pages", pagesWidget);
