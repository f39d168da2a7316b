# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Catalogues of items in the columns that the standards ask for, in their order."""

#: 归档文件目录, DA/T 22-2015: 序号 档号 文号 责任者 题名 日期 密级 页数 备注.
BY_ITEM = (
    "order",
    "reference_code",
    "document_number",
    "responsible",
    "title",
    "date",
    "secrecy",
    "pages",
    "remark",
)
#: 卷内文件目录, GB/T 9705-2008: 顺序号 文号 责任者 题名 日期 页号 备注.
BY_VOLUME = (
    "order",
    "document_number",
    "responsible",
    "title",
    "date",
    "page",
    "remark",
)
#: The columns' names as the standards print them.
TITLES = {
    "order": "序号",
    "reference_code": "档号",
    "document_number": "文号",
    "responsible": "责任者",
    "title": "题名",
    "date": "日期",
    "secrecy": "密级",
    "pages": "页数",
    "page": "页号",
    "remark": "备注",
}


def compact_date(day):
    """Eight digits, as both standards write dates; empty without one."""
    return day.strftime("%Y%m%d") if day else ""


def rows(columns, items):
    """Rows of a catalogue.

    :param columns: ``BY_ITEM`` or ``BY_VOLUME``
    :param items: dicts in the order of the volume with ``reference_code``,
        ``document_number``, ``responsible``, ``title``, ``date`` (a date), ``secrecy``
        (the word), ``pages``, ``page_from`` and ``remark``; pages include annexes
    :return: list of dicts with the columns as keys; text, but order and pages
    """
    items = list(items)
    found = []
    for place, item in enumerate(items, 1):
        page = item["page_from"] or ""
        if page and place == len(items) and item["pages"] > 1:
            # The last one tells where the volume ends.
            page = f"{page}-{page + item['pages'] - 1}"
        row = {
            **item,
            "order": place,
            "date": compact_date(item["date"]),
            "page": str(page),
        }
        found.append(
            {name: "" if row[name] in (None, False) else row[name] for name in columns}
        )
    return found
