# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..bulk import copy_rows
from ..tools import division_code

COLUMNS = ("code", "name", "initials", "level", "parent_code", "acts_as_county")
#: One load at a time: two would each miss the parents the other one makes.
LOCK = 2260_2007


class DibaoDivision(models.Model):
    """Set-based load of many divisions; writes what the ORM would write."""

    _inherit = "dibao.division"

    @api.model
    def _load_rows(self, rows, official=True, keep_former=True, on_date=None):
        """Add and rename divisions from a table, some statements for any number.

        Doing it twice changes nothing. A division in force under a code of the table
        is kept with its id; a new name replaces the old one, which stays as a closed
        record where ``keep_former`` says so. Rows whose division above is neither in
        the table nor in the database are left out and counted.

        Checks of rights are the caller's: this writes past them.

        :param rows: iterable of ``tools.division_table.Row``
        :param official: the codes are published ones
        :param keep_former: keep a former name as history
        :param on_date: day of a renaming, today by default
        :return: dict of counts: added, renamed, adopted, orphans
        """
        day = on_date or fields.Date.context_today(self)
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(SQL("SELECT pg_advisory_xact_lock(%s)", LOCK))
        cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.tmp_dibao_places"))
        cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE tmp_dibao_places (code varchar PRIMARY KEY,"
                " name varchar, initials varchar, level varchar, parent_code varchar,"
                " acts_as_county boolean) ON COMMIT DROP"
            )
        )
        copy_rows(cr, "tmp_dibao_places", COLUMNS, rows)
        cr.execute(SQL("ANALYZE pg_temp.tmp_dibao_places"))
        counts = {
            "adopted": self._load_adopt() if official else 0,
            "renamed": self._load_rename(day, keep_former),
            "added": sum(
                self._load_level(level, official) for level in division_code.LEVELS
            ),
        }
        counts["orphans"] = self._load_count_orphans()
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache()
        self._load_reunite()
        return counts

    def _load_adopt(self):
        """Own divisions whose code is now published become official ones."""
        self.env.cr.execute(
            SQL(
                "UPDATE dibao_division division SET is_official = true, %s"
                " FROM pg_temp.tmp_dibao_places row WHERE division.code = row.code"
                " AND division.valid_to IS NULL AND division.is_official IS NOT TRUE",
                self._load_touched(),
            )
        )
        adopted = self.env.cr.rowcount
        rows = self.env.execute_query(
            SQL(
                "SELECT division.id FROM dibao_division division"
                " JOIN pg_temp.tmp_dibao_places row ON row.code = division.code"
                " WHERE division.valid_to IS NULL AND row.acts_as_county"
                " AND division.acts_as_county IS NOT TRUE"
            )
        )
        if rows:
            # Few, and everything below and around gets another county.
            self.invalidate_model(flush=False)
            self.sudo().browse([row[0] for row in rows]).acts_as_county = True
            self.env.flush_all()
        return adopted

    def _load_rename(self, day, keep_former):
        """New names, the old ones kept beside; then the paths below follow."""
        cr = self.env.cr
        if keep_former:
            cr.execute(
                SQL(
                    "INSERT INTO dibao_division (id, parent_path, %(copied)s,"
                    " valid_to, successor_id, active, create_uid, create_date,"
                    " write_uid, write_date)"
                    " SELECT old.new_id, concat(old.path, old.new_id, '/'),"
                    " %(selected)s, %(last)s, old.id, false, %(uid)s, now(), %(uid)s,"
                    " now() FROM (SELECT division.*,"
                    " nextval('dibao_division_id_seq') AS new_id,"
                    " substring(division.parent_path FROM '^(.*/)?[0-9]+/$') AS path"
                    " FROM dibao_division division"
                    " JOIN pg_temp.tmp_dibao_places row ON row.code = division.code"
                    " WHERE division.valid_to IS NULL AND division.name != row.name"
                    " AND (division.valid_from IS NULL"
                    " OR division.valid_from < %(day)s)) old",
                    copied=SQL(", ").join(map(SQL.identifier, self._former_columns())),
                    selected=SQL(", ").join(
                        SQL.identifier("old", name) for name in self._former_columns()
                    ),
                    last=day - timedelta(days=1),
                    day=day,
                    uid=self.env.uid,
                )
            )
        cr.execute(
            SQL(
                "UPDATE dibao_division division SET name = row.name,"
                " initials = row.initials, valid_from = %s, %s"
                " FROM pg_temp.tmp_dibao_places row WHERE division.code = row.code"
                " AND division.valid_to IS NULL AND division.name != row.name",
                day if keep_former else SQL("division.valid_from"),
                self._load_touched(),
            )
        )
        renamed = cr.rowcount
        if renamed:
            self._load_refresh_names()
        return renamed

    @api.model
    def _former_columns(self):
        """What a closed copy of a division takes over as it was."""
        return (
            "code",
            "name",
            "initials",
            "level",
            "parent_id",
            "complete_name",
            "county_id",
            "acts_as_county",
            "agency_name",
            "is_official",
            "valid_from",
        )

    def _load_level(self, level, official):
        """Insert the missing divisions of one level below those above; count them."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO dibao_division (id, code, name, initials, level,"
                " acts_as_county, is_official, active, parent_id, parent_path,"
                " complete_name, county_id, create_uid, create_date, write_uid,"
                " write_date)"
                " SELECT new.id, new.code, new.name, new.initials, new.level,"
                " new.acts_as_county, %(official)s, true, above.id,"
                " concat(above.parent_path, new.id, '/'), %(complete_name)s,"
                " CASE WHEN new.level = 'county' OR new.acts_as_county THEN new.id"
                " ELSE above.county_id END, %(uid)s, now(), %(uid)s, now()"
                " FROM (SELECT row.*, nextval('dibao_division_id_seq') AS id"
                " FROM pg_temp.tmp_dibao_places row WHERE row.level = %(level)s"
                " AND NOT EXISTS (SELECT FROM dibao_division taken"
                " WHERE taken.code = row.code AND taken.valid_to IS NULL)"
                " ORDER BY row.code) new"
                " LEFT JOIN dibao_division above ON above.code = new.parent_code"
                " AND above.valid_to IS NULL"
                " LEFT JOIN dibao_division higher ON higher.id = above.parent_id"
                " WHERE above.id IS NOT NULL OR new.parent_code IS NULL"
                " OR new.level IN ('city', 'county')"
                " ON CONFLICT (code) WHERE valid_to IS NULL DO NOTHING",
                official=official,
                complete_name=self._complete_name_sql("new"),
                level=level,
                uid=self.env.uid,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _complete_name_sql(self, alias):
        """``complete_name`` as the ORM computes it, from ``above`` and ``higher``."""
        return SQL(
            "concat_ws(%(separator)s, CASE WHEN above.level = 'city'"
            " AND above.name IN %(placeholders)s THEN higher.complete_name"
            " ELSE above.complete_name END, %(name)s)",
            separator=self._name_separator,
            placeholders=division_code.PLACEHOLDER_NAMES,
            name=SQL.identifier(alias, "name"),
        )

    def _load_refresh_names(self):
        """Paths of names, level by level, where they differ from what they say now."""
        for level in division_code.LEVELS:
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_division SET complete_name = fresh.complete_name"
                    " FROM (SELECT division.id, %(complete_name)s AS complete_name"
                    " FROM dibao_division division"
                    " LEFT JOIN dibao_division above ON above.id = division.parent_id"
                    " LEFT JOIN dibao_division higher ON higher.id = above.parent_id"
                    " WHERE division.level = %(level)s"
                    " AND division.valid_to IS NULL) fresh"
                    " WHERE fresh.id = dibao_division.id AND fresh.complete_name"
                    " IS DISTINCT FROM dibao_division.complete_name",
                    complete_name=self._complete_name_sql("division"),
                    level=level,
                )
            )

    def _load_count_orphans(self):
        return self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pg_temp.tmp_dibao_places row WHERE NOT EXISTS"
                " (SELECT FROM dibao_division division"
                " WHERE division.code = row.code AND division.valid_to IS NULL)"
            )
        )[0][0]

    def _load_reunite(self):
        """Own divisions made before the one above was loaded find it now."""
        rows = self.env.execute_query(
            SQL(
                "SELECT division.id, above.id FROM dibao_division division"
                " JOIN dibao_division above ON above.valid_to IS NULL"
                " AND above.id != division.id AND above.code = rpad("
                " substring(division.code, 1,"
                " CASE division.level WHEN 'city' THEN 2 ELSE 4 END), 12, '0')"
                " WHERE division.parent_id IS NULL AND division.valid_to IS NULL"
                " AND division.level IN ('city', 'county')"
            )
        )
        for division_id, above_id in rows:
            self.sudo().browse(division_id).parent_id = above_id

    def _load_touched(self):
        return SQL("write_uid = %s, write_date = now()", self.env.uid)

    @api.model
    def _close_missing(self, rows, provinces, on_date=None):
        """Close official divisions that a complete table no longer has.

        A division with others in force below that stay open is kept.

        :param rows: the whole table of the provinces, as for ``_load_rows``
        :param provinces: two-digit codes the table covers
        :param on_date: first day without them, today by default
        :return: (closed, kept) as recordsets
        """
        day = on_date or fields.Date.context_today(self)
        present = {row.code for row in rows}
        levels = {row.level for row in rows}
        open_ones = self.sudo().search(
            [
                ("valid_to", "=", False),
                ("is_official", "=", True),
                ("level", "in", list(levels)),
            ]
        )
        missing = open_ones.filtered(
            lambda one: one.code[:2] in provinces and one.code not in present
        )
        closed = self.browse()
        for level in reversed(division_code.LEVELS):
            of_level = missing.filtered(lambda one, level=level: one.level == level)
            below = of_level.child_ids - closed
            closable = of_level - below.parent_id
            closable._close(day)
            closed |= closable
        return closed, missing - closed
