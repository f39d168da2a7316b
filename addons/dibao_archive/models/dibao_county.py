# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import islice

from odoo import api, models
from odoo.tools import SQL

from ..bulk import copy_rows, reserve_ids
from ..sealed import seal_values
from ..tools import resident_id, tokens

CHUNK = 4000  # households a statement: keeps memory flat whatever the size
TABLES = {
    "h": "dibao_household",
    "p": "dibao_person",
    "m": "dibao_household_member",
    "c": "dibao_custodian",
    "e": "dibao_event",
    "r": "dibao_code_dibao_household_rel",
}
SEALED = (
    ("h", "dibao.household", ["account_number"]),
    ("p", "dibao.person", ["id_number", "disability_certificate", "phone"]),
    ("c", "dibao.custodian", ["id_number"]),
)
PERSON_CODES = ("ethnic", "marriage", "health", "education", "occupation")


class DibaoCounty(models.AbstractModel):
    """Writes a fictional county into the registry: for demonstrations and benches.

    Set-based, past the ORM; what it writes are the columns that the ORM would write,
    which a test compares.
    """

    _name = "dibao.county"
    _description = "Demo County"

    @api.model
    def _load(self, county):
        """Load a :class:`~odoo.addons.dibao_archive.tools.county.County`.

        Divisions that exist already are used. Not idempotent: the same county twice
        violates the unique numbers.

        :return: dict with the numbers of households and persons
        """
        places = self._load_places(county)
        self.env.flush_all()
        families = county.families()
        done = {"households": 0, "persons": 0}
        writer = _Writer(self.env, places)
        while chunk := list(islice(families, CHUNK)):
            writer.write(chunk)
            done["households"] += len(chunk)
            done["persons"] += sum(len(family.members) for family in chunk)
        self.env.invalidate_all()
        # A fresh table has no statistics: the first searches would scan it.
        for table in TABLES.values():
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        return done

    @api.model
    def _load_places(self, county):
        """Divisions of the county by code, as ``{code: (id, county id)}``."""
        divisions = self.env["dibao.division"].sudo()
        places = county.places()
        known = divisions._live_by_code([place.code for place in places])
        for level in ("province", "city", "county", "township", "village"):
            missing = [
                place
                for place in places
                if place.level == level and place.code not in known
            ]
            created = divisions.create(
                [{"code": place.code, "name": place.name} for place in missing]
            )
            known.update(zip((p.code for p in missing), created, strict=True))
        return {code: (place.id, place.county_id.id) for code, place in known.items()}


