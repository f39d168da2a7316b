# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..tools import csv_text, division_table

SHOWN_PROBLEMS = 200


class DibaoDivisionLoad(models.TransientModel):
    """Load official tables of chosen provinces, or villages from a CSV file."""

    _name = "dibao.division.load"
    _description = "Load divisions"

    source = fields.Selection(
        [("table", "Official table"), ("villages", "Villages from a CSV file")],
        required=True,
        default="table",
    )
    line_ids = fields.One2many(
        "dibao.division.load.line",
        "load_id",
        "Provinces",
        default=lambda self: self._default_lines(),
    )
    townships = fields.Boolean("With townships", default=True)
    keep_former = fields.Boolean(
        "Keep former names",
        default=True,
        help="A division whose name changed keeps a closed record with its old name.",
    )
    close_missing = fields.Boolean(
        "Close what is gone",
        help="Official divisions that the table no longer has are closed. They stay "
        "as history, with everything that refers to them.",
    )
    file = fields.Binary("CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection([("choose", "Choose"), ("done", "Done")], default="choose")
    result = fields.Text(readonly=True)
    problem_ids = fields.One2many("dibao.division.load.problem", "load_id", "Problems")

    @api.model
    def _default_lines(self):
        loaded = dict(
            self.env["dibao.division"]._read_group(
                Domain("level", "=", "province") & Domain("valid_to", "=", False),
                ["code"],
                ["__count"],
            )
        )
        return [
            Command.create(
                {
                    "code": code,
                    "name": name,
                    "county_count": counties,
                    "township_count": townships,
                    "loaded": f"{code}0000000000" in loaded,
                }
            )
            for code, name, counties, townships in division_table.provinces()
        ]

    def action_load(self):
        """Load what was chosen and show what happened."""
        self.ensure_one()
        if not self.env["dibao.division"].has_access("create"):
            raise AccessError(self.env._("You may not load divisions."))
        if self.source == "table":
            self.result = self._load_table()
        else:
            self.result = self._load_villages()
        self.state = "done"
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _load_table(self):
        """Load the chosen provinces; sentence about what happened."""
        user = self.env.user
        if not (self.env.su or user.has_group("dibao_archive.group_system_admin")):
            raise AccessError(
                self.env._("The official tables are loaded by a system administrator.")
            )
        codes = set(self.line_ids.filtered("chosen").mapped("code"))
        if not codes:
            raise UserError(self.env._("Choose at least one province."))
        return self._run_table(codes)

    @api.model
    def _run_table(self, codes):
        """Load provinces by their two digits; the CLI comes here too."""
        rows = list(division_table.read_table(codes, self.townships))
        divisions = self.env["dibao.division"].sudo()
        counts = divisions._load_rows(rows, keep_former=self.keep_former)
        closed = kept = divisions
        if self.close_missing:
            closed, kept = divisions._close_missing(rows, codes)
        return self._sentence(counts, len(rows), len(closed), len(kept))

    def _load_villages(self):
        """Load the villages of the file; sentence about what happened."""
        if not self.file:
            raise UserError(self.env._("Choose a CSV file."))
        return self._run_villages(base64.b64decode(self.file))

    def _run_villages(self, data):
        divisions = self.env["dibao.division"]
        known = divisions.sudo().search_fetch(
            Domain("level", "=", "village") & Domain("valid_to", "=", False),
            ["code", "name"],
        )
        try:
            official, own, problems = division_table.read_villages(
                data, {village.code: village.name for village in known}
            )
        except csv_text.TextError as error:
            raise UserError(
                self.env._(
                    "The file is no CSV text in UTF-8 or GB18030 (%s).", error.code
                )
            ) from error
        townships = self._township_problems({row.parent for row in official + own})
        problems = [(p.line, p.cell, self._reason(p.reason)) for p in problems]
        refused = [row for row in official + own if row.parent in townships]
        problems += [(0, row.code, townships[row.parent]) for row in refused]
        totals = {"added": 0, "renamed": 0, "adopted": 0, "orphans": 0}
        for rows, is_official in ((official, True), (own, False)):
            counts = divisions._load_rows(
                [row for row in rows if row.parent not in townships],
                official=is_official,
                keep_former=self.keep_former,
            )
            totals = {name: totals[name] + counts[name] for name in totals}
        self.problem_ids = [
            Command.clear(),
            *(
                Command.create({"line": line, "cell": cell, "reason": reason})
                for line, cell, reason in problems[:SHOWN_PROBLEMS]
            ),
        ]
        sentence = self._sentence(totals, len(official) + len(own), 0, 0)
        if problems:
            sentence += "\n" + self.env._("Lines refused: %s.", len(problems))
        return sentence

    def _township_problems(self, codes):
        """``{code: reason}`` of townships under which the user may add nothing."""
        divisions = self.env["dibao.division"]
        found = divisions._live_by_code(codes)
        problems = {}
        for code in codes:
            township = found.get(code, divisions)
            if not township:
                problems[code] = self.env._("The township is not loaded.")
                continue
            try:
                township._check_own_area()
            except AccessError:
                problems[code] = self.env._("The township is not yours.")
        return problems

    def _reason(self, key):
        return {
            "no_name": self.env._("The name is missing."),
            "name_length": self.env._("The name is too long."),
            "not_village": self.env._("The code is that of no village or township."),
            "twice": self.env._("The code stands in the file with another name."),
        }.get(key) or self.env["dibao.division"]._code_problem(key)

    def _sentence(self, counts, rows, closed, kept):
        parts = [
            self.env._(
                "%(rows)s divisions read: %(added)s added, %(renamed)s renamed, "
                "%(same)s unchanged.",
                rows=rows,
                added=counts["added"],
                renamed=counts["renamed"],
                same=rows - counts["added"] - counts["renamed"] - counts["orphans"],
            )
        ]
        if counts["orphans"]:
            parts.append(
                self.env._("Without the division above: %s.", counts["orphans"])
            )
        if closed or kept:
            parts.append(
                self.env._(
                    "Closed: %(closed)s; kept because others lie below: %(kept)s.",
                    closed=closed,
                    kept=kept,
                )
            )
        return "\n".join(parts)
