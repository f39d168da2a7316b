# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter
from itertools import islice

from odoo import models
from odoo.exceptions import UserError

from .. import exchange_load
from ..exchange_load import CHUNK, Loader, Refused


class DibaoJobExchange(models.Model):
    """The job that reads a delivery, and the one that looks at all of them."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _delivery(self):
        batch = self.env["dibao.exchange.batch"].browse(self.params["batch"]).exists()
        if not batch:
            raise UserError(self.env._("The delivery was deleted."))
        # Rights may have been withdrawn since the job was ordered.
        batch.with_user(self.user_id).check_access("write")
        return batch.with_context(lang=self.user_id.lang, tracking_disable=True)

    def _job_exchange_import(self):
        """Read the delivery chunk by chunk, then take it into use in one moment."""
        batch = self._delivery()
        if batch.state != "reading":
            return True
        try:
            data, digest = exchange_load.clear_bytes(batch)
            if refused := batch._refused_before_reading(digest):
                raise Refused(refused[0], **refused[1])
            batch._by_act({"digest": digest})
            return self._read_delivery(batch, data)
        except Refused as refused:
            batch._refuse(refused.code, **refused.said)
            self.write({"message": batch.refusal_shown})
            return True

    def _read_delivery(self, batch, data):
        at = self.cursor or {"row": 0, "counts": {}}
        loader = Loader(batch)
        with exchange_load.opened(batch, data) as (rows, size):
            rows = loader.begin(rows)
            counts = Counter(at["counts"])
            while chunk := list(islice(rows, CHUNK)):
                if chunk[-1][0] <= at["row"]:
                    # An interrupted run has this; it is walked for what it teaches.
                    for number, cells in chunk:
                        loader.reader.read(number, cells)
                    loader.shown = Counter(loader.reader.counts)
                    continue
                loader.write(loader.read(chunk))
                at = {"row": chunk[-1][0], "counts": dict(loader.reader.counts)}
                self._progress(at["row"], size, at)
                if not self._next_chunk():
                    return False
        counts = loader.reader.counts
        self._judge_delivery(batch, counts)
        self._end_delivery(batch, counts)
        return True

    def _judge_delivery(self, batch, counts):
        """Refuse a list that is empty, foreign, or mostly junk."""
        rows, faulty = counts["rows"], counts["faulty"]
        if not rows:
            raise Refused("no_rows")
        if counts["id_hashed"] * 2 > rows:
            raise Refused("hashed")
        limit = (
            self.env["dibao.policy"]
            .sudo()
            ._require("exchange_junk_share", batch.division_id)
        )
        if faulty * 100 > rows * limit:
            batch._by_act({"counts": dict(counts), "row_count": rows})
            raise Refused(
                "junk",
                faulty=faulty,
                rows=rows,
                share=round(100 * faulty / rows),
                limit=f"{limit:g}",
            )

    def _end_delivery(self, batch, counts):
        exchange_load.match_by_id(self.env, batch)
        by_id, weak, kept = exchange_load.matches(self.env, batch)
        batch._use(
            {
                "row_count": counts["rows"],
                "faulty_count": counts["faulty"],
                "in_use_count": kept,
                "matched_count": by_id,
                "weak_count": weak,
                "counts": {
                    code: count
                    for code, count in counts.items()
                    if code not in ("rows", "faulty")
                },
            }
        )
        self.env["dibao.alert"]._enqueue_search(batch)
