# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What demo data make in models of others, so that it goes when the add-on goes."""

from contextlib import contextmanager

#: In the order of making: the platform deletes what was named last first.
MODELS = (
    *("res.partner", "hr.version", "hr.employee", "hr.skill.type", "hr.skill"),
    *("survey.survey", "event.event", "event.registration"),
)


@contextmanager
def named(env, module):
    """Give external ids of a module to what is made meanwhile, also by its acts.

    Employees, sessions and examinations belong to the platform's apps and stay when an
    office uninstalls the add-on.  The invented ones must not.
    """
    everything = {
        name: env[name].sudo().with_context(active_test=False) for name in MODELS
    }
    last = {
        name: model.search([], order="id DESC", limit=1).id or 0
        for name, model in everything.items()
    }
    yield
    names = env["ir.model.data"].sudo()
    for name, model in everything.items():
        made = model.search([("id", ">", last[name])], order="id")
        known = names.search([("model", "=", name), ("res_id", "in", made.ids)])
        names._update_xmlids(
            [
                {
                    "xml_id": f"{module}.demo_{name.replace('.', '_')}_{record.id}",
                    "record": record,
                    "noupdate": True,
                }
                for record in made - made.browse(known.mapped("res_id"))
            ]
        )
