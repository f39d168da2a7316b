# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import models
from odoo.exceptions import UserError

from .. import vault
from ..tools import pages

CHUNK = 20  # files a transaction

_logger = logging.getLogger(__name__)


class DibaoJobIngest(models.Model):
    """Working through a batch of scans, some files a transaction."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _ingest(self):
        batch = self.env["dibao.ingest"].browse(self.params["ingest"]).exists()
        if not batch:
            raise UserError(self.env._("The batch was deleted."))
        if not batch.user_id._is_superuser():
            # Rights may have been withdrawn since the job was ordered.
            batch.with_user(batch.user_id).check_access("write")
        return batch

    def _job_ingest(self):
        """Work on chunks of files; True when none waits."""
        batch = self._ingest()
        reader = pages.PageReader() if batch.read_codes else None
        try:
            while self._ingest_chunk(batch, reader):
                if not self._next_chunk():
                    return False
        finally:
            if reader:
                reader.close()
        batch._settle()
        return True

    def _ingest_chunk(self, batch, reader):
        """Work on some files; False when none is left."""
        files = self.env["dibao.ingest.file"]
        waiting = [("ingest_id", "=", batch.id), ("state", "=", "waiting")]
        chunk = files.search(waiting, order="id", limit=CHUNK)
        looked = [found for one in chunk if (found := self._ingest_file(one, reader))]
        ready = files._match_all(looked)
        if ready:
            files._keep_all(ready, batch.user_id)
        left = files.search_count(waiting)
        self._progress(self.done + len(chunk), self.done + len(chunk) + left)
        return bool(chunk)

    def _ingest_file(self, one, reader):
        """What a file says that can be kept; one bad file never stops the others."""
        try:
            return one._work(reader)
        except vault.Unreadable:
            one._refuse("damaged", "upload")
        except (UserError, psycopg2.Error):
            # Such as a disk that is full: what waits goes on waiting.
            raise
        except Exception as error:
            # Texts of parsers may quote the file.
            _logger.error(
                "file %s of a batch cannot be worked on: %s",
                one.id,
                type(error).__name__,
            )
            one._refuse("damaged", type(error).__name__)
        return None
