# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger import source
from ..tools.ledger_columns import Column, Mapping


class DibaoLedgerImportColumns(models.Model):
    """Which column of the file is what: recognised, chosen, kept for the next time."""

    _inherit = "dibao.ledger.import"

    def action_recognise(self):
        """Open the file and recognise its columns."""
        for ledger in self:
            ledger.check_access("write")
            ledger._check_step("upload", "mapping")
            sheets, sheet, mapping = source.recognised(ledger)
            if mapping is None:
                raise UserError(
                    self.env._(
                        "No row with headings was found among the first rows of "
                        "“%(sheet)s”. Headings such as 姓名, 身份证号, 户编号 are "
                        "needed; choose another sheet, or add them.",
                        sheet=sheet or ledger.file_name,
                    )
                )
            ledger._set_mapping(mapping)
            ledger._set(
                {"sheets": ", ".join(sheets), "sheet": sheet, "state": "mapping"}
            )
        return True

    def _set_mapping(self, mapping):
        """Take over recognised columns, or those the office has saved for them."""
        saved = self.env["dibao.ledger.mapping"]._find(
            self.division_id, mapping.fingerprint
        )
        if saved:
            chosen = {row["index"]: row for row in saved.columns}
            mapping.layout = saved.layout
            mapping.columns = [
                Column(**chosen.get(column.index, vars(column)))
                for column in mapping.columns
            ]
            saved.used_on = fields.Date.context_today(self)
        # Columns come from the file alone: nobody has the right to create them.
        self.sudo()._set(
            {
                "layout": mapping.layout,
                "header_rows": mapping.header_rows,
                "mapping_id": saved.id,
                "column_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "position": column.index,
                                "header": column.header,
                                "field": column.field or False,
                                "slot": column.slot,
                            }
                        )
                        for column in mapping.columns
                    ),
                ],
            }
        )

    def _mapping(self):
        """The chosen columns as the reader takes them."""
        self.ensure_one()
        return Mapping(
            layout=self.layout,
            header_rows=list(self.header_rows or []),
            columns=[
                Column(c.position, c.header or "", c.field or "", c.slot)
                for c in self.column_ids
            ],
        )

    def action_save_mapping(self):
        """Keep the columns for the next ledger of this office with these headings."""
        self.ensure_one()
        self.check_access("write")
        mapping = self._mapping()
        saved = self.env["dibao.ledger.mapping"].search(
            [
                ("division_id", "=", self.division_id.id),
                ("fingerprint", "=", mapping.fingerprint),
            ]
        )
        vals = {
            "name": self.file_name,
            "division_id": self.division_id.id,
            "fingerprint": mapping.fingerprint,
            "layout": mapping.layout,
            "columns": mapping.to_json()["columns"],
            "used_on": fields.Date.context_today(self),
        }
        if saved:
            saved.write(vals)
        else:
            saved = saved.create(vals)
        self._set({"mapping_id": saved.id})
        return True

    def _check_mapping(self):
        """The columns can be read: one field once, and persons can be told apart."""
        seen, twice = set(), set()
        for column in self.column_ids.filtered(lambda c: c.field not in (False, "-")):
            key = column.field, column.slot
            (twice if key in seen else seen).add(key)
        if twice:
            labels = dict(
                self.column_ids._fields["field"]._description_selection(self.env)
            )
            raise UserError(
                self.env._(
                    "Two columns are read as “%(field)s”. Leave one of them out.",
                    field=labels[min(twice)[0]],
                )
            )
        who = "member" if self.layout == "member" else "head"
        known = {field for field, _slot in seen}
        if not {f"{who}.name", f"{who}.id_number"} <= known:
            raise UserError(
                self.env._(
                    "The columns with name and ID number of the %(who)s are needed in "
                    "this layout. Choose them, or choose another layout.",
                    who=self.env._("members")
                    if who == "member"
                    else self.env._("head"),
                )
            )
