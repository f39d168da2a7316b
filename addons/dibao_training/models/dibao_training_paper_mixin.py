# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from odoo.addons.dibao_archive.archive_language import described


class DibaoTrainingPaperMixin(models.AbstractModel):
    """Papers of the training file themselves as daily management of their office.

    Lists of the staff and of the assistants, training material and assessments are
    daily management (Shanghai 沪民救发〔2012〕32号): one volume an office and year.
    """

    _name = "dibao.training.paper.mixin"
    _description = "Papers of the Training"

    def _dibao_file_paper(
        self,
        kind,
        division,
        title,
        year=None,
        report=None,
        filename=None,
        content=None,
        once="",
    ):
        """File a paper of this record once.

        :param str kind: code of a ``dibao.document.kind``
        :param division: whose office keeps it
        :param str title: as it stands in the catalogue
        :param int year: of the volume; that of today by default
        :param report: external id of the report that prints it, where no content is
        :param content: the file, bytes or a binary stream
        :param str once: tells papers of one kind of one record apart
        :return: the item; the same one for the same kind of the same record
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        kind = self.env["dibao.document.kind"]._by_code(kind)
        key = ",".join(filter(None, (self._name, str(self.id), kind.code, once)))
        # sudo: the effect of an act that was checked by whoever calls
        items = self.env["dibao.item"].sudo()
        item = items.search([("source_key", "=", key)], limit=1)
        if not item:
            volumes = self.env["dibao.volume"].sudo()
            volume = volumes._for_office(
                kind.category_kind, division, year or today.year
            )
            this = described(self)
            values = {
                "volume_id": volume.id,
                "kind_id": kind.id,
                "title": this.env._(
                    "%(kind)s: %(title)s",
                    kind=kind.with_env(this.env).name,
                    title=title,
                ),
                "responsible": volume.fonds_id.agency_name or division.agency_name,
                "date": today,
                "source_model": self._name,
                "source_id": self.id,
                "source_key": key,
            }
            item = items._quiet()._acting().create(values).with_env(items.env)
        item._take_original(self.sudo(), report, filename, content)
        return item.sudo(self.env.su)
