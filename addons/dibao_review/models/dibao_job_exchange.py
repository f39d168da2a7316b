# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
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
                        loader.reader.take(number, cells)
                    loader.shown = Counter(loader.reader.counts)
                    continue
                loader.store(loader.read_rows(chunk))
                at = {"row": chunk[-1][0], "counts": dict(loader.reader.counts)}
                self._progress(at["row"], size, at)
                if not self._next_chunk():
                    return False
        counts = loader.reader.counts
        batch._judge(counts)
        self._alone_with(batch.source_id)
        # Another one may have come into use while this one was read.
        if refused := batch._refused_before_reading(batch.digest):
            raise Refused(refused[0], **refused[1])
        batch._finish(counts)
        self.env["dibao.alert"]._enqueue_search(batch)
        return True

    def _alone_with(self, source):
        """Wait until nobody else takes a delivery of this source into use.

        Each try begins a transaction of its own, which sees what the other left.
        """
        self._commit()
        while not source.try_lock_for_update(allow_referencing=True):
            self._commit()
            time.sleep(1)
