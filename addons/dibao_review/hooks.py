# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.addons.dibao_archive.hooks import (
    forget_functions,
    forget_models,
    free_others,
)


def uninstall_hook(env):
    """Leave nothing behind that the platform would."""
    forget_models(env, "dibao_review")
    free_others(env, "dibao_review")
    forget_functions(
        env, "dibao_payment_kept", "dibao_payment_late", "dibao_monthly_fact_kept"
    )
    # the yearly counters are database sequences, which only their own unlink drops
    sequence = env.ref("dibao_review.sequence_dibao_case", raise_if_not_found=False)
    if sequence:
        sequence.date_range_ids.unlink()
