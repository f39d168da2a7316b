# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same questions asked of the ORM in process, as code of another add-on would."""

from odoo.api import Environment
from odoo.exceptions import UserError

CONTEXTS = (
    {},
    {"bin_size": False, "active_test": False},
    {"tracking_disable": True, "show_clear": True, "dibao_clear": True, "unmask": True},
)


def ask(env, county, protected, keep):
    """Each protected model as each user, with contexts that might open something."""
    users = env["res.users"].sudo()
    for user in county.users:
        uid = users.search([("login", "=", user.login)]).id if user.login else None
        for context in CONTEXTS:
            own = Environment(env.cr, uid or env.ref("base.public_user").id, context)
            for model, names in protected.items():
                for way, act in ways(own[model], county.records[model], names).items():
                    try:
                        with env.cr.savepoint():
                            told = repr(act())
                    except (UserError, ValueError) as error:
                        told = repr(error)
                    keep(f"orm {way}", user.role, told.encode())


def ways(model, ids, names):
    """{name: act} of each way to have values of a model."""
    records = model.browse(ids)
    return {
        "read": lambda: records.read(names),
        "search_read": lambda: model.search_read([], names),
        "web_read": lambda: records.web_read({name: {} for name in names}),
        "attribute": lambda: [record[names[0]] for record in records],
        "mapped": lambda: records.mapped(names[0]),
        "display_name": lambda: records.mapped("display_name"),
        "read_group": lambda: model._read_group([], names, ["__count"]),
        "formatted_read_group": lambda: model.formatted_read_group(
            [], names[:1], [f"{names[0]}:array_agg"]
        ),
        "export_data": lambda: records.export_data(names),
        "name_search": lambda: model.name_search("9901"),
        "fields_get": lambda: model.fields_get(names),
        "default_get": lambda: model.default_get(names),
        "copy_data": lambda: records[:1].copy_data(),
        "sorted": lambda: [str(r[names[0]]) for r in records.sorted(names[0])],
        "repr": lambda: [repr(record[names[0]]) for record in records],
        "convert": lambda: [
            model._fields[names[0]].convert_to_export(record[names[0]], record)
            for record in records
        ],
    }
