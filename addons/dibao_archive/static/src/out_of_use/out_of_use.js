import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";

/** The platform calls hiding a record "archiving", in Chinese by the very word for filing
 *  papers. Among archives the two must not be mixed up: here a record goes out of use. */
function outOfUse() {
    const isOurs = (controller) => controller.props.resModel.startsWith("dibao.");
    // A new object each time: patching ties `super` to the class.
    return {
        getStaticActionMenuItems() {
            const items = super.getStaticActionMenuItems(...arguments);
            if (isOurs(this)) {
                items.archive.description = _t("Put out of use");
                items.archive.icon = "fa fa-eye-slash";
                items.unarchive.description = _t("Bring back into use");
                items.unarchive.icon = "fa fa-eye";
            }
            return items;
        },
        get archiveDialogProps() {
            const props = super.archiveDialogProps;
            if (!isOurs(this)) {
                return props;
            }
            return {
                ...props,
                title: _t("Put out of use"),
                body: _t(
                    "Lists will no longer show it. Nothing is deleted, and no paper is filed by this.",
                ),
                confirmLabel: _t("Put out of use"),
            };
        },
    };
}

for (const controller of [FormController, KanbanController, ListController]) {
    patch(controller.prototype, outOfUse());
}
