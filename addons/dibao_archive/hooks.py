# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from . import vault


def own_models(env, module):
    """Names as in external ids (`dibao_household`) of the models that a module made."""
    owner = {}
    for row in env["ir.model.data"].search(
        [("model", "=", "ir.model"), ("name", "=like", r"model\_dibao\_%")], order="id"
    ):
        # later rows are of add-ons that extend the model
        owner.setdefault(row.name.removeprefix("model_"), row.module)
    return [name for name, first in owner.items() if first == module]


def forget_models(env, module):
    """Delete the external ids that other add-ons gave to parts of our models.

    A model that inherits mail.thread or mail.activity.mixin gets rows named by
    `mail`, `portal` or `calendar`; the platform deletes the parts together with the
    model and leaves those names behind.
    """
    parts = Domain.OR(
        Domain("name", "=like", f"{prefix}__{name}__%")
        for name in own_models(env, module)
        for prefix in ("model_inherit", "selection")
    )
    env["ir.model.data"].search(Domain("module", "!=", module) & parts).unlink()


def free_others(env, module):
    """Drop the foreign keys by which a module's tables keep other rows from going.

    The platform deletes what came with the data files (users, say) before it drops our
    tables, and keeps for good what one of them still holds: a key may forbid it, or
    empty a column that a constraint wants filled. Rows that go along with the other row
    do go: what they would be left with could no longer be computed.
    """
    # A model's external id has underscores for dots, as its table has.
    own = own_models(env, module)
    for table, key in env.execute_query(
        SQL(
            """SELECT t.relname, c.conname FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid
            JOIN pg_class o ON o.oid = c.confrelid
            WHERE c.contype = 'f' AND c.confdeltype <> 'c'
                AND t.relnamespace = current_schema()::regnamespace
                AND t.relname = ANY(%(own)s) AND o.relname <> ALL(%(own)s)""",
            own=own,
        )
    ):
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(key),
            )
        )


def forget_functions(env, *names):
    """Drop functions of triggers: they go with no table.

    Their triggers go too, which could refuse what an uninstallation deletes.
    """
    for name in names:
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", SQL.identifier(name)))


def forget_counters(env, module):
    """Drop the yearly counters: database sequences, which go with their unlink only."""
    owned = env["ir.model.data"].search(
        [("module", "=", module), ("model", "=", "ir.sequence")]
    )
    env["ir.sequence"].browse(owned.mapped("res_id")).date_range_ids.unlink()


def forget_personal_stages(env):
    """Delete the task stages that the project app made for users of the demo data.

    It makes some with each user; when the user goes it keeps them, without an owner,
    and then they stand among the stages of everybody's projects.
    """
    if "project.task.type" not in env:
        return
    users = env["ir.model.data"].search(
        [("module", "=", "dibao_archive"), ("model", "=", "res.users")]
    )
    stages = env["project.task.type"].with_context(active_test=False)
    stages = stages.search([("user_id", "in", users.mapped("res_id"))])
    env["project.task.stage.personal"].search([("stage_id", "in", stages.ids)]).unlink()
    # Nobody may be left without a stage, it says; these users are about to go.
    stages.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()


def uninstall_hook(env):
    """Leave nothing behind that the platform would."""
    forget_models(env, "dibao_archive")
    free_others(env, "dibao_archive")
    forget_personal_stages(env)
    forget_functions(env, "dibao_append_only")
    forget_counters(env, "dibao_archive")
    # Files go when the uninstallation is for good, not before.
    dbname = env.cr.dbname
    env.cr.postcommit.add(lambda: vault.remove_all(dbname))
