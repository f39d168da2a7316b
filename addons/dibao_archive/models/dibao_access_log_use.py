# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Rows that tell of a use of somebody's data, for the register of use.
USES = ("reveal", "open", "export", "lend", "provide")


class DibaoAccessLogUse(models.Model):
    """Who used whose archives: found by record, and told in words."""

    # One file for each concern.
    _inherit = "dibao.access.log"  # pylint: disable=consider-merging-classes-inherited

    # A person's rows among millions.
    _by_record = models.Index(
        "USING gin (string_to_array(res_ids, ',')) WHERE res_ids IS NOT NULL"
    )

    @api.model
    def _uses_of(self, records, first, last):
        """Ids of rows that name one of some records, the latest first.

        Long lists are told by their count and name nobody: they are not found here.

        :param records: dict of model name to ids
        :param first: datetime in UTC
        :param last: datetime in UTC, itself left out
        """
        clauses = [
            SQL(
                "(model = %s AND string_to_array(res_ids, ',') && %s::text[])",
                model,
                [str(one) for one in ids],
            )
            for model, ids in records.items()
            if ids
        ]
        if not clauses:
            return []
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM dibao_access_log WHERE res_ids IS NOT NULL AND (%s)"
                " AND action IN %s AND logged_at >= %s AND logged_at < %s"
                " ORDER BY id DESC",
                SQL(" OR ").join(clauses),
                USES,
                first,
                last,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _limit_checks(self, address):
        """Refuse a visitor who checked too many codes within the hour.

        :param str address: network address
        :raise UserError: policy ``copy_check_per_hour`` is reached
        """
        limit = self.env["dibao.policy"].sudo()._require("copy_check_per_hour", None)
        # sudo: a visitor reads no log
        used = self.sudo().search_count(
            [
                ("user_ref", "=", self.env.uid),
                ("action", "=", "check"),
                ("logged_at", ">", fields.Datetime.now() - timedelta(hours=1)),
                ("address", "=", address),
            ],
            limit=limit,
        )
        if used >= limit:
            raise UserError(
                self.env._(
                    "Too many codes were checked from here. Try again in an hour."
                )
            )

    @api.model
    def _detail_words(self):
        env = self.env
        return super()._detail_words() | {
            "label_sheet": env._("Labels"),
            "loan": env._("Loan: %(way)s, %(kind)s"),
            "provision": env._("%(count)s files to %(recipient)s"),
            "use_register": env._("Register of use, for the person concerned"),
            "volume_contents": env._("Contents list of a volume"),
            "volume_cover": env._("Cover of a volume"),
            "volume_note_sheet": env._("Note sheet of a volume"),
        }

    @api.model
    def _said_words(self, said):
        loans = self.env["dibao.loan"]._fields
        words = super()._said_words(said)
        for name in ("kind", "way"):
            labels = dict(loans[name]._description_selection(self.env))
            if said.get(name) in labels:
                words[name] = labels[said[name]]
        return words

    @api.model
    def _purpose_words(self):
        words = self.env["dibao.loan"]._fields["purpose"]._description_selection
        return {**dict(words(self.env)), **super()._purpose_words()}
