import { Component, onWillUnmount, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";

const SECONDS_SHOWN = 60;

/** Asks what a clear value is needed for, shows it, and hides it after a minute. */
export class RevealDialog extends Component {
    static template = "dibao_archive.RevealDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        resModel: String,
        resId: Number,
        fieldName: String,
        label: String,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            purpose: "verification",
            reference: "",
            value: null,
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
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get title() {
        return _t("Show the clear value: %s", this.props.label);
    }

    get mayAsk() {
        const { purpose, reference, pending } = this.state;
        return !pending && (purpose !== "other" || reference.trim());
    }

    async onShow() {
        this.state.pending = true;
        try {
            this.state.value = await this.orm.call(
                this.props.resModel,
                "dibao_reveal",
                [[this.props.resId], this.props.fieldName, this.state.purpose],
                { reference: this.state.reference.trim() },
            );
            this.timer = browser.setTimeout(
                () => this.props.close(),
                SECONDS_SHOWN * 1000,
            );
        } finally {
            this.state.pending = false;
        }
    }
}
