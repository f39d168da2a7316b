# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..sealed import blind_indexes


class DibaoDuplicate(models.Model):
    """Somebody entered an ID number that is already registered: a lead to look into."""

    _name = "dibao.duplicate"
    _description = "Possible Duplicate"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "person_id"

    person_id = fields.Many2one(
        "dibao.person", "Registered person", required=True, index=True, readonly=True
    )
    household_id = fields.Many2one(related="person_id.household_id")
    division_id = fields.Many2one(
        "dibao.division", "Registered in", required=True, index=True, readonly=True
    )
    entered_name = fields.Char("Name entered", readonly=True)
    entered_in_id = fields.Many2one("dibao.division", "Entered in", readonly=True)
    entered_by = fields.Char("Entered by (login)", readonly=True)
    times = fields.Integer("Times entered", default=1, readonly=True)
    state = fields.Selection(
        [
            ("new", "To be looked into"),
            ("confirmed", "Duplicate confirmed"),
            ("moved", "Person moved"),
            ("dismissed", "Typing error"),
        ],
        default="new",
        required=True,
        tracking=True,
    )
    conclusion = fields.Text()

    _open_uniq = models.UniqueIndex(
        "(person_id, entered_by) WHERE state = 'new'",
        "This lead is already open.",
    )

    @api.model
    def _refuse_known(self, vals_list, known=None):
        """Refuse ID numbers that are registered, and tell where as far as allowed.

        The unique index would refuse them too; this says it in words, and opens a lead
        for the supervisor where the clerk may not see the other record.

        :raise ValidationError: the first such number
        """
        for vals in vals_list:
            value = vals.get("id_number")
            if not value or "*" in value:
                continue
            person = self._registered(getattr(value, "clear", value))
            if person and person != known:
                self._refuse(person, vals)

    @api.model
    def _registered(self, value):
        keys = blind_indexes(self.env, "id_number", value)
        self.env["dibao.person"].flush_model(["id_number"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM dibao_person WHERE (id_number->>'i') IN %s",
                tuple(keys) or ("",),
            )
        )
        return self.env["dibao.person"].browse(row[0] for row in rows)

    @api.model
    def _refuse(self, person, vals):
        seen = person._filtered_access("read")
        self.env["dibao.access.log"]._log(
            "probe", person if seen else person.browse(), ["id_number"], count=1
        )
        if seen:
            household = seen.household_id
            raise ValidationError(
                self.env._(
                    "This ID number is registered: %(name)s, household %(number)s, "
                    "%(village)s. Add that person instead of entering a new one.",
                    name=seen.name,
                    number=household.number or self.env._("none at present"),
                    village=seen.division_id.display_name,
                )
            )
        self._open_lead(person.sudo(), vals)
        raise ValidationError(
            self.env._(
                "This ID number is already registered in another area. The supervisor "
                "has been told and will look into it; nothing was saved here."
            )
        )

    @api.model
    def _open_lead(self, person, vals):
        """Record the lead in its own transaction: the refusal undoes the caller's."""
        own = self.env.user.sudo().dibao_division_ids
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """INSERT INTO dibao_duplicate (person_id, division_id,
                           entered_name, entered_in_id, entered_by, times, state,
                           create_uid, create_date, write_uid, write_date)
                       VALUES (%(person)s, %(division)s, %(name)s, %(here)s, %(login)s,
                           1, 'new', %(root)s, now() AT TIME ZONE 'UTC', %(root)s,
                           now() AT TIME ZONE 'UTC')
                       ON CONFLICT (person_id, entered_by) WHERE state = 'new'
                       DO UPDATE SET times = dibao_duplicate.times + 1
                       RETURNING id, times""",
                    person=person.id,
                    division=person.division_id.id,
                    name=vals.get("name") or None,
                    here=vals.get("division_id") or own[:1].id or None,
                    login=self.env.user.login,
                    root=1,
                )
            )
            lead_id, times = cr.fetchone()
            if times == 1:
                system = api.Environment(cr, SUPERUSER_ID, {})
                system[self._name].browse(lead_id)._tell_officers()

    def _tell_officers(self):
        """A task for each county officer in whose area the person is registered.

        No e-mail: it would carry the person's name out of the office.
        """
        areas = [int(part) for part in self.division_id.parent_path.split("/") if part]
        group = self.env.ref("dibao_archive.group_county_officer")
        officers = self.env["res.users"].search(
            [("all_group_ids", "in", group.ids), ("dibao_division_ids", "in", areas)]
        )
        for officer in officers:
            self.with_context(
                lang=officer.lang, mail_activity_quick_update=True
            ).activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=officer.id,
                summary=self.with_context(lang=officer.lang).env._(
                    "Look into a possible duplicate"
                ),
            )

    @api.model
    def _find_all(self):
        """Persons of the registry who are likely one: same name, birth date, sex.

        One statement, whatever the size. The same ID number twice cannot exist.

        :return: list of tuples of person ids
        """
        self.env["dibao.person"].check_access("read")
        self.env["dibao.person"].flush_model(["name", "birth_date", "sex", "active"])
        return [
            tuple(ids)
            for (ids,) in self.env.execute_query(
                SQL(
                    """SELECT array_agg(id ORDER BY id) FROM dibao_person
                       WHERE active AND birth_date IS NOT NULL
                       GROUP BY name, birth_date, sex HAVING COUNT(*) > 1"""
                )
            )
        ]

    def _conclude(self, state):
        if any(lead.state != "new" for lead in self):
            raise UserError(self.env._("This lead is already concluded."))
        self.write({"state": state})
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])

    def action_confirm(self):
        """It is one person, entered twice."""
        self._conclude("confirmed")

    def action_moved(self):
        """The person moved: the membership there was or will be ended."""
        self._conclude("moved")

    def action_dismiss(self):
        """It was a typing error."""
        self._conclude("dismissed")
