# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools import in_force
from .dibao_document_kind import ACTS


class DibaoDocumentRequirement(models.Model):
    """A paper that an act needs in the volume, at a place and a time."""

    _name = "dibao.document.requirement"
    _description = "Required Paper"
    _inherit = ["dibao.dated.mixin"]
    _order = "act, kind_id, division_id, valid_from desc, id"
    _rule_fields = ("act", "kind_id")

    kind_id = fields.Many2one(
        "dibao.document.kind", "Paper", required=True, index=True, ondelete="restrict"
    )
    act = fields.Selection(ACTS, required=True, tracking=True)
    obligation = fields.Selection(
        [
            ("must", "Must be there"),
            ("conditional", "Where the condition holds"),
            ("none", "Not needed here"),
        ],
        required=True,
        default="must",
        tracking=True,
        help="A nearer place may ask for more or for less than the country does.",
    )
    condition = fields.Selection(
        [
            ("disabled", "A member holds a disability certificate"),
            ("ill", "A member is seriously ill"),
            ("student", "A member goes to school"),
            ("custodian", "The account is held by a custodian"),
            ("asked", "The case asks for it (told, never missing)"),
        ],
        tracking=True,
    )
    basis = fields.Char(related="legal_basis", string="Basis")

    _condition_said = models.Constraint(
        "CHECK (obligation != 'conditional' OR condition IS NOT NULL)",
        "Say on which condition the paper is needed.",
    )

    @api.depends("kind_id.name", "act", "place")
    def _compute_display_name(self):
        acts = dict(self._fields["act"]._description_selection(self.env))
        for rule in self:
            rule.display_name = (
                f"{acts.get(rule.act, '')}: {rule.kind_id.name} ({rule.place})"
            )

    # LOOK-UP

    @api.model
    def _in_force(self, act, division, day):
        """The requirement of each paper for an act: the nearest place's rule holds."""
        path = [int(one) for one in (division.parent_path or "").split("/") if one]
        by_kind = defaultdict(list)
        for rule_id, kind, where, valid_from, valid_to in self._of_act(act):
            if where and where not in path:
                continue
            distance = len(path) - path.index(where) if where else None
            by_kind[kind].append(
                in_force.Candidate(rule_id, distance, None, valid_from, valid_to)
            )
        held = (
            in_force.holding(in_force.by_rank(candidates), day)
            for candidates in by_kind.values()
        )
        return self.sudo().browse([one.id for one in held if one])

    @api.model
    @ormcache("act")
    def _of_act(self, act):
        """(id, kind, place, first day, last day) of all rules of an act.

        Each paper that comes in asks for them; they change a few times a year.
        """
        return tuple(
            (
                rule.id,
                rule.kind_id.id,
                rule.division_id.id,
                rule.valid_from or None,
                rule.valid_to or None,
            )
            for rule in self.sudo().search(Domain("act", "=", act))
        )
