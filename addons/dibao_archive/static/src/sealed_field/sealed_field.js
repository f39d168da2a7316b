import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useInputField } from "@web/views/fields/input_field_hook";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { RevealDialog } from "./reveal_dialog";

const isMask = (value) => Boolean(value) && value.includes("*");

/** A protected value: shown by its mask, entered whole, opened by a logged act. */
export class SealedField extends Component {
    static template = "dibao_archive.SealedField";
    static props = {
        ...standardFieldProps,
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ mayReveal: false });
        useInputField({
            getValue: () => (isMask(this.value) ? "" : this.value),
            parse: (text) => text.trim() || this.keepStored(),
        });
        onWillStart(async () => {
            this.state.mayReveal = await user.hasGroup("dibao_archive.group_reveal");
        });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get isStored() {
        return Boolean(this.props.record.resId) && isMask(this.value);
    }

    get placeholder() {
        return isMask(this.value) ? this.value : this.props.placeholder || "";
    }

    /** An input left empty keeps what is stored. The change goes, since the mask that
     *  stands for the stored value is never sent. */
    keepStored() {
        const { name, record } = this.props;
        const stored = record._values[name];
        if (!isMask(stored)) {
            return "";
        }
        delete record._changes[name];
        record.data[name] = stored;
        return stored;
    }

    onErase() {
        this.props.record.update({ [this.props.name]: false });
    }

    onReveal() {
        this.dialog.add(RevealDialog, {
            resModel: this.props.record.resModel,
            resId: this.props.record.resId,
            fieldName: this.props.name,
            label: this.props.record.fields[this.props.name].string,
        });
    }
}

export const sealedField = {
    component: SealedField,
    displayName: _t("Protected value"),
    supportedTypes: ["char"],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("dibao_sealed", sealedField);
