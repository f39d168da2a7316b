# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.addons.dibao_archive.hooks import (
    forget_counters,
    forget_functions,
    forget_models,
    free_others,
)


def uninstall_hook(env):
    """Leave nothing behind that the platform would."""
    forget_models(env, "dibao_review")
    free_others(env, "dibao_review")
    forget_functions(
        env,
        *("dibao_payment_kept", "dibao_payment_late"),
        *("dibao_monthly_fact_kept", "dibao_monthly_fact_freed"),
        "dibao_exchange_changed",
    )
    forget_counters(env, "dibao_review")
