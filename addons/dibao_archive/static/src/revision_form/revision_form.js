import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";

/** Sends the revision that was read along with a save, so that the server can tell
 *  the second of two people editing one record. */
export class RevisionFormController extends FormController {
    async onWillSaveRecord(record, changes) {
        if (record.resId && "revision" in record.data) {
            changes.revision = record.data.revision;
        }
        return super.onWillSaveRecord(...arguments);
    }
}

registry.category("views").add("dibao_revision_form", {
    ...formView,
    Controller: RevisionFormController,
});
