# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A database as it stands: what is in it that belongs to others than us."""

from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

# Not content: queues, clocks and caches that every start of a server changes.
RESTLESS = {
    "bus_bus",
    "ir_cron_progress",
    "ir_cron_trigger",
    "ir_logging",
    "ir_profile",
    "mail_presence",
    "orm_signaling_registry",
    "res_device_log",
    "res_users_log",
}
# Compared by the columns that mean something; the rest are clocks and counters.
COLUMNS = {
    "ir_module_module": "name, state, latest_version",
    "ir_model_data": "module, name, model, res_id, noupdate",
    "ir_cron": "id, ir_actions_server_id, active, interval_number, interval_type",
    "ir_attachment": "id, name, res_model, res_id, res_field, url, checksum",
}
# What names us or is made anew when needed; `t` is the table.
WITHOUT = {
    "ir_module_module": "name LIKE 'dibao\\_%'",
    "ir_attachment": "url LIKE '/web/assets/%'",
    # The platform itself keeps a note of the foreign keys of many2many tables.
    "ir_model_constraint": """
        type = 'f' AND module IN
        (SELECT id FROM ir_module_module WHERE name LIKE 'dibao\\_%')""",
}
STRUCTURE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "indexes": """
        SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "sequences": """
        SELECT sequence_name FROM information_schema.sequences
        WHERE sequence_schema = 'public'""",
    # A view of the platform's keeps the day of its making in its text.
    "views": """
        SELECT viewname, regexp_replace(definition, '\\d{4}-\\d\\d-\\d\\d', '', 'g')
        FROM pg_views WHERE schemaname = 'public'""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT proname, pg_get_function_identity_arguments(p.oid) FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace""",
}


def structure(cr):
    """{kind: set of rows} of everything the schema holds."""
    found = {}
    for kind, query in STRUCTURE.items():
        cr.execute(query)
        found[kind] = set(cr.fetchall())
    return found


def rows(cr):
    """{table: set of rows as text} of everything the tables hold."""
    cr.execute(
        """SELECT table_name,
            string_agg(quote_ident(column_name), ', ' ORDER BY column_name)
        FROM information_schema.columns JOIN pg_tables ON tablename = table_name
        WHERE table_schema = 'public' AND schemaname = 'public'
            AND column_name NOT IN ('write_date', 'write_uid')
        GROUP BY table_name"""
    )
    found = {}
    for table, columns in cr.fetchall():
        if table in RESTLESS:
            continue
        query = f"SELECT ROW({COLUMNS.get(table, columns)})::text FROM {{}} t"
        if table in WITHOUT:
            query += f" WHERE ({WITHOUT[table]}) IS NOT TRUE"
        cr.execute(sql.SQL(query).format(sql.Identifier(table)))
        found[table] = {row[0] for row in cr.fetchall()}
    return found


def lost_files(cr, filestore):
    """Attachments whose file is not there."""
    cr.execute(
        "SELECT id, name, store_fname FROM ir_attachment WHERE store_fname <> ''"
    )
    return [row for row in cr.fetchall() if not Path(filestore, row[2]).is_file()]


def take(database, filestore):
    """{"structure": …, "rows": …, "lost": …} of a database."""
    with closing(psycopg2.connect(dbname=database)) as connection:
        cr = connection.cursor()
        return {
            "structure": structure(cr),
            "rows": rows(cr),
            "lost": lost_files(cr, filestore),
        }


def differences(before, after):
    """One line for each thing that came, went or changed."""
    lines = []
    for part in ("structure", "rows"):
        for name in sorted(before[part].keys() | after[part].keys()):
            old, new = before[part].get(name), after[part].get(name)
            if old is None or new is None:
                lines.append(f"{name}: table {'came' if old is None else 'went'}")
                continue
            lines += [f"{name}: lost {row}" for row in sorted(old - new, key=str)]
            lines += [f"{name}: new {row}" for row in sorted(new - old, key=str)]
    lines += [f"attachment without its file: {row}" for row in after["lost"]]
    return lines
