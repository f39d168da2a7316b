# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of certificates that people hold already: a row into values."""

from odoo.addons.dibao_archive.tools import chinese
from odoo.addons.dibao_archive.tools.ledger_values import scrub, text_of

from .staff_ledger import Row, cell_of, day_of, id_number_of, plain

CERTIFICATES = {
    "name": ("姓名", "持证人", "人员姓名", "name"),
    "number": ("工号", "人员编号", "staff no."),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "id number"),
    "division": ("单位", "工作单位", "所在单位", "division"),
    "kind": ("证书", "证书名称", "证书种类", "certificate"),
    "issuer": ("发证机关", "发证单位", "颁发单位", "given by"),
    "external_number": ("证书编号", "证书号", "证号", "its number"),
    "issued_on": ("发证日期", "取得日期", "取得时间", "发证时间", "issued on"),
    "valid_to": ("有效期至", "有效期截止", "到期日期", "失效日期", "last day"),
    "evidence": ("存放处", "证明材料", "原件存放", "证明", "kept at"),
}


def read_certificate(number, cells, columns, today):
    """A row of a table of certificates -> ``Row``."""
    row = Row(number)
    cell = {name: cell_of(cells, columns, name) for name in CERTIFICATES}
    for name in ("kind", "issued_on", "issuer"):
        if cell[name] is None:
            row.add(name, "missing")
    if not any(cell[name] is not None for name in ("name", "number", "id_number")):
        row.add("name", "missing")
    if cell["evidence"] is None:
        row.add("evidence", "paper")
    row.values = {
        "name": chinese.clean_name(text_of(cell["name"])) if cell["name"] else None,
        "number": cell["number"] and text_of(cell["number"]).strip(),
        "id_number": id_number_of(row, cell["id_number"], today),
        "division": cell["division"] and plain(cell["division"]),
        "kind": cell["kind"] and plain(cell["kind"]),
        "issuer": cell["issuer"] and scrub(cell["issuer"]),
        "external_number": cell["external_number"]
        and scrub(cell["external_number"], longest=14),
        "issued_on": day_of(row, "issued_on", cell["issued_on"], today),
        "valid_to": day_of(row, "valid_to", cell["valid_to"], today, ahead=True),
        "evidence": cell["evidence"] and scrub(cell["evidence"], longest=12),
    }
    first, last = row.values["issued_on"], row.values["valid_to"]
    if first and last and last < first:
        row.add("valid_to", "order", cell["valid_to"])
    elif last and last < today:
        row.add("valid_to", "ended", cell["valid_to"])
    return row
