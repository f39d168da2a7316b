import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * A field in which a scanner types: it is empty again at Enter, before the server has
 * answered, so that the next label never lands behind the last one. What was typed is
 * sent one by one, in order.
 */
export class ScanField extends Component {
    static template = "dibao_archive.ScanField";
    static props = {
        ...standardFieldProps,
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.input = useRef("input");
        this.mutex = new Mutex();
        onMounted(() => this.input.el?.focus());
    }

    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const text = this.input.el.value.trim();
        this.input.el.value = "";
        if (text) {
            this.mutex.exec(() =>
                this.props.record.update({ [this.props.name]: text }),
            );
        }
    }
}

registry.category("fields").add("dibao_scan", {
    component: ScanField,
    displayName: _t("Scan"),
    supportedTypes: ["char"],
    extractProps: ({ attrs, placeholder }) => ({
        placeholder: placeholder || attrs.placeholder,
    }),
});
