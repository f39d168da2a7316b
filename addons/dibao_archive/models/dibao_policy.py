# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ..tools import in_force, policy_value


class DibaoPolicy(models.Model):
    """The value of a policy key at a place and a time.

    ``_get`` answers from a cache of candidates per key and place; whatever changes
    a policy, a key or the tree of divisions empties it.
    """

    _name = "dibao.policy"
    _description = "Policy"
    _inherit = ["dibao.dated.mixin"]
    _order = "key_id, division_id, valid_from desc, id"
    _rule_fields = ("key_id",)

    key_id = fields.Many2one(
        "dibao.policy.key", "Policy", required=True, index=True, ondelete="restrict"
    )
    category = fields.Selection(related="key_id.category", store=True)
    value_type = fields.Selection(related="key_id.value_type")
    key_help = fields.Text(related="key_id.help")
    unit = fields.Char(related="key_id.unit")
    value = fields.Char(
        required=True,
        tracking=True,
        help="As text: 7, 1.5, yes, the code of a choice, a text or JSON.",
    )
    option_id = fields.Many2one(
        "dibao.policy.option",
        "Choice",
        compute="_compute_option_id",
        inverse="_inverse_option_id",
        domain="[('key_id', '=', key_id)]",
    )
    is_yes = fields.Boolean("Yes", compute="_compute_is_yes", inverse="_inverse_is_yes")
    value_shown = fields.Char("Reads", compute="_compute_value_shown")

    # The key and the place stand as ranges of one number: plain GiST has no equality
    # for integers, and the extension that adds it is not everywhere.
    _period_free = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(key_id, key_id, '[]') WITH &&, "
        "int4range(coalesce(division_id, 0), coalesce(division_id, 0), '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&)",
        "Two periods of one policy at one place may not share a day.",
    )

    # COMPUTE

    @api.depends("key_id.name", "place")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = f"{policy.key_id.name} ({policy.place})"

    @api.depends("key_id", "value")
    def _compute_value_shown(self):
        for policy in self:
            key = policy.key_id
            policy.value_shown = key._shown(policy.value) if key else policy.value

    @api.depends("key_id", "value")
    def _compute_option_id(self):
        for policy in self:
            policy.option_id = policy.key_id.option_ids.filtered(
                lambda option, code=policy.value: option.code == code
            )

    def _inverse_option_id(self):
        for policy in self.filtered("option_id"):
            policy.value = policy.option_id.code

    @api.onchange("option_id")
    def _onchange_option_id(self):
        if self.value_type == "selection" and self.option_id:
            self.value = self.option_id.code

    @api.depends("key_id", "value")
    def _compute_is_yes(self):
        for policy in self:
            policy.is_yes = policy.value == "true"

    def _inverse_is_yes(self):
        for policy in self.filtered(lambda one: one.value_type == "boolean"):
            policy.value = "true" if policy.is_yes else "false"

    @api.onchange("is_yes", "key_id")
    def _onchange_is_yes(self):
        if self.value_type == "boolean":
            self.value = "true" if self.is_yes else "false"

    # CHECKS AND CRUD

    @api.constrains("key_id", "value")
    def _check_value(self):
        for policy in self:
            policy.key_id._parse(policy.value)

    @api.model_create_multi
    def create(self, vals_list):
        keys = self.env["dibao.policy.key"]
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            key = keys.browse(vals.get("key_id"))
            if key and ("value" in vals or not vals.keys() & {"option_id", "is_yes"}):
                vals["value"] = key._canonical(vals.get("value"))
        return super().create(vals_list)

    def write(self, vals):
        if "key_id" in vals and any(
            policy.key_id.id != vals["key_id"] for policy in self
        ):
            raise UserError(
                self.env._("A value stays with its policy: enter a new one instead.")
            )
        if "value" not in vals:
            return super().write(vals)
        for key, policies in self.grouped("key_id").items():
            super(DibaoPolicy, policies).write(
                vals | {"value": key._canonical(vals["value"])}
            )
        return True

    # LOOK-UP

    @api.model
    def _get(self, key_code, division=None, on_date=None):
        """Value of a policy for a place and a day.

        :param key_code: code of the key
        :param division: record or id; empty asks for the rule of the whole country
        :param on_date: day, today by default
        :return: typed value, or None when nothing is in force
        :raise ValueError: there is no such key
        """
        day = fields.Date.to_date(on_date) or fields.Date.context_today(self)
        value_type, candidates = self._candidates(key_code, self._place_id(division))
        held = in_force.holding(candidates, day)
        # An option was checked when it was written; asking again needs a query.
        return held and policy_value.parse(value_type, held.value, (held.value,))

    @api.model
    def _require(self, key_code, division=None, on_date=None):
        """Like ``_get``, but a missing value is told to the user."""
        value = self._get(key_code, division, on_date)
        if value is None:
            key = self.env["dibao.policy.key"].sudo()
            key = key.search(Domain("code", "=", key_code))
            place = self.env["dibao.division"].sudo().browse(self._place_id(division))
            raise UserError(
                self.env._(
                    "“%(key)s” has no value for %(place)s on %(day)s: enter the local "
                    "rule under Configuration, Policies.",
                    key=key.name,
                    place=place.display_name or self.env._("the whole country"),
                    day=on_date or fields.Date.context_today(self),
                )
            )
        return value

    @api.model
    def _explain(self, key_code, division=None, on_date=None):
        """Every candidate of a policy for a place, strongest first, and why.

        :return: list of dicts with ``policy`` (record), ``value`` (typed),
            ``verdict`` (see ``tools.in_force.verdicts``) and ``reason`` (sentence)
        """
        day = fields.Date.to_date(on_date) or fields.Date.context_today(self)
        place_id = self._place_id(division)
        value_type, candidates = self._candidates(key_code, place_id)
        return [
            {
                "policy": self.browse(one.id),
                "value": policy_value.parse(value_type, one.value, (one.value,)),
                "verdict": verdict,
                "reason": self.browse(one.id)._verdict_reason(verdict, one.distance),
            }
            for one, verdict in in_force.verdicts(candidates, day)
        ]

    @api.model
    @ormcache("key_code", "place_id")
    def _candidates(self, key_code, place_id):
        """``(value type, candidates by rank)`` in one query."""
        for model in ("dibao.policy", "dibao.policy.key", "dibao.division"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT key.value_type, policy.id,"
                " cardinality(place.path)"
                " - array_position(place.path, policy.division_id),"
                " policy.value, policy.valid_from, policy.valid_to"
                " FROM dibao_policy_key key"
                " CROSS JOIN (SELECT %(path)s AS path) place"
                " LEFT JOIN dibao_policy policy ON policy.key_id = key.id"
                " AND (policy.division_id IS NULL"
                " OR policy.division_id = ANY(place.path))"
                " WHERE key.code = %(code)s",
                path=self._path_sql(place_id),
                code=key_code,
            )
        )
        if not rows:
            raise ValueError(f"There is no policy key {key_code!r}")
        candidates = [in_force.Candidate(*row[1:]) for row in rows if row[1]]
        return rows[0][0], tuple(in_force.by_rank(candidates))
