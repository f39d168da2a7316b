# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import division_code, place_name

#: How many names of the path tell divisions of one level apart in daily work.
SHOWN_NAMES = {"province": 1, "city": 2, "county": 2, "township": 2, "village": 3}


class DibaoDivision(models.Model):
    """A place of the official tree: province, city, county, township, village.

    The living record keeps its id through renames and recodings, so that
    everything that points at it stays right; what it was called before lies
    beside it as a closed record whose successor it is.
    """

    _name = "dibao.division"
    _description = "Administrative division"
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["name", "code", "initials"]
    _name_separator = " / "

    name = fields.Char(required=True, index="trigram")
    code = fields.Char(
        required=True,
        size=12,
        index=True,
        help="Twelve digits: GB/T 2260 and the statistical numbers of township and "
        "village. Shorter official codes are filled up with zeros.",
    )
    level = fields.Selection(
        [
            ("province", "Province"),
            ("city", "City"),
            ("county", "County"),
            ("township", "Township"),
            ("village", "Village"),
        ],
        compute="_compute_level",
        store=True,
        precompute=True,
        required=True,
    )
    parent_id = fields.Many2one(
        "dibao.division", "Division above", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("dibao.division", "parent_id")
    child_count = fields.Integer(compute="_compute_child_count")
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    initials = fields.Char(
        compute="_compute_initials",
        store=True,
        precompute=True,
        index=True,
        help="First letters of the pinyin, for search.",
    )
    acts_as_county = fields.Boolean(
        help="A city without districts: its own office does what a county does "
        "elsewhere, and its townships lie directly under it."
    )
    county_id = fields.Many2one(
        "dibao.division",
        compute="_compute_county_id",
        store=True,
        recursive=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    agency_name = fields.Char(
        "Agency", translate=False, help="The office as it stands on letterheads."
    )
    office_phone = fields.Char(
        "Telephone of the office",
        help="Stands on public notices and decisions, for questions and objections.",
    )
    is_official = fields.Boolean(
        "Official code",
        help="Comes from the published tables. Own divisions (a code not yet "
        "published, an area for practice) are not.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date(help="Last day on which the division existed.")
    successor_id = fields.Many2one(
        "dibao.division", index="btree_not_null", ondelete="restrict"
    )
    predecessor_ids = fields.One2many(
        "dibao.division", "successor_id", context={"active_test": False}
    )
    active = fields.Boolean(default=True)

    # What lies below a place is asked for with every rule: the plain index serves
    # prefixes only in databases with the C collation.
    _path_prefix = models.Index("(parent_path varchar_pattern_ops)")
    _code_live = models.UniqueIndex(
        "(code) WHERE valid_to IS NULL",
        "There is already a division in force with this code.",
    )
    _dates = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",
        "A division cannot end before it begins.",
    )

    # COMPUTE

    @api.depends("code")
    def _compute_level(self):
        for division in self:
            try:
                code = division_code.normalize(division.code)
                division.level = division_code.level_of(code)
            except division_code.DivisionCodeError:
                division.level = False

    @api.depends("name")
    def _compute_initials(self):
        for division in self:
            division.initials = place_name.initials(division.name)

    @api.depends("name", "parent_id.complete_name", "parent_id.name")
    def _compute_complete_name(self):
        for division in self:
            if division.valid_to and division.complete_name:
                # History says what the path was, whatever is renamed later.
                division.complete_name = division.complete_name
                continue
            above = division.parent_id
            if division_code.is_placeholder(above.name, above.level):
                above = above.parent_id
            names = [above.complete_name, division.name]
            division.complete_name = self._name_separator.join(filter(None, names))

    @api.depends("level", "acts_as_county", "parent_id.county_id")
    def _compute_county_id(self):
        for division in self:
            if division.level == "county" or division.acts_as_county:
                division.county_id = division._origin or division
            else:
                division.county_id = division.parent_id.county_id

    def _compute_child_count(self):
        counts = dict(
            self._read_group(
                Domain("parent_id", "in", self.ids), ["parent_id"], ["__count"]
            )
        )
        for division in self:
            division.child_count = counts.get(division, 0)

    @api.depends("complete_name", "level", "valid_to", "active")
    @api.depends_context("hierarchical_naming", "short_place")
    def _compute_display_name(self):
        # In a search panel the tree itself tells what lies where.
        alone = not self.env.context.get("hierarchical_naming", True)
        # In a narrow column what matters must not be cut off at the end.
        short = self.env.context.get("short_place")
        for division in self:
            names = (division.complete_name or division.name or "").split(
                self._name_separator
            )
            count = 1 if alone else SHOWN_NAMES.get(division.level, 2)
            if short:
                count = min(count, 2)
            shown = self._name_separator.join(names[-count:])
            if division.valid_to and not division.active:
                shown = self.env._(
                    "%(name)s (until %(date)s)", name=shown, date=division.valid_to
                )
            division.display_name = shown

    @api.model
    def _search_display_name(self, operator, value):
        """Digits are the start of a code; several words are steps of the path."""
        if operator != "ilike" or not isinstance(value, str) or not value.strip():
            return super()._search_display_name(operator, value)
        text = value.strip()
        if text.isascii() and text.isdigit():
            return Domain("code", "=like", f"{text}%")
        *above, last = text.replace("/", " ").split() or [text]
        domain = Domain("name", "ilike", last)
        if last.isascii() and last.isalnum():
            # Without wildcards in front, so that the index is used.
            domain |= Domain("initials", "=like", f"{last.lower()}%")
        return Domain.AND(
            [domain, *(Domain("complete_name", "ilike", word) for word in above)]
        )

    # LOOK-UP

    def _common(self):
        """The lowest place under which all of these lie; none when there is none."""
        paths = [(one.parent_path or "").split("/")[:-1] for one in self.sudo()]
        shared = []
        for level in zip(*paths, strict=False):
            if len(set(level)) > 1:
                break
            shared.append(int(level[0]))
        return self.browse(shared[-1:])

    @api.model
    def _live_by_code(self, codes):
        """Divisions in force by twelve-digit code: ``{code: division}``."""
        domain = Domain("code", "in", list(codes)) & Domain("valid_to", "=", False)
        found = self.sudo().with_context(active_test=False).search(domain)
        return {division.code: division.sudo(self.env.su) for division in found}
