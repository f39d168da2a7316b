# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, frozendict, ormcache

from ..tools.code_label import label_key

#: Fields that carry the meaning of a published code; records point at it for years.
FIXED_FIELDS = {"list", "code", "name", "parent_id", "standard", "is_local"}
#: Lists of a national standard: what a county adds must count as one of theirs.
STANDARD_LISTS = {
    "ethnic",
    "marriage",
    "health",
    "education",
    "relation",
    "occupation",
}


class DibaoCode(models.Model):
    """An entry of a code table: GB/T tables and the lists of the procedure."""

    _name = "dibao.code"
    _description = "Code"
    _order = "list, sequence, code, id"
    _rec_names_search = ["name", "code", "synonyms"]

    list = fields.Selection(
        [
            ("ethnic", "Ethnic group"),
            ("marriage", "Marital status"),
            ("health", "Health"),
            ("education", "Education"),
            ("relation", "Family relation"),
            ("occupation", "Occupation"),
            ("income", "Kind of income"),
            ("asset", "Kind of asset"),
            ("expense", "Kind of expense"),
            ("cause", "Cause of hardship"),
            ("certificate", "Kind of certificate"),
            ("exclusion", "Reason for not counting a member"),
        ],
        "Code table",
        required=True,
        index=True,
    )
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one(
        "dibao.code",
        "Belongs to",
        ondelete="restrict",
        domain="[('list', '=', list)]",
    )
    standard = fields.Char(help="The standard or rule that publishes the code.")
    synonyms = fields.Char(
        help="Other spellings in ledgers, separated by blanks, in any language."
    )
    is_local = fields.Boolean(
        "Local",
        default=True,
        help="Added here; published codes cannot be renamed or deleted.",
    )
    maps_to_id = fields.Many2one(
        "dibao.code",
        "Counts as",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('list', '=', list), ('is_local', '=', False)]",
        help="The published code that statistics and exchange use for a local one.",
    )
    sequence = fields.Integer(default=1000)
    active = fields.Boolean(default=True)

    _list_code = models.UniqueIndex("(list, code)", "This list has the code already.")

    @api.constrains("list", "code", "is_local", "maps_to_id", "parent_id")
    def _check_mapping(self):
        for entry in self:
            target = entry.maps_to_id
            problem = None
            if not entry.code.strip() or entry.code != entry.code.strip():
                problem = self.env._("a code has no blanks around it.")
            elif target and not entry.is_local:
                problem = self.env._("a published code counts as itself.")
            elif target and (target.is_local or target.list != entry.list):
                problem = self.env._("it must count as a published code of its list.")
            elif entry.is_local and not target and entry.list in STANDARD_LISTS:
                problem = self.env._(
                    "say which published code it counts as, so that statistics hold."
                )
            elif entry.parent_id and entry.parent_id.list != entry.list:
                problem = self.env._("it belongs to a code of another list.")
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(name)s (%(code)s): %(problem)s",
                        name=entry.name,
                        code=entry.code,
                        problem=problem,
                    )
                )
        if self._has_cycle():
            raise ValidationError(self.env._("A code cannot belong to itself."))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            not vals.get("is_local", True) for vals in vals_list
        ):
            raise UserError(self.env._("Codes added here are local ones."))
        entries = super().create(vals_list)
        self.env.registry.clear_cache()
        return entries

    def write(self, vals):
        if FIXED_FIELDS & set(vals):
            self._check_local()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        if field_name in FIXED_FIELDS:
            self._check_local()
        result = super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_local_only(self):
        self._check_local()

    def _check_local(self):
        published = self.filtered(lambda entry: not entry.is_local)
        if published and not self.env.su:
            raise UserError(
                self.env._(
                    "%(name)s is a published code (%(standard)s) and stays as it is. "
                    "Archive it, or add a local code that counts as it.",
                    name=published[0].name,
                    standard=published[0].standard or published[0].list,
                )
            )

    # LOOK-UP

    @api.model
    @ormcache("list_name")
    def _code_ids(self, list_name):
        """Database ids of a list by code: ``{"01": 12, …}``, without archived ones."""
        entries = self.sudo().search(Domain("list", "=", list_name))
        return frozendict((entry.code, entry.id) for entry in entries)

    @api.model
    def _match(self, list_name, text):
        """Id of the code that a ledger means by ``text``, or None.

        A code (with or without its leading zero), a name in any language or one of
        the synonyms; a published code wins over a local one of the same label.
        """
        return self._labels(list_name).get(label_key(text)) if text else None

    @api.model
    @ormcache("list_name")
    def _labels(self, list_name):
        """``{label_key: id}`` of codes, names of every language and synonyms."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, code, name, synonyms FROM dibao_code"
                " WHERE list = %s AND active ORDER BY is_local, sequence, code, id",
                list_name,
            )
        )
        labels = {}
        for entry_id, code, _name, _synonyms in rows:
            labels.setdefault(label_key(code), entry_id)
        for entry_id, code, _name, _synonyms in rows:
            if code.isdigit() and code.lstrip("0"):
                labels.setdefault(code.lstrip("0"), entry_id)
        for entry_id, _code, names, synonyms in rows:
            for label in (*names.values(), *(synonyms or "").split()):
                labels.setdefault(label_key(label), entry_id)
        return frozendict(labels)
