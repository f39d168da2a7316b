# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command

KINDS = ("urban", "rural")


class DibaoPolicyInForce(models.TransientModel):
    """Which rules hold in a place on a day, where they come from and why."""

    _name = "dibao.policy.in.force"
    _description = "Rules in force"

    division_id = fields.Many2one(
        "dibao.division",
        default=lambda self: self.env.user.dibao_division_ids[:1],
        help="Empty: the rules of the whole country.",
    )
    on_date = fields.Date("Day", required=True, default=fields.Date.context_today)
    category = fields.Selection(
        lambda self: self.env["dibao.policy.key"]
        ._fields["category"]
        ._description_selection(self.env),
        "Subject",
        help="Empty: every subject.",
    )
    line_ids = fields.One2many("dibao.policy.in.force.line", "in_force_id", "Rules")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("division_id", "on_date")
    def _compute_display_name(self):
        for screen in self:
            screen.display_name = self.env._(
                "Rules in force: %(place)s, %(day)s",
                place=screen.division_id.display_name or self.env._("Whole country"),
                day=screen.on_date,
            )

    @api.depends("line_ids", "division_id", "on_date")
    def _compute_summary(self):
        for screen in self:
            lines = screen.line_ids
            screen.summary = self.env._(
                "%(all)s rules: %(here)s set here, %(above)s inherited, "
                "%(none)s without a value.",
                all=len(lines),
                here=len(lines.filtered(lambda line: line.source == "here")),
                above=len(lines.filtered(lambda line: line.source == "above")),
                none=len(lines.filtered(lambda line: line.source == "none")),
            )

    @api.model_create_multi
    def create(self, vals_list):
        screens = super().create(
            [
                {name: value for name, value in vals.items() if name != "line_ids"}
                for vals in vals_list
            ]
        )
        screens._fill()
        return screens

    def write(self, vals):
        result = super().write(vals)
        if {"division_id", "on_date", "category"} & set(vals):
            self._fill()
        return result

    @api.onchange("division_id", "on_date", "category")
    def _onchange_place_or_day(self):
        self._fill()

    def _fill(self):
        """Write the lines anew for place, day and subject."""
        for screen in self:
            lines = screen._prepare_standard_lines() + screen._prepare_policy_lines()
            screen.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _prepare_standard_lines(self):
        """Lines of the urban and the rural guarantee standard."""
        self.ensure_one()
        if self.category not in (False, "amount"):
            return []
        model = self.env["dibao.standard"]
        names = {
            "urban": self.env._("Guarantee standard, urban"),
            "rural": self.env._("Guarantee standard, rural"),
        }
        lines = []
        for kind in KINDS:
            chain = model._explain(self.division_id, kind, self.on_date)
            for step in chain:
                step["rule"] = step.pop("standard").sudo()
                step["shown"] = self.env._("%.2f yuan a month", step["value"])
            lines.append(
                self._prepare_line(chain)
                | {"name": names[kind], "category": "amount", "urban_rural": kind}
            )
        return lines

    def _prepare_policy_lines(self):
        self.ensure_one()
        model = self.env["dibao.policy"]
        keys = self.env["dibao.policy.key"].search(
            [("category", "=", self.category)] if self.category else []
        )
        lines = []
        for key in keys:
            chain = model._explain(key.code, self.division_id, self.on_date)
            for step in chain:
                step["rule"] = step.pop("policy").sudo()
                step["shown"] = key._shown(step["rule"].value)
            lines.append(
                self._prepare_line(chain)
                | {"name": key.name, "category": key.category, "key_id": key.id}
            )
        return lines

    def _prepare_line(self, chain):
        """What one line shows of a chain of candidates, strongest first."""
        held = next((step for step in chain if step["verdict"] == "holds"), None)
        values = {"step_ids": [Command.create(self._prepare_step(s)) for s in chain]}
        if not held:
            return values | {"source": "none"}
        rule = held["rule"]
        here = rule.division_id == self.division_id._origin
        return values | {
            "source": "here" if here else "above",
            "value_shown": held["shown"],
            "place": rule.place,
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
            "legal_basis": rule.basis_shown,
        }

    def _prepare_step(self, step):
        rule = step["rule"]
        return {
            "place": rule.place,
            "value_shown": step["shown"],
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
            "legal_basis": rule.basis_shown,
            "holds": step["verdict"] == "holds",
            "reason": step["reason"],
            "res_model": rule._name,
            "res_id": rule.id,
        }

    @api.model
    def action_open(self):
        """A fresh screen for the user's first division, today."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_policy_in_force_action"
        )
        return action | {"res_id": self.create({}).id}
