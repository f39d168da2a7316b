# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What all tests stand on: who is on the roll, the rules of each place, the rows."""

from odoo.tools import SQL

from ..due_search import ON_ROLL

#: Columns of what a test returns.
FOUND = (
    *("household_id", "person_id", "division_id", "fact_key", "fact_on", "amount"),
    *("material", "batch_id", "number", "match_kind", "said"),
)
#: The same of a fact that no row of another department tells.
OWN = SQL("NULL::int AS batch_id, NULL::int AS number, NULL::text AS match_kind")
#: Policies that the tests ask for, with the SQL type of a column.
POLICIES = {
    "property_homes": "int",
    "property_shop": "int",
    "property_vehicle": "bool",
    "property_business": "bool",
    "property_financial_multiple": "float",
    "supplement_severe_disability": "float",
    "notice_cd": "int",
    "payment_day": "int",
    "alert_purchase_months": "int",
    "alert_visits_day": "int",
    "alert_visit_photo": "bool",
    "alert_equal_households": "int",
    "alert_self_paid": "float",
    "alert_utility_low": "float",
    "alert_utility_high": "float",
    "alert_payment_late_days": "int",
    "alert_material_share": "float",
    "alert_days_urgent": "int",
    "alert_days_high": "int",
    "alert_days_normal": "int",
}
TESTS = {}


def test_of(name):
    """Register a test under the name that the rules call it by."""

    def register(function):
        TESTS[name] = function
        return function

    return register


def _kinds(kinds):
    return SQL(" AND r.kind IN %s", tuple(kinds)) if kinds else SQL()


