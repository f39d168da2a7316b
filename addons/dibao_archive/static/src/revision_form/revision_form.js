import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** Sends the revision that was read along with each save, so that the server can tell
 *  the second of two people editing one record; also with the save of a tab that closes,
 *  which passes no hook. */
class RevisionRecord extends RelationalModel.Record {
    _getChanges() {
        const changes = super._getChanges(...arguments);
        const known =
            this.config.isRoot && this.resId && "revision" in this.activeFields;
        if (known && Object.keys(changes).length) {
            changes.revision = this.data.revision;
        }
        return changes;
    }
}

class RevisionModel extends RelationalModel {
    static Record = RevisionRecord;
}

/** Offers the record as it is now to who was refused, and keeps what he typed in sight
 *  until he decides. */
export class RevisionFormController extends FormController {
    async onSaveError(error, { discard }, leaving) {
        if (!error.data?.context?.dibao_revision) {
            return super.onSaveError(...arguments);
        }
        return new Promise((resolve) => {
            this.model.dialog.add(ConfirmationDialog, {
                title: _t("Changed meanwhile"),
                body: error.data.message,
                confirmLabel: leaving ? _t("Leave without saving") : _t("Load again"),
                confirm: async () => {
                    discard();
                    if (!leaving) {
                        // The save that was refused still holds the mutex.
                        await this.model.root._load();
                    }
                    resolve(leaving);
                },
                cancelLabel: _t("Back to my entries"),
                cancel: () => resolve(false),
            });
        });
    }
}

registry.category("views").add("dibao_revision_form", {
    ...formView,
    Controller: RevisionFormController,
    Model: RevisionModel,
});
