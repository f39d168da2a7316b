# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import csv
import hashlib
import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import k_anonymity

CAUSES = ("illness", "disability", "schooling", "disaster", "labour", "other")


class DibaoExtract(models.Model):
    """The rows of an extract, and the file."""

    # One file for each concern.
    _inherit = "dibao.extract"

    def _quasi(self):
        """Columns by which somebody may be known."""
        wanted = {
            "place": self.with_place != "none",
            "age": self.age_level != "none",
            "sex": self.with_sex,
            "urban_rural": self.with_class,
            "disability": self.disability_level != "none",
            "labour": self.with_labour,
            "household_size": self.with_size,
        }
        return [name for name, is_wanted in wanted.items() if is_wanted]

    def _sensitive(self):
        """Columns that are told of those who look alike."""
        causes = ["causes"] if self.with_causes else []
        return causes + (["allowance"] if self.amount_level != "none" else [])

    def _judged(self):
        """The check of the present choice, as values of the record."""
        found = self._found()
        return {
            "k": self._k(),
            "row_count": len(found.kept),
            "left_out": found.left_out,
            "class_count": found.classes,
            "smallest": found.smallest,
            "diversity": found.diversity,
            "checked_on": fields.Datetime.now(),
        }

    def _k(self):
        # sudo: rules are read by everybody
        return self.env["dibao.policy"].sudo()._require("extract_k", self.division_id)

    def _found(self):
        self.ensure_one()
        rows = [self._row(*fact) for fact in self._facts()]
        return k_anonymity.check(rows, self._quasi(), self._sensitive(), self._k())

    def _facts(self):
        """Persons on the roll of the month, as it was frozen."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT CASE WHEN %(village)s THEN f.division_id ELSE f.township_id END,
                       f.age, f.age_class, f.sex, f.urban_rural, f.is_disabled,
                       f.disability_grade, f.labour, f.size,
                       f.cause_illness, f.cause_disability, f.cause_schooling,
                       f.cause_disaster, f.cause_labour, f.cause_other,
                       CASE WHEN l.size > 0 THEN l.entitled / l.size END
                  FROM dibao_monthly_fact f
                  LEFT JOIN dibao_monthly_fact l
                    ON l.household_id = f.household_id AND l.freeze_id = f.freeze_id
                   AND l.booked_month = l.month AND l.row_kind = 'roll' AND l.is_lead
                 WHERE f.county_id = %(county)s AND f.month = %(month)s
                   AND f.booked_month = f.month AND f.row_kind = 'roll'
                """,
                village=self.with_place == "village",
                county=self.division_id.id,
                month=self.month,
            )
        )
        if not rows:
            raise UserError(
                self.env._("Freeze the month first: an extract is of frozen figures.")
            )
        return rows

    def _row(
        self, place, age, age_class, sex, kind, disabled, grade, labour, size, *more
    ):
        """One person, coarse as it was chosen."""
        causes, amount = more[: len(CAUSES)], more[-1]
        row = {
            "place": place,
            "age": age_class
            if self.age_level == "class"
            else self.age_level != "none"
            and k_anonymity.band(age, int(self.age_level), 90),
            "sex": sex,
            "urban_rural": kind,
            "disability": (grade or "0")
            if self.disability_level == "grade"
            else int(bool(disabled)),
            "labour": labour,
            "household_size": k_anonymity.household_size(size),
            "causes": "+".join(
                name for name, is_one in zip(CAUSES, causes, strict=True) if is_one
            ),
            "allowance": self.amount_level != "none"
            and k_anonymity.band(amount and float(amount), int(self.amount_level)),
        }
        return {name: row[name] for name in (*self._quasi(), *self._sensitive())}

    # THE FILE

    def _write_file(self, path):
        """Write the file to a path, after it was put on record."""
        self._check_step("approved", "provided")
        found = self._found()
        if found.smallest < self.k:
            raise UserError(self.env._("The figures have changed: check it anew."))
        columns = [*self._quasi(), *self._sensitive()]
        self.env["dibao.access.log"]._log(
            "provide",
            self,
            columns,
            purpose="research",
            reference=self.name,
            count=len(found.kept),
            detail="extract",
            said={"recipient": self.recipient},
        )
        self.env["dibao.exchange.provision"]._note(
            self.division_id,
            "file",
            self.recipient,
            self.purpose,
            self.env._("Research on de-identified data; pledge of the recipient"),
            "、".join(columns),
            len(found.kept),
            reference=self.letter,
            logged=True,
        )
        names = self._place_names(found.kept)
        # In the order of what they say: so it tells nothing of the register's order.
        lines = sorted(
            [
                str(names.get(row[one], row[one]) if one == "place" else row[one] or "")
                for one in columns
            ]
            for row in found.kept
        )
        write = self._write_csv if self.file_format == "csv" else self._write_xlsx
        write(path, columns, lines)
        with open(path, "rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        self._by_act(
            {
                "state": "provided",
                "provided_by_id": self.env.uid,
                "provided_on": fields.Datetime.now(),
                "digest": digest,
            }
        )

    def _place_names(self, rows):
        ids = {row["place"] for row in rows if row.get("place")}
        # sudo: names of places are public
        places = self.env["dibao.division"].sudo().browse(ids)
        return {place.id: f"{place.code} {place.name}" for place in places}

    def _write_csv(self, path, columns, lines):
        handle = io.StringIO()
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(lines)
        with open(path, "wb") as file:
            file.write(handle.getvalue().encode("utf-8-sig"))

    def _write_xlsx(self, path, columns, lines):
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("data")
            bold = book.add_format({"bold": True})
            for at, row in enumerate([columns, *lines]):
                for column, text in enumerate(row):
                    sheet.write_string(at, column, text, None if at else bold)
            sheet.freeze_panes(1, 0)
            about = book.add_worksheet("about")
            for at, pair in enumerate(self._about()):
                about.write_string(at, 0, pair[0], bold)
                about.write_string(at, 1, str(pair[1]))
            about.set_column(0, 1, 40)

    def _about(self):
        """What the recipient is told of the data."""
        return [
            (self.env._("Number"), self.name),
            (self.env._("Recipient"), self.recipient),
            (self.env._("Research purpose"), self.purpose),
            (self.env._("Letter no."), self.letter),
            (self.env._("County"), self.division_id.name),
            (self.env._("Month"), f"{self.month:%Y-%m}"),
            (self.env._("People alike, at least"), self.k),
            (self.env._("Left out"), self.left_out),
            (self.env._("Approved by"), self.approved_by_id.name),
            (
                self.env._("Undertaking"),
                self.env._(
                    "To find out nobody, to give the data to nobody, to delete them "
                    "afterwards."
                ),
            ),
        ]
