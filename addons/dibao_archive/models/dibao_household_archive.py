# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..archive_language import described


class DibaoHousehold(models.Model):
    """The household's archives: its volumes, and the seam by which papers get there."""

    _inherit = "dibao.household"

    volume_ids = fields.One2many("dibao.volume", "household_id", "Volumes")
    volume_count = fields.Integer(
        compute="_compute_archive_counts",
        compute_sudo=True,
        exportable=False,
        groups="dibao_archive.group_user",
    )
    item_count = fields.Integer(
        "Papers",
        compute="_compute_archive_counts",
        compute_sudo=True,
        exportable=False,
        groups="dibao_archive.group_user",
    )
    missing_count = fields.Integer(
        "Missing papers", compute="_compute_archive_counts", compute_sudo=True
    )

    def _compute_archive_counts(self):
        volumes = self.env["dibao.volume"]._read_group(
            [("household_id", "in", self.ids)],
            ["household_id"],
            ["__count", "item_count:sum", "missing_count:sum"],
        )
        counts = {household: sums for household, *sums in volumes}
        for household in self:
            (
                household.volume_count,
                household.item_count,
                household.missing_count,
            ) = counts.get(household, (0, 0, 0))

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        due = {volume: volume.due_date for volume in self._due_volumes()}
        result = super().write(vals)
        for volume, day in due.items():
            if not volume.due_date:
                volume._log_not_due(day)
        return result

    def _due_volumes(self):
        domain = [("household_id", "in", self.ids), ("due_date", "!=", False)]
        return self.env["dibao.volume"].sudo().search(domain)

    # ------------------------------------------------------------------ filing

    def _dibao_file(
        self, kind, record, report=None, act=None, filename=None, content=None
    ):
        """File a paper of this household as an item of its volume, once.

        The seam that procedure and training call. Their acts have checked who may do
        them; filing is the effect, so it needs no right of its own.

        :param kind: code of a ``dibao.document.kind``, or its record
        :param record: what the paper comes from (any record, or none); the same kind
            from the same record is one item, however often it is filed
        :param report: external id of the report that prints the paper; it is printed
            and kept where no content is given
        :param act: what it belongs to, a code of ``dibao.item.act``
        :param filename: name under which the original is kept
        :param content: the file, bytes or a binary stream
        :return: the item
        :raise ValueError: there is no such kind
        """
        self.ensure_one()
        self.check_access("read")
        if isinstance(kind, str):
            kind = self.env["dibao.document.kind"]._by_code(kind)
        source = record if record is not None and record else self.browse()
        key = f"{source._name},{source.id},{kind.code}" if source else False
        # sudo: the effect of an act that was checked by whoever calls
        items = self.env["dibao.item"].sudo()
        found = items.search(
            [("household_id", "=", self.id), ("source_key", "=", key)], limit=1
        )
        item = found if key else items
        if not item:
            values = self._item_values(kind, source, act, key)
            # The token that lets the source be written ends here.
            item = items._quiet()._acting().create(values).with_env(items.env)
            self._log_event(
                "filed",
                self.env._("Paper filed: %(kind)s", kind=kind.name),
                item.date,
                record=item,
            )
        item._take_original(source, report, filename, content)
        return item.sudo(self.env.su)

    def _item_values(self, kind, source, act, key):
        volumes = self.env["dibao.volume"].sudo()
        today = fields.Date.context_today(self)
        if kind.category_kind == "approval":
            volume = volumes._for_household(self)
        else:
            volume = volumes._for_office(
                kind.category_kind, self.division_id, today.year
            )
        own = kind.order_group == "30"
        this = described(self)
        return {
            "volume_id": volume.id,
            "household_id": self.id,
            "kind_id": kind.id,
            "title": this.env._(
                "%(kind)s: %(name)s",
                kind=kind.with_env(this.env).name,
                name=self.head_id.name or self.number,
            ),
            "responsible": self.head_id.name if own else volume.fonds_id.agency_name,
            "date": today,
            "act": act,
            "source_model": source._name if key else False,
            "source_id": source.id if key else False,
            "source_key": key,
        }

    # ------------------------------------------------------------------ screen

    def action_open_volumes(self):
        """Open the household's volumes."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_volume_action"
        )
        return action | {
            "domain": [("household_id", "=", self.id)],
            "context": {"default_household_id": self.id},
        }

    def action_open_items(self):
        """Open the household's papers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_item_action"
        )
        return action | {"domain": [("household_id", "=", self.id)], "context": {}}