class _Writer:
    """Turns families into rows and writes them, some thousands at a time."""

    def __init__(self, env, places):
        self.env = env
        self.places = places
        self.codes = {
            name: env["dibao.code"]._code_ids(name)
            for name in (*PERSON_CODES, "relation", "cause", "exclusion")
        }
        self.marks = resident_id.marks(("place_unknown",))
        self.summary = env._("Household registered")
        self.rows = {}

    def write(self, families):  # pylint: disable=method-required-super
        cr = self.env.cr
        count = {
            "h": len(families),
            "p": sum(len(family.members) for family in families),
            "c": sum(1 for family in families if family.custodian),
        }
        count.update(m=count["p"], e=count["h"])
        self.ids = {
            kind: iter(reserve_ids(cr, TABLES[kind], number))
            for kind, number in count.items()
        }
        self.rows = {kind: [] for kind in TABLES}
        for family in families:
            self._family(family)
        self._seal()
        self._insert()

    def _family(self, family):
        ids, rows = self.ids, self.rows
        household_id = next(ids["h"])
        division_id, county_id = self.places[family.place.code]
        place = {"household_id": household_id, "division_id": division_id}
        persons = [self._person(family, person, place) for person in family.members]
        custodian_id = None
        if family.custodian:
            custodian_id = next(ids["c"])
            rows["c"].append(place | self._custodian(family, custodian_id))
        rows["h"].append(
            {
                "id": household_id,
                "division_id": division_id,
                "county_id": county_id,
                "head_id": persons[0],
                "account_holder_id": None if custodian_id else persons[0],
                "account_custodian_id": custodian_id,
                **self._amounts(family),
                **self._words(family),
            }
        )
        rows["r"] += (
            {"dibao_household_id": household_id, "dibao_code_id": cause_id}
            for cause_id in map(self.codes["cause"].__getitem__, family.causes)
        )
        rows["e"].append(
            place
            | {
                "id": next(ids["e"]),
                "occurred_on": family.since,
                "kind": "registered",
                "summary": self.summary,
                "user_id": self.env.uid,
            }
        )

    def _amounts(self, family):
        return {
            "member_count": len(family.members),
            "counted_count": family.counted,
            "monthly_income": family.income,
            "income_per_head": round(family.income / (family.counted or 1), 2),
            "allowance": family.allowance,
            "allowance_from": family.since,
        }

    def _words(self, family):
        return {
            "number": family.number,
            "urban_rural": family.urban_rural,
            "registered_address": family.address,
            "living_address": family.address,
            "account_number": family.account,
            "account_bank": family.bank,
            "recheck_class": family.recheck_class,
            "state": family.state,
            "state_date": family.state_date or family.since,
            "certificate_number": family.certificate,
            "search_tokens": tokens.text_tokens(
                family.number, family.address, family.address
            ),
            "revision": 0,
            "active": True,
        }

    def _custodian(self, family, custodian_id):
        return {
            "id": custodian_id,
            "name": family.custodian.name,
            "id_number": family.custodian.id_number,
            "relation": "监护人",
            "agreement_date": family.since,
        }

    def _person(self, family, person, place):
        ids, rows, codes = self.ids, self.rows, self.codes
        person_id = next(ids["p"])
        rows["p"].append(
            {
                "id": person_id,
                **place,
                "name": person.name,
                "search_tokens": tokens.name_tokens(person.name),
                "id_number": person.id_number,
                "id_number_marks": self.marks if person.id_number else None,
                "no_id_reason": person.no_id_reason or None,
                "birth_date": person.birth_date,
                "sex": person.sex,
                **{
                    f"{name}_id": codes[name][getattr(person, name)]
                    for name in PERSON_CODES
                },
                "disability_type": person.disability_type or None,
                "disability_grade": person.disability_grade or None,
                "disability_certificate": person.disability_certificate,
                "serious_illness": person.serious_illness,
                "illness": person.illness or None,
                "labour_ability": person.labour,
                "school": person.school or None,
                "phone": person.phone,
                "active": True,
            }
        )
        rows["m"].append(
            {
                "id": next(ids["m"]),
                **place,
                "person_id": person_id,
                "sequence": 10,
                "relation_id": codes["relation"][person.relation],
                "is_head": person is family.head,
                "is_counted": person.is_counted,
                "exclusion_id": codes["exclusion"].get(person.exclusion),
                "date_from": max(family.since, person.birth_date),
            }
        )
        return person_id

    def _seal(self):
        """Clear values become sealed columns before anything is sent."""
        for kind, model_name, names in SEALED:
            for name in names:
                values = (row[name] for row in self.rows[kind])
                sealed = seal_values(self.env, model_name, name, values)
                for row, value in zip(self.rows[kind], sealed, strict=True):
                    row[name] = value

    def _insert(self):
        """Households, persons and members point at each other: one statement for all,
        since foreign keys are looked at when a statement ends."""
        cr = self.env.cr
        parts = []
        for kind, table in TABLES.items():
            rows = self.rows[kind]
            if not rows:
                continue
            columns = list(rows[0])
            stage = f"county_{table}"
            names = SQL(", ").join(map(SQL.identifier, columns))
            cr.execute(
                SQL(
                    "CREATE TEMP TABLE IF NOT EXISTS %s ON COMMIT DROP AS"
                    " SELECT %s FROM %s LIMIT 0",
                    SQL.identifier(stage),
                    names,
                    SQL.identifier(table),
                )
            )
            copy_rows(cr, stage, columns, (row.values() for row in rows))
            parts.append(
                SQL(
                    "%s AS (%s)",
                    SQL.identifier(f"insert_{kind}"),
                    self._insert_sql(table, stage, names),
                )
            )
        cr.execute(SQL("WITH %s SELECT 1", SQL(", ").join(parts)))
        for table in TABLES.values():
            cr.execute(
                SQL("DROP TABLE IF EXISTS %s", SQL.identifier(f"county_{table}"))
            )

    def _insert_sql(self, table, stage, names):
        stamps, values = SQL(), SQL()
        if not table.endswith("_rel"):
            stamps = SQL(", create_uid, create_date, write_uid, write_date")
            uid, now = self.env.uid, self.env.cr.now()
            values = SQL(", %s, %s, %s, %s", uid, now, uid, now)
        return SQL(
            "INSERT INTO %s (%s%s) SELECT %s%s FROM %s",
            SQL.identifier(table),
            names,
            stamps,
            names,
            values,
            SQL.identifier(stage),
        )
