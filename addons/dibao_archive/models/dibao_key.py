# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import fcntl
import logging
import os

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from ..tools import key_provider, keyring

_logger = logging.getLogger(__name__)


class DibaoKey(models.Model):
    """Which key sealed what. The secrets live in a file, never here."""

    _name = "dibao.key"
    _description = "Sealing Key"
    _order = "created_on desc, id desc"
    _rec_name = "code"

    code = fields.Char("Key ID", required=True, readonly=True)
    use = fields.Selection(
        [("seal", "Sealing"), ("index", "Blind index")], required=True, readonly=True
    )
    algorithm = fields.Char(required=True, readonly=True)
    check_value = fields.Char(
        required=True,
        readonly=True,
        help="Tells whether the key file holds the same key. It reveals nothing.",
    )
    state = fields.Selection(
        [
            ("active", "Active"),
            ("retired", "Retired (still opens older values)"),
            ("destroyed", "Destroyed"),
        ],
        default="active",
        required=True,
        readonly=True,
    )
    created_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    retired_on = fields.Datetime(readonly=True)
    destroyed_on = fields.Datetime(readonly=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A key is registered once.")

    # ------------------------------------------------------------------ the ring

    @api.model
    def _path(self):
        """Where the key file lies: configuration, environment, or the data folder."""
        return (
            config.get("dibao_key_file")
            or os.environ.get("DIBAO_KEY_FILE")
            or os.path.join(config["data_dir"], "dibao", "keys.json")
        )

    def init(self):
        self._install()

    @api.model
    def _install(self):
        """Register the keys of the file, making a file where there is none yet."""
        if self.sudo().search_count([], limit=1):
            return
        path = self._path()
        if not os.path.exists(path):
            keyring.save(keyring.generate(), path)
            _logger.info(
                "New key file %s: back it up apart from the database. Without it "
                "protected data cannot be opened by anybody.",
                path,
            )
        self._enlist(keyring.load(path))

    @api.model
    def _enlist(self, ring):
        known = {record.code: record for record in self.sudo().search([])}
        for key in ring:
            if key.id not in known:
                self.sudo().create(
                    {
                        "code": key.id,
                        "use": key.use,
                        "algorithm": key.algorithm,
                        "check_value": key.check_value,
                        "state": key.state,
                    }
                )
            elif known[key.id].state == "active" and key.state == "retired":
                known[key.id].sudo().write(
                    {"state": "retired", "retired_on": fields.Datetime.now()}
                )

    # ------------------------------------------------------------------ rotation

    @api.model
    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group(
            "dibao_archive.group_security_officer"
        ):
            raise AccessError(self.env._("Only the security officer handles keys."))

    @api.model
    def _change_file(self, change):
        """Apply `change(ring) -> ring` to the key file, one writer at a time."""
        path = self._path()
        with open(f"{path}.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ring = change(keyring.load(path))
            keyring.save(ring, path)
        return ring

    def action_rotate(self):
        """Put a fresh key in force and seal everything again with it, as a job."""
        self._check_officer()
        self.ensure_one()
        if self.state != "active":
            raise UserError(self.env._("Only the active key is rotated."))
        # A device, where the configuration names one (``tools.key_provider``).
        provider = config.get("dibao_key_provider") or key_provider.SOFTWARE
        ring = self._change_file(
            lambda ring: ring.with_new(self.use, self.algorithm, provider)[0]
        )
        self._enlist(ring)
        self.env["dibao.access.log"]._log(
            "key", self, detail="key_rotated", said=self._said()
        )
        job = self.env["dibao.job"]._enqueue(
            "key_rotation", key="key_rotation", params={"use": self.use}
        )
        return job._open()

    def _said(self):
        return {"use": self.use, "key": self.code}

    def action_destroy(self):
        """Destroy a retired key: what it alone sealed is gone for good."""
        self._check_officer()
        self.ensure_one()
        if self.state != "retired":
            raise UserError(self.env._("Only a retired key can be destroyed."))
        left = self.env["dibao.job"]._count_sealed_with(self.code)
        if left:
            raise UserError(
                self.env._(
                    "%(count)s values are still sealed with this key. Let the rotation "
                    "finish first.",
                    count=left,
                )
            )
        log, seal = self.env["dibao.access.log"], self.env["dibao.access.seal"]
        log._log("key", self, detail="key_destroying", said=self._said())
        # Signed with the key in force: proofs made with this one end here.
        seal._cron_seal()
        self._change_file(lambda ring: ring.without(self.code))
        self.sudo().write({"state": "destroyed", "destroyed_on": fields.Datetime.now()})
        self.env["dibao.access.log"]._log(
            "key", self, detail="key_destroyed", said=self._said()
        )
        return True
