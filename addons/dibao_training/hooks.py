# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.addons.dibao_archive.hooks import (
    forget_counters,
    forget_functions,
    forget_models,
    free_others,
)


def uninstall_hook(env):
    """Leave nothing behind, and take back what the coordinator was lent."""
    forget_models(env, "dibao_training")
    free_others(env, "dibao_training")
    forget_functions(env, "dibao_training_credit_kept", "dibao_training_tally_add")
    forget_counters(env, "dibao_training")
    coordinator = env.ref(
        "dibao_archive.group_training_coordinator", raise_if_not_found=False
    )
    if coordinator:
        coordinator.implied_ids -= env.ref("event.group_event_user")
        coordinator.implied_ids -= env.ref("survey.group_survey_user")
