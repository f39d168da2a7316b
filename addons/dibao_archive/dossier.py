# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Papers about a fonds file themselves into its dossier, for good (DA/T 12, R-14).

This hangs on no model: it writes as the program, as the effect of an act that whoever
calls has checked.
"""

from odoo import fields

from .archive_language import described


def take(
    record,
    fonds,
    kind,
    values,
    name,
    content,
    role="born",
    body=None,
    filename=None,
):
    """Put one paper into the dossier of a fonds, once.

    :param record: what the paper comes from; with ``name`` it is the paper's key
    :param str kind: code of a ``dibao.document.kind``
    :param dict values: title, and what else the item is to say
    :param str name: short name of the paper, also of its file unless told otherwise
    :param content: the file as bytes
    :param body: the item to which this one is an annex
    :return: the item, not filed yet where it is new: call ``_file`` on the body
    """
    items = record.env["dibao.item"].sudo()
    key = f"{record._name},{record.id},{name}"
    known = items.search([("source_key", "=", key)], limit=1)
    if known:
        return known
    item = (
        items._quiet()
        ._acting()
        .create(
            {
                "volume_id": record.env["dibao.volume"]._for_dossier(fonds).id,
                "kind_id": record.env["dibao.document.kind"]._by_code(kind).id,
                "responsible": fonds.agency_name,
                "date": fields.Date.context_today(record),
                "source_model": record._name,
                "source_id": record.id,
                "source_key": key,
                "relation": "annex" if body else "body",
                "parent_id": body.id if body else False,
                **values,
            }
        )
        .with_env(items.env)
    )
    originals = record.env["dibao.original"].sudo()
    originals._capture(item, content, filename or f"{name}.pdf", role, record._name)
    return item


def drawn(record, report):
    """A paper about a record as PDF, in the language of the archives."""
    reports = described(record.env["ir.actions.report"].sudo())
    content, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
        f"dibao_archive.{report}_report", record.ids
    )
    return content


def report_name(record, report):
    """What that paper is called in the language of the archives."""
    found = record.env.ref(f"dibao_archive.{report}_report").sudo()
    return described(found).name
