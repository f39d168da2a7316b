# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A city's archive staff with five years of credit hours, by set."""

from fixture import PASSWORD

from odoo.tools import SQL

COORDINATOR = "bench_coordinator"
COUNTIES, TOWNSHIPS = 8, 15
YEARS = 5
#: Entries a person and year: 8 of 10 hours each give 80 of the 90 that are asked for.
ENTRIES = 8
CITY = "990300000000"


def fill(env, size):
    """Make ``size`` employees with posts and hours unless they are there."""
    city = env["dibao.division"].search([("code", "=", CITY)])
    if not city:
        city = places(env)
    coordinator(env, city)
    (have,) = env.execute_query(
        SQL("SELECT count(*) FROM dibao_staff WHERE number LIKE 'bench-%%'")
    )[0]
    if have < size:
        env.flush_all()
        people(env, city, have, size)
        hours(env)
        # what the database's own maintenance does within minutes; without it, it plans
        # for the few places and rules that were there before
        for table in (
            "dibao_division",
            "dibao_policy",
            "dibao_staff",
            "dibao_training_credit",
            "dibao_training_tally",
            "event_event",
            "event_registration",
            "hr_employee",
        ):
            env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.cr.commit()
    return city


def places(env):
    division = env["dibao.division"]
    city = division.create({"code": CITY, "name": "试验市"})
    for county in range(1, COUNTIES + 1):
        code = f"9903{county:02d}"
        parent = division.create(
            {"code": f"{code}000000", "name": f"县{county}", "parent_id": city.id}
        )
        division.create(
            [
                {
                    "code": f"{code}{number:03d}000",
                    "name": f"镇{county}-{number}",
                    "parent_id": parent.id,
                }
                for number in range(1, TOWNSHIPS + 1)
            ]
        )
    return city


def coordinator(env, city):
    if env["res.users"].search_count([("login", "=", COORDINATOR)]):
        return
    groups = ("base.group_user", "dibao_archive.group_training_coordinator")
    env["res.users"].create(
        {
            "name": COORDINATOR,
            "login": COORDINATOR,
            "password": PASSWORD,
            "tz": "Asia/Shanghai",
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
            "dibao_division_ids": [(6, 0, city.ids)],
        }
    )


def people(env, city, have, size):
    """Employees of the platform as it makes them, then copied by set."""
    model = env["hr.employee"].create({"name": "台账", "work_contact_id": False})
    env.flush_all()
    columns = {
        table: [
            name
            for (name,) in env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns"
                    " WHERE table_name = %s AND column_name NOT IN"
                    " ('id', 'name', 'resource_id', 'current_version_id',"
                    "  'employee_id', 'dibao_division_id', 'legal_name')",
                    table,
                )
            )
        ]
        for table in ("resource_resource", "hr_employee", "hr_version")
    }
    version = model.version_id.id
    numbers = SQL("generate_series(%s, %s) n", have + 1, size)
    env.cr.execute(
        SQL(
            """
            CREATE TEMP TABLE one ON COMMIT DROP AS
            SELECT n, nextval('resource_resource_id_seq') AS resource,
                   nextval('hr_employee_id_seq') AS employee,
                   nextval('hr_version_id_seq') AS version,
                   (SELECT array_agg(id ORDER BY id) FROM dibao_division
                     WHERE parent_path LIKE %s AND level = 'township') AS towns
              FROM %s
            """,
            f"{city.parent_path}%",
            numbers,
        )
    )

    def copied(table):
        return SQL(", ").join(SQL.identifier("m", name) for name in columns[table])

    def named(table):
        return SQL(", ").join(map(SQL.identifier, columns[table]))

    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(
        SQL(
            """
            INSERT INTO resource_resource (id, name, %s)
            SELECT one.resource, '员' || n, %s FROM one, resource_resource m
             WHERE m.id = %s
            """,
            named("resource_resource"),
            copied("resource_resource"),
            model.resource_id.id,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO hr_employee
                (id, name, resource_id, current_version_id, dibao_division_id, %s)
            SELECT one.employee, '员' || n, one.resource, one.version,
                   towns[1 + n %% cardinality(towns)], %s
              FROM one, hr_employee m WHERE m.id = %s
            """,
            named("hr_employee"),
            copied("hr_employee"),
            model.id,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO hr_version (id, employee_id, name, %s)
            SELECT one.version, one.employee, '员' || n, %s
              FROM one, hr_version m WHERE m.id = %s
            """,
            named("hr_version"),
            copied("hr_version"),
            version,
        )
    )
    env.cr.execute(
        """
        INSERT INTO dibao_staff (employee_id, name, division_id, number, active,
                                 birth_year, kind, engagement, post_since, promise_on)
        SELECT employee, '员' || n, towns[1 + n % cardinality(towns)], 'bench-' || n,
               true, 1965 + n % 38,
               (ARRAY['archivist', 'officer', 'assistant'])[1 + n % 3],
               (ARRAY['full', 'part'])[1 + n % 2], '2015-01-01',
               CASE WHEN n % 5 > 0 THEN date '2020-01-01' END
          FROM one
        """
    )
    env.cr.execute("SET LOCAL session_replication_role = origin")
    model.unlink()


def hours(env):
    """Five years of entries for who has none; summed up at the end."""
    # No look at each foreign key: the staff holds together by construction.
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(
        SQL(
            """
            INSERT INTO dibao_training_credit
                (employee_id, division_id, subject, date, year, hours, professional,
                 evidence, state, create_date)
            SELECT s.employee_id, s.division_id, '课程' || entry,
                   make_date(y, 1 + entry %% 12, 5), y::text,
                   10 + (s.id %% 5) - entry %% 3, entry %% 3 > 0, '签到表', 'booked',
                   now()
              FROM dibao_staff s
              CROSS JOIN generate_series(extract(year FROM CURRENT_DATE)::int - %s,
                                         extract(year FROM CURRENT_DATE)::int) y
              CROSS JOIN generate_series(1, %s) entry
             WHERE s.number LIKE 'bench-%%%%'
               AND NOT EXISTS (SELECT 1 FROM dibao_training_credit c
                                WHERE c.employee_id = s.employee_id)
            """,
            YEARS - 1,
            ENTRIES,
        )
    )
    env.cr.execute("SET LOCAL session_replication_role = origin")
    env["dibao.training.tally"]._watch_ledger()
