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
#: What is photographed, and the field that names it.
OF = {"dibao.visit": "visit_id", "dibao.notice": "notice_id"}
SOURCES = [
    ("photo", "By the photograph"),
    ("device", "By the device"),
    ("none", "Not known"),
]


class DibaoVisitPhoto(models.Model):
    """A photograph of a visit or of a posted notice: encrypted from the start.

    That of a visit is filed when the visit is done, that of a notice at once.

    Time and place are read from the file, else told by the device that took it, else
    left empty: nobody types them. Which it was is kept beside them.
    """

    _name = "dibao.visit.photo"
    _description = "Photograph of a Visit or Notice"
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
        "dibao.visit", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    notice_id = fields.Many2one(
        "dibao.notice", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        index=True,
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

    _of_one = models.Constraint(
        "CHECK (num_nonnulls(visit_id, notice_id) = 1)",
        "A photograph is one of a visit or of a notice.",
    )

    @api.depends("visit_id.division_id", "notice_id.division_id")
    def _compute_division_id(self):
        for photo in self:
            photo.division_id = photo._about().division_id

    def _about(self):
        """The visit or the notice that it shows."""
        return self.visit_id or self.notice_id

    @api.depends("digest")
    def _compute_used_before(self):
        groups = self._read_group(
            [("digest", "in", [one.digest for one in self if one.digest])],
            ["digest"],
            ["visit_id:count_distinct", "notice_id:count_distinct"],
        )
        known = {digest for digest, visits, posted in groups if visits + posted > 1}
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
        if any(one.visit_id.state == "done" or one.item_id for one in self):
            raise UserError(
                self.env._("What was done and filed stays as it was. Make another one.")
            )

    @api.model
    def _take(self, about, content, name, told):
        """Keep a photograph of a visit that is being prepared, or of a posted notice.

        :param about: the visit or the notice
        :param bytes content: the file
        :param str name: what it shows
        :param dict told: by the device: ``latitude``, ``longitude``, ``seconds`` (UTC,
            since 1970), each or none
        :raise UserError: it is no photograph, or too large
        """
        self.check_access("create")
        about.check_access("write")
        about.case_id._check_no_relative()
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
                OF[about._name]: about.id,
                "name": name,
                "content": base64.b64encode(content),
                "size": max(1, len(content) // 1024),
                "digest": hashlib.sha256(content).hexdigest(),
                **values,
            }
        )
        if photo.visit_id:
            about._follow_photos()
        else:
            photo._file()
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
            case = photo._about().case_id
            told = self.env._("Visit photo %(number)s.jpg", number=photo.id)
            if photo.notice_id:
                told = self.env._("Photo of the notice %(number)s.jpg", number=photo.id)
            item = case.household_id._dibao_file(
                "PHOTO",
                photo,
                act=case.kind,
                filename=told,
                content=sealed_blob.open_blob(photo, "content"),
            )
            photo._by_act({"item_id": item.id, "content": False})
