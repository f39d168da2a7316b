# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff in numbers: employees with users, roles, certificates and work in hand."""

from odoo.fields import Date
from odoo.tools import SQL

#: Every hundredth certificate ends the day before the bench.
LAPSED = 100
ROLES = ("archivist", "township_clerk", "archive_supervisor", "county_officer")


def staff(env, size, day):
    """``size`` employees in the townships of the registry; made once.

    Each has a user with a role and two certificates; of those whose certificates
    lapsed every one has two tasks and a case or loan-like task in hand, and a deputy.

    :param day: the day of the bench
    :return: number of employees
    """
    env.cr.execute("SELECT count(*) FROM res_users WHERE login LIKE 'bench_staff_%'")
    [known] = env.cr.fetchone()
    if known < size:
        _people(env, known, size)
        _jurisdictions(env)
    _certificates(env, day)
    _deputies(env)
    _rules(env, day)
    env.cr.execute("ANALYZE")
    return max(known, size)


def _people(env, first, size):
    """Partners, users, resources, employees, all in sets."""
    numbers = SQL("generate_series(%s, %s) n", first + 1, size)
    company = env.company.id
    places = env["dibao.division"].search([("level", "in", ("township", "county"))]).ids
    groups = [env.ref(f"dibao_archive.group_{role}").id for role in ROLES]
    internal = env.ref("base.group_user").id
    env.cr.execute(
        SQL(
            """
            INSERT INTO res_partner (name, active, type, complete_name)
            SELECT 'bench staff ' || n, TRUE, 'contact', 'bench staff ' || n FROM %(n)s;
            INSERT INTO res_users (company_id, partner_id, login, notification_type,
                active, share)
            SELECT %(company)s, p.id, 'bench_staff_' || substr(p.name, 13), 'inbox',
                TRUE, FALSE
            FROM res_partner p
            WHERE p.name LIKE 'bench staff %%' AND NOT EXISTS (
                SELECT FROM res_users u WHERE u.partner_id = p.id);
            INSERT INTO res_company_users_rel (cid, user_id)
            SELECT %(company)s, id FROM res_users WHERE login LIKE 'bench_staff_%%'
            ON CONFLICT DO NOTHING;
            INSERT INTO res_groups_users_rel (uid, gid)
            SELECT id, unnest(ARRAY[%(internal)s, (%(groups)s::int[])[1 + id %% 4]])
            FROM res_users WHERE login LIKE 'bench_staff_%%'
            ON CONFLICT DO NOTHING;
            INSERT INTO resource_resource (name, resource_type, tz, time_efficiency,
                active, company_id, user_id)
            SELECT p.name, 'user', 'Asia/Shanghai', 100, TRUE, %(company)s, u.id
            FROM res_users u JOIN res_partner p ON p.id = u.partner_id
            WHERE u.login LIKE 'bench_staff_%%' AND NOT EXISTS (
                SELECT FROM resource_resource r WHERE r.user_id = u.id);
            INSERT INTO hr_employee (resource_id, name, company_id, user_id, active,
                work_contact_id, dibao_division_id)
            SELECT r.id, r.name, %(company)s, r.user_id, TRUE, u.partner_id,
                (%(places)s::int[])[1 + r.id %% %(count)s]
            FROM resource_resource r JOIN res_users u ON u.id = r.user_id
            WHERE u.login LIKE 'bench_staff_%%' AND NOT EXISTS (
                SELECT FROM hr_employee e WHERE e.user_id = u.id);
            """,
            n=numbers,
            company=company,
            internal=internal,
            groups=groups,
            places=places,
            count=len(places),
        )
    )


def _jurisdictions(env):
    env.cr.execute(
        """
        INSERT INTO dibao_division_user_rel (division_id, user_id)
        SELECT e.dibao_division_id, e.user_id FROM hr_employee e
        JOIN res_users u ON u.id = e.user_id AND u.login LIKE 'bench_staff_%'
        ON CONFLICT DO NOTHING
        """
    )


def _certificates(env, day):
    """Two of each person, one of them ended years ago; one in a hundred lapsed."""
    kinds = [
        env.ref(f"dibao_training.certificate_kind_{code}").id
        for code in ("archive", "review")
    ]
    env.cr.execute(
        SQL(
            """
            DELETE FROM dibao_training_certificate c USING hr_employee e
            WHERE e.id = c.employee_id AND e.name LIKE 'bench staff %%';
            INSERT INTO dibao_training_certificate (kind_id, employee_id, user_id,
                division_id, state, source, issued_on, valid_from, valid_to, number)
            SELECT kind, e.id, e.user_id, e.dibao_division_id, 'valid', 'exam',
                span.first, span.first, span.last,
                'B' || e.id || '-' || kind || '-' || span.turn
            FROM hr_employee e
            CROSS JOIN unnest(%(kinds)s) AS kind
            CROSS JOIN LATERAL (VALUES
                (1, %(day)s::date - 1000, %(day)s::date - 300),
                (2, %(day)s::date - 300, CASE WHEN e.id %% %(lapsed)s = 0
                    THEN %(day)s::date - 1 ELSE %(day)s::date + 200 + e.id %% 300 END)
            ) AS span(turn, first, last)
            WHERE e.name LIKE 'bench staff %%';
            DELETE FROM mail_activity WHERE summary = 'bench';
            INSERT INTO mail_activity (res_model, res_model_id, res_id, user_id,
                summary, date_deadline, active, activity_type_id)
            SELECT 'dibao.volume', %(model)s, n, e.user_id, 'bench', %(day)s, TRUE,
                %(type)s
            FROM hr_employee e CROSS JOIN generate_series(1, 5) n
            WHERE e.name LIKE 'bench staff %%';
            """,
            kinds=kinds,
            day=day,
            lapsed=LAPSED,
            model=env["ir.model"]._get_id("dibao.volume"),
            type=env.ref("mail.mail_activity_data_todo").id,
        )
    )


def _deputies(env):
    """Each person's deputy is the next one of the same place and role."""
    env.cr.execute(
        """
        DELETE FROM dibao_duty_deputy d USING hr_employee e
        WHERE e.id = d.employee_id AND e.name LIKE 'bench staff %';
        INSERT INTO dibao_duty_deputy (employee_id, deputy_id, division_id)
        SELECT id, next_id, dibao_division_id FROM (
            SELECT id, dibao_division_id, lead(id) OVER (
                PARTITION BY dibao_division_id, user_id % 4 ORDER BY id) AS next_id
            FROM hr_employee WHERE name LIKE 'bench staff %') e
        WHERE next_id IS NOT NULL
        """
    )


def _rules(env, day):
    """All that comes with the program is in force, without grace."""
    env["dibao.policy"].search([("key_id.code", "=", "duty_grace_days")]).value = "0"
    rules = env["dibao.duty.requirement"].with_context(active_test=False)
    standing_by = rules.search([("division_id", "=", False), ("active", "=", False)])
    standing_by.write({"promise": False, "valid_from": Date.subtract(day, days=500)})
    standing_by.action_enforce()