class Ground:
    """One run over the registry as of a day.

    Makes the temporary tables `alert_roll` (persons on the roll with their household),
    `alert_row` (rows in use that match somebody) and `alert_place` (place, township,
    rules in force); they go with the transaction.
    """

    def __init__(self, env, day):
        self.env, self.day = env, day
        # Compiling each of the tests would take longer than a county's rows, and what
        # is sorted and hashed has room: one run, at night.
        env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        sources = env["dibao.exchange.source"].sudo().with_context(active_test=False)
        self.sources = {one.code: one.id for one in sources.search([])}
        policies = env["dibao.policy"].sudo()
        self.vehicle_exempt = policies._get("alert_vehicle_exempt") or ["-"]
        self.business_exempt = policies._get("alert_business_exempt") or ["-"]
        self._places()
        self._roll()
        self._rows()

    def rows(self, *codes, kinds=None):
        """SQL of the rows in use of these sources that match somebody."""
        return SQL(
            "(SELECT r.* FROM alert_row r WHERE r.source_id IN %s%s)",
            self._ids(codes) or (0,),
            _kinds(kinds),
        )

    def all_rows(self, *codes, kinds=None):
        """SQL of the rows in use of these sources, matched or not.

        By the numbers of the deliveries: joined by their state, each test would walk
        over the rows of all sources.
        """
        batches = [one for id_ in self._ids(codes) for one in self.used.get(id_, ())]
        return SQL(
            """(SELECT r.*, b.data_on, b.division_id AS area_id
                 FROM dibao_exchange_row r
                 JOIN dibao_exchange_batch b ON b.id = r.batch_id
                WHERE r.batch_id IN %s%s)""",
            tuple(batches) or (0,),
            _kinds(kinds),
        )

    def _ids(self, codes):
        return tuple(self.sources[code] for code in codes if code in self.sources)

    def _rows(self):
        """The rows in use that match somebody, read once for all tests."""
        batches = self.env.execute_query(
            SQL("SELECT source_id, id FROM dibao_exchange_batch WHERE state = 'used'")
        )
        self.used = {}
        for source, batch in batches:
            self.used.setdefault(source, []).append(batch)
        self.env.cr.execute("DROP TABLE IF EXISTS alert_row")
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE alert_row ON COMMIT DROP AS
                   SELECT r.id, r.batch_id, r.source_id, r.number, r.id_index,
                          r.other_index, r.object_index, r.person_id, r.match_kind,
                          r.fact_on, r.end_on, r.amount, r.quantity, r.kind, r.grade,
                          r.status, b.data_on
                     FROM dibao_exchange_row r
                     JOIN dibao_exchange_batch b ON b.id = r.batch_id
                          AND b.state = 'used'
                    WHERE r.person_id IS NOT NULL
                    ORDER BY r.source_id"""
            )
        )
        self.env.cr.execute("CREATE INDEX ON alert_row (source_id)")
        self.env.cr.execute("ANALYZE alert_row")

    def _roll(self):
        self.env.cr.execute("DROP TABLE IF EXISTS alert_roll")
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE alert_roll ON COMMIT DROP AS
                   SELECT m.person_id, m.household_id, h.division_id, m.is_counted,
                          h.urban_rural, m.exclusion_id, p.birth_date, p.name,
                          p.id_number->>'i' AS id_index
                     FROM dibao_household h
                     JOIN dibao_household_member m ON m.household_id = h.id
                          AND m.date_to IS NULL
                     JOIN dibao_person p ON p.id = m.person_id
                    WHERE h.state IN %s AND h.active""",
                ON_ROLL,
            )
        )
        self.env.cr.execute("CREATE INDEX ON alert_roll (person_id)")
        self.env.cr.execute("CREATE INDEX ON alert_roll (household_id)")
        # Asked for equal values only; sorting them as words takes far longer.
        self.env.cr.execute("CREATE INDEX ON alert_roll USING hash (id_index)")
        self.env.cr.execute("ANALYZE alert_roll")

    def _places(self):
        """Rules in force at each place with households.

        A rule that only counties or wider areas have set is asked once a county: a
        province has forty thousand villages.
        """
        env, day = self.env, self.day
        places = env.execute_query(
            SQL(
                """SELECT d.id, CASE d.level WHEN 'village' THEN d.parent_id
                          WHEN 'township' THEN d.id END, coalesce(d.county_id, d.id)
                     FROM dibao_division d
                    WHERE d.id IN (SELECT division_id FROM dibao_household)
                       OR d.level = 'township'"""
            )
        )
        local = {
            code
            for (code,) in env.execute_query(
                SQL(
                    """SELECT DISTINCT k.code FROM dibao_policy p
                         JOIN dibao_policy_key k ON k.id = p.key_id
                         JOIN dibao_division d ON d.id = p.division_id
                        WHERE d.level IN ('township', 'village') OR d.acts_as_county"""
                )
            )
        }
        policies = env["dibao.policy"].sudo()
        standards = env["dibao.standard"].sudo()

        def asked(ask, by_place):
            known = {}
            values = []
            for place, _township, county in places:
                key = place if by_place else county
                if key not in known:
                    known[key] = ask(key)
                values.append(known[key])
            return values

        columns = [
            (
                sql_type,
                asked(lambda at, c=code: policies._get(c, at, day), code in local),
            )
            for code, sql_type in POLICIES.items()
        ]
        for kind in ("urban", "rural"):
            columns.append(
                (
                    "float",
                    asked(lambda at, k=kind: standards._amount(at, k, day), False),
                )
            )
        names = (
            *("place_id", "township_id", "county_id"),
            *POLICIES,
            *("urban_standard", "rural_standard"),
        )
        arrays = [
            SQL("%s::int[]", [row[position] for row in places]) for position in range(3)
        ]
        arrays += [
            SQL("%s::" + sql_type + "[]", values) for sql_type, values in columns
        ]
        env.cr.execute("DROP TABLE IF EXISTS alert_place")
        env.cr.execute(
            SQL(
                "CREATE TEMP TABLE alert_place ON COMMIT DROP AS"
                " SELECT * FROM unnest(%s) AS place (%s)",
                SQL(", ").join(arrays),
                SQL(", ").join(map(SQL.identifier, names)),
            )
        )
        env.cr.execute("CREATE INDEX ON alert_place (place_id)")
        env.cr.execute("ANALYZE alert_place")
