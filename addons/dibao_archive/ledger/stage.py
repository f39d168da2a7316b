# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Households of a checked file become staged rows: sealed, and copied in bulk."""

from decimal import Decimal

from .. import keys
from ..bulk import copy_rows
from ..sealed import seal_texts
from ..tools import keyring, resident_id, tokens
from ..tools.sheets.xlsx_parts import column_letters

HOUSEHOLD_TEXT = (
    "number",
    "urban_rural",
    "registered_address",
    "living_address",
    "account_bank",
    "account_holder",
    "recheck_class",
    "state",
    "state_date",
    "certificate_number",
    "allowance_from",
)
HOUSEHOLD_COLUMNS = (
    "import_ref",
    "seq",
    "row",
    "faulty",
    "division_ref",
    "new_township_ref",
    "new_village",
    "search_tokens",
    "cause_refs",
    "monthly_income",
    "allowance",
    *HOUSEHOLD_TEXT,
    "account_number",
)
PERSON_VALUES = (
    "no_id_reason",
    "birth_date",
    "sex",
    "ethnic_id",
    "marriage_id",
    "health_id",
    "education_id",
    "occupation_id",
    "disability_type",
    "disability_grade",
    "serious_illness",
    "illness",
    "labour_ability",
    "school",
    "death_date",
    "relation_id",
    "exclusion_id",
)
SEALED = ("id_number", "disability_certificate", "phone", "phone_other")
PERSON_COLUMNS = (
    "import_ref",
    "seq",
    "position",
    "row",
    "column_no",
    "name",
    "search_tokens",
    "former_indexes",
    "id_number_marks",
    "is_head",
    "is_counted",
    *PERSON_VALUES,
    *SEALED,
)
FINDING_COLUMNS = (
    "import_id",
    "row",
    "column_no",
    "column",
    "value",
    "rule",
    "severity",
    "detail",
)


def _number(amount):
    return float(amount) if isinstance(amount, Decimal) else amount


class Stager:
    """Writes chunks of households and findings for one import."""

    def __init__(self, ledger):
        self.env = ledger.env
        self.ref = ledger.id
        self.headers = {
            c.position: f"{column_letters(c.position)} {c.header or ''}"
            for c in ledger.column_ids
        }
        index_keys = keys.ring(self.env).readable(keyring.INDEX)
        self.former = index_keys[1:]

    def stage(self, first_seq, households):
        """Stage ``households``, numbered from ``first_seq``."""
        cr = self.env.cr
        rows, persons = [], []
        accounts = seal_texts(
            self.env,
            "dibao.household",
            "account_number",
            [household.values.get("account_number") for household in households],
        )
        for seq, (household, account) in enumerate(
            zip(households, accounts, strict=True), first_seq
        ):
            rows.append((*self._household(seq, household), account))
            persons += [
                (seq, position, member)
                for position, member in enumerate(household.members)
            ]
        copy_rows(cr, "dibao_ledger_household", HOUSEHOLD_COLUMNS, rows)
        copy_rows(cr, "dibao_ledger_person", PERSON_COLUMNS, self._persons(persons))

    def _household(self, seq, household):
        values = household.values
        place = values.get("division_id")
        new = place if isinstance(place, tuple) else (None, None, None)
        living, registered = (
            values.get("living_address"),
            values.get("registered_address"),
        )
        return (
            self.ref,
            seq,
            household.row,
            household.faulty,
            None if new[0] else place,
            new[1],
            new[2],
            tokens.text_tokens(values.get("number"), living, registered) or None,
            _refs(values.get("cause")),
            _number(values.get("monthly_income")),
            _number(values.get("allowance")),
            *map(values.get, HOUSEHOLD_TEXT),
        )

    def _persons(self, staged):
        values = [member.values for _seq, _position, member in staged]
        sealed = zip(
            *(
                seal_texts(
                    self.env, "dibao.person", field, [one.get(field) for one in values]
                )
                for field in SEALED
            ),
            strict=True,
        )
        for (seq, position, member), told, numbers in zip(
            staged, values, sealed, strict=True
        ):
            name = told.get("name")
            yield (
                self.ref,
                seq,
                position,
                member.row,
                member.column,
                name,
                tokens.name_tokens(name) if name else None,
                self._former_indexes(told.get("id_number")),
                resident_id.marks(member.warnings),
                member.is_head,
                told.get("counted"),
                *map(told.get, PERSON_VALUES),
                *numbers,
            )

    def _former_indexes(self, number):
        if not self.former or not number:
            return None
        return " ".join(key.index(number.encode(), b"id_number") for key in self.former)

    def write_findings(self, findings):
        """Add findings of the file itself."""
        copy_rows(
            self.env.cr,
            "dibao_ledger_finding",
            FINDING_COLUMNS,
            (
                (
                    self.ref,
                    finding.row,
                    finding.column,
                    self.headers.get(finding.column),
                    finding.value or None,
                    finding.code,
                    finding.severity,
                    finding.detail or None,
                )
                for finding in findings
            ),
        )


def _refs(ids):
    return {"ids": list(ids)} if ids else None
