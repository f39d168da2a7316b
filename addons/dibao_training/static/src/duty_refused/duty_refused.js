import { RedirectWarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// Who lacks what a duty asks for sees why, and a button to what helps.
registry
    .category("error_dialogs")
    .add("odoo.addons.dibao_training.duty_refused.DutyRefused", RedirectWarningDialog);
