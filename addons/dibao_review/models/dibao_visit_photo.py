# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import hashlib

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive import sealed_blob

from ..tools import photo_facts

#: Megabytes of one photograph.
LARGEST = 25
SOURCES = [
    ("photo", "By the photograph"),
    ("device", "By the device"),
    ("none", "Not known"),
]


class DibaoVisitPhoto(models.Model):
    """A photograph of a visit: encrypted from the start, filed when the visit is done.

    Time and place are read from the file, else told by the device that took it, else
    left empty: nobody types them. Which it was is kept beside them.
    """

    _name = "dibao.visit.photo"
    _description = "Photograph of a Visit"
    _inherit = [
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "visit_id, taken_at, id"
    _act_fields = (
        *("taken_at", "time_source", "latitude", "longitude", "place_source"),
        *("digest", "size", "item_id", "content"),
    )

    visit_id = fields.Many2one(
        "dibao.visit", required=True, readonly=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="visit_id.division_id", store=True, index=True
    )
    name = fields.Char("What it shows", required=True)
    content = sealed_blob.SealedBlob("File", readonly=True, copy=False)
    size = fields.Integer("Size, kB", readonly=True, aggregator=None)
    taken_at = fields.Datetime("Taken at", readonly=True)
    time_source = fields.Selection(SOURCES, "Time from", readonly=True)
    latitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)
    longitude = fields.Float(digits=(9, 6), readonly=True, aggregator=None)
    place_source = fields.Selection(SOURCES, "Place from", readonly=True)
    digest = fields.Char(
        "SHA-256",
        readonly=True,
        index="btree_not_null",
        help="The same photograph in another visit is found by it.",
    )
    used_before = fields.Boolean(
        "Used in another visit", compute="_compute_used_before", compute_sudo=True
    )
    item_id = fields.Many2one(
        "dibao.item", "Filed as", readonly=True, index="btree_not_null"
    )

    @api.depends("digest")
    def _compute_used_before(self):
        groups = self._read_group(
            [("digest", "in", [one.digest for one in self if one.digest])],
            ["digest"],
            ["visit_id:count_distinct"],
        )
        known = {digest for digest, visits in groups if visits > 1}
        for photo in self:
            photo.used_before = photo.digest in known

    def write(self, vals):
        if self._is_typed(vals):
            self._check_not_done()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        photos = super().create(vals_list)
        photos._check_not_done()
        return photos

    @api.ondelete(at_uninstall=False)
    def _unlink_only_prepared(self):
        self._check_not_done()

    def _check_not_done(self):
        if any(one.visit_id.state == "done" for one in self):
            raise UserError(
                self.env._("What was done and filed stays as it was. Make another one.")
            )

    @api.model
    def _take(self, visit, content, name, told):
        """Keep a photograph of a visit that is being prepared.

        :param bytes content: the file
        :param str name: what it shows
        :param dict told: by the device: ``latitude``, ``longitude``, ``seconds`` (UTC,
            since 1970), each or none
        :raise UserError: it is no photograph, or too large
        """
        self.check_access("create")
        visit.check_access("write")
        visit.case_id._check_no_relative()
        if len(content) > LARGEST << 20:
            raise UserError(
                self.env._("A photograph of at most %(size)s MB, please.", size=LARGEST)
            )
        try:
            facts = photo_facts.read(content)
        except photo_facts.NoPhoto:
            raise UserError(
                self.env._("This is no photograph (JPEG, PNG or WebP): %s", name)
            ) from None
        values = self._when(facts, told) | self._where(facts, told)
        # sudo: what the file says is written down for whoever may add it
        photos = self.sudo()._acting()
        photo = photos.create(
            {
                "visit_id": visit.id,
                "name": name,
                "content": base64.b64encode(content),
                "size": max(1, len(content) // 1024),
                "digest": hashlib.sha256(content).hexdigest(),
                **values,
            }
        )
        visit._follow_photos()
        return photo.with_env(self.env)

    @api.model
    def _when(self, facts, told):
        """Times of cameras are those of the office's clock."""
        now = fields.Datetime.now()
        if facts.taken_at:
            zone = pytz.timezone(self.env.user.tz or "Asia/Shanghai")
            taken = zone.localize(facts.taken_at).astimezone(pytz.utc)
            taken = taken.replace(tzinfo=None)
            if taken <= fields.Datetime.add(now, hours=1):
                return {"taken_at": taken, "time_source": "photo"}
        seconds = told.get("seconds")
        if isinstance(seconds, int | float) and 0 < seconds <= now.timestamp() + 3600:
            taken = fields.Datetime.to_datetime("1970-01-01 00:00:00")
            taken = fields.Datetime.add(taken, seconds=int(seconds))
            return {"taken_at": taken, "time_source": "device"}
        return {"time_source": "none"}

    @api.model
    def _where(self, facts, told):
        pairs = (
            ("photo", facts.latitude, facts.longitude),
            ("device", told.get("latitude"), told.get("longitude")),
        )
        for source, latitude, longitude in pairs:
            numbers = all(isinstance(one, int | float) for one in (latitude, longitude))
            if numbers and photo_facts.is_place(latitude, longitude):
                return {
                    "latitude": latitude,
                    "longitude": longitude,
                    "place_source": source,
                }
        return {"place_source": "none"}

    def _file(self):
        """Into the household's volume, and out of here."""
        for photo in self.sudo().filtered(lambda one: not one.item_id):
            case = photo.visit_id.case_id
            item = case.household_id._dibao_file(
                "PHOTO",
                photo,
                act=case.kind,
                filename=self.env._("Visit photo %(number)s.jpg", number=photo.id),
                content=sealed_blob.open_blob(photo, "content"),
            )
            photo._by_act({"item_id": item.id, "content": False})
