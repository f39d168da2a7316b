# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
import os
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

_logger = logging.getLogger(__name__)
#: Seconds without a change after which a scanner has finished a file.
REST = 60
#: Files taken in a run; the next run takes more.
MOST = 500


class DibaoIngestWatch(models.Model):
    """A folder into which scanners write: one sub-folder an office, named by its code.

    Who runs the server names the folder (``dibao_scan_folder`` in the configuration, or
    DIBAO_SCAN_FOLDER), not who may write in the database. What was taken in is removed
    after the commit: the vault has it.
    """

    # One file for each concern.
    _inherit = "dibao.ingest"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _scan_folder(self):
        return config.get("dibao_scan_folder") or os.environ.get("DIBAO_SCAN_FOLDER")

    @api.model
    def _cron_watch(self, rest=REST):
        """Take in what lies in the folder of each office."""
        top = self._scan_folder()
        if not top or not os.path.isdir(top):
            return
        for code in sorted(os.listdir(top)):
            office = os.path.join(top, code)
            if code.startswith(".") or not os.path.isdir(office):
                continue
            places = self.env["dibao.division"].sudo()._live_by_code([code])
            if code not in places:
                _logger.warning("The scan folder has no office of the code %s", code)
                continue
            self._take_folder(office, places[code], time.time() - rest)

    @api.model
    def _take_folder(self, office, division, before):
        found = list(_resting(office, before))[:MOST]
        if not found:
            return
        batch = self.sudo().create(
            {
                "name": self.env._("Scan folder of %(office)s", office=division.name),
                "division_id": division.id,
            }
        )
        taken = [path for path in found if self._take_file(batch, office, path)]
        if not taken:
            batch.unlink()
            return
        batch._run()
        self.env.cr.postcommit.add(lambda: _remove(taken))

    @api.model
    def _take_file(self, batch, office, path):
        """Take one file in; one that cannot be read waits for the next run."""
        name = os.path.relpath(path, office)
        try:
            with open(path, "rb") as stream:
                batch.env["dibao.ingest.file"]._receive(batch, name, stream)
        except OSError as error:
            _logger.warning("A scan cannot be read: %s", error.strerror)
            return False
        except UserError:
            # The disk is full: nothing of it was written, the scan stays.
            return False
        return True


def _resting(office, before):
    """Files that nobody has written to since; links lead nowhere."""
    for place, folders, names in os.walk(office):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = os.path.join(place, name)
            if name.startswith(".") or os.path.islink(path):
                continue
            try:
                if os.stat(path).st_mtime <= before:
                    yield path
            except OSError:
                continue


def _remove(paths):
    for path in paths:
        try:
            os.unlink(path)
        except OSError as error:
            _logger.warning("A scan taken in cannot be removed: %s", error.strerror)
