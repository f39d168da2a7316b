# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of the staff, and of hours earned, as offices keep them: rows into values.

Headings are found by their words, in any order; each cell is read by the rule of its
column. What cannot be read is a problem of its row: (column, code, what is shown).
"""

from dataclasses import dataclass, field

from odoo.addons.dibao_archive.tools import chinese, resident_id
from odoo.addons.dibao_archive.tools.ledger_values import number_rounded, scrub, text_of

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

STAFF = {
    "name": ("姓名", "人员姓名", "name"),
    "division": (
        "单位",
        "工作单位",
        "所在单位",
        "区划",
        "区划代码",
        "乡镇",
        "division",
    ),
    "kind": ("岗位", "岗位类别", "人员类别", "职务", "post"),
    "engagement": ("专兼职", "专职/兼职", "专(兼)职", "用工形式", "employment"),
    "since": ("任职时间", "任职日期", "上岗时间", "上岗日期", "from"),
    "number": ("工号", "人员编号", "编号", "staff no."),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "id number"),
    "birth": ("出生年份", "出生年月", "出生日期", "出生年", "year of birth"),
    "education": ("学历", "文化程度", "education"),
    "title": ("职称", "专业技术职称", "professional title"),
    "title_on": ("职称取得时间", "职称时间", "取得职称时间", "title since"),
    "note": ("备注", "remarks"),
}
HOURS = {
    "name": ("姓名", "人员姓名", "name"),
    "number": ("工号", "人员编号", "staff no."),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "id number"),
    "division": ("单位", "工作单位", "所在单位", "division"),
    "subject": ("培训名称", "课程", "课程名称", "培训内容", "培训项目", "subject"),
    "date": ("日期", "培训日期", "培训时间", "结束日期", "date"),
    "hours": ("学时", "学时数", "课时", "hours"),
    "professional": ("科目", "科目类别", "是否专业科目", "专业科目", "professional"),
    "evidence": ("证明", "证明材料", "凭证", "佐证材料", "evidence"),
}

_KINDS = {
    "archivist": ("档案员", "专职档案员", "兼职档案员", "档案管理员", "archivist"),
    "officer": ("经办人员", "乡镇经办人员", "民政助理员", "民政干事", "officer"),
    "assistant": ("社会救助协理员", "协理员", "村级协理员", "assistant"),
}
_ENGAGEMENTS = {
    "full": ("专职", "全职", "full-time", "full"),
    "part": ("兼职", "part-time", "part"),
}
_TITLES = {
    "1": ("管理员", "档案管理员", "员级"),
    "2": ("助理馆员", "助理级"),
    "3": ("馆员", "中级", "中级职称"),
    "4": ("副研究馆员", "副高", "副高级"),
    "5": ("研究馆员", "正高", "正高级"),
}
_PROFESSIONAL = {
    True: ("专业", "专业科目", "是", "yes", "1"),
    False: ("公需", "公需科目", "否", "no", "0"),
}
#: code -> (what is wrong, what to do)
TEXTS = {
    "no_heading": (
        _("No row of headings was found."),
        _("Put the headings in one row: at least those named in the help."),
    ),
    "missing": (_("This cell is empty."), _("Fill it in.")),
    "word": (
        _("This word is not known here."),
        _("Use one of the words named in the help."),
    ),
    "date": (_("This is no date."), _("Write it like 2026-03-05.")),
    "future": (_("This date is still to come."), _("Correct the date.")),
    "year": (_("This is no year of birth."), _("Write it with four digits.")),
    "hours": (_("These are no hours."), _("Write a number between 0.5 and 400.")),
    "id_number": (
        _("This is no ID number."),
        _("Compare it with the card; format the cell as text."),
    ),
    "place": (
        _("This place is not found in the area."),
        _("Write the name as it stands under Divisions, or its code."),
    ),
    "place_twice": (
        _("Several places have this name."),
        _("Write the code, or township and village together."),
    ),
    "person": (
        _("This person is not on the staff."),
        _("Import the staff first, or correct the name."),
    ),
    "person_twice": (
        _("Several persons have this name."),
        _("Add the staff number or the ID number."),
    ),
    "evidence": (
        _("Hours earned elsewhere need evidence."),
        _("Say what proves them and where it is kept."),
    ),
    "twice": (
        _("This row stands in the table twice."),
        _("Delete one of the two rows."),
    ),
    "elsewhere": (
        _("This person works for another office."),
        _("That office lets the person go first."),
    ),
    "known": (_("These hours are booked already."), _("Nothing: they are left out.")),
    "certificate": (
        _("No certificate of this name is taken from others."),
        _("Write it as it stands under Certificates, or have it set up there."),
    ),
    "ended": (
        _("This certificate has ended already: it cannot count."),
        _("Leave it out, or correct the dates."),
    ),
    "order": (
        _("The last day lies before the first."),
        _("Compare both dates with the certificate."),
    ),
    "paper": (
        _("Where the certificate is kept is not said."),
        _("Say it: a second person looks at the paper there."),
    ),
    "given": (
        _("This certificate is on record already."),
        _("Nothing: it is left out."),
    ),
}
#: Told, but the row is not left out for it.
NOTES = {"given", "known"}


@dataclass
class Row:
    """One row: what was read, and what is wrong with it."""

    number: int
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    def add(self, column, code, cell=None):
        """Note a problem; the cell is shown with its numbers hidden."""
        shown = scrub(cell) if cell is not None else ""
        self.problems.append((column, code, shown))

    @property
    def faulty(self):
        return any(code not in NOTES for _column, code, _shown in self.problems)


def plain(cell):
    text = chinese.narrow(text_of(cell)) if cell is not None else ""
    return "".join(text.split()).lower()


def cell_of(cells, columns, name):
    place = columns.get(name)
    cell = cells[place] if place is not None and place < len(cells) else None
    return None if cell is None or chinese.is_empty(cell) else cell


def word_of(table, row, name, cell):
    if cell is None:
        return None
    text = plain(cell)
    for meaning, words in table.items():
        if text in map(plain, words):
            return meaning
    row.add(name, "word", cell)
    return None


def day_of(row, name, cell, today, ahead=False):
    if cell is None:
        return None
    found = chinese.parse_date(cell)
    if found is None:
        row.add(name, "date", cell)
        return None
    if found[0] > today and not ahead:
        row.add(name, "future", cell)
        return None
    return found[0]


def id_number_of(row, cell, today):
    if cell is None:
        return None
    check = resident_id.check(text_of(cell), today)
    if number_rounded(cell) or check.errors:
        row.add("id_number", "id_number", cell)
        return None
    return check.number


def _birth_year(row, cell, today):
    if cell is None:
        return None
    text = plain(cell).removesuffix("年")
    # 1980, 198005, 19800506: other runs of digits are no year and no day
    found = len(text) in (6, 8) or not text.isdigit()
    found = found and chinese.parse_date(cell)
    year = int(text) if text.isdigit() and len(text) == 4 else None
    year = year or (found and found[0].year)
    if not year or not today.year - 90 <= year <= today.year - 16:
        row.add("birth", "year", cell)
        return None
    return year


def read_staff(number, cells, columns, today):
    """A row of a table of the staff -> ``Row``."""
    row = Row(number)
    cell = {name: cell_of(cells, columns, name) for name in STAFF}
    for name in ("name", "division"):
        if cell[name] is None:
            row.add(name, "missing")
    id_number = id_number_of(row, cell["id_number"], today)
    birth = _birth_year(row, cell["birth"], today)
    if id_number and not birth:
        birth = resident_id.birth_date(id_number).year
    kind = word_of(_KINDS, row, "kind", cell["kind"])
    engagement = word_of(_ENGAGEMENTS, row, "engagement", cell["engagement"])
    if not engagement and cell["kind"] is not None:
        engagement = "part" if "兼职" in plain(cell["kind"]) else None
    row.values = {
        "name": chinese.clean_name(text_of(cell["name"])) if cell["name"] else None,
        "division": cell["division"] and plain(cell["division"]),
        "number": cell["number"] and text_of(cell["number"]).strip(),
        "id_number": id_number,
        "birth_year": birth,
        "education": cell["education"] and text_of(cell["education"]).strip(),
        "kind": kind or "archivist",
        "engagement": engagement or "full",
        "since": day_of(row, "since", cell["since"], today),
        "title": word_of(_TITLES, row, "title", cell["title"]),
        "title_on": day_of(row, "title_on", cell["title_on"], today),
        "note": cell["note"] and scrub(cell["note"]),
    }
    return row


def _hours(row, cell):
    if cell is None:
        row.add("hours", "missing")
        return None
    amount = chinese.parse_amount(plain(cell).removesuffix("学时").removesuffix("课时"))
    if amount is None or not 0.5 <= amount <= 400:
        row.add("hours", "hours", cell)
        return None
    return float(amount)


def read_hours(number, cells, columns, today):
    """A row of a table of hours earned -> ``Row``."""
    row = Row(number)
    cell = {name: cell_of(cells, columns, name) for name in HOURS}
    for name in ("subject", "date"):
        if cell[name] is None:
            row.add(name, "missing")
    if not any(cell[name] is not None for name in ("name", "number", "id_number")):
        row.add("name", "missing")
    if cell["evidence"] is None:
        row.add("evidence", "evidence")
    row.values = {
        "name": chinese.clean_name(text_of(cell["name"])) if cell["name"] else None,
        "number": cell["number"] and text_of(cell["number"]).strip(),
        "id_number": id_number_of(row, cell["id_number"], today),
        "division": cell["division"] and plain(cell["division"]),
        "subject": cell["subject"] and scrub(cell["subject"], longest=12),
        "date": day_of(row, "date", cell["date"], today),
        "hours": _hours(row, cell["hours"]),
        "professional": bool(
            word_of(_PROFESSIONAL, row, "professional", cell["professional"])
        ),
        "evidence": cell["evidence"] and scrub(cell["evidence"], longest=12),
    }
    return row
