# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of the archival forms, as the standards print them.

These papers are forms of GB/T 9705-2008 and DA/T 22-2015: whoever reads the screens in
another language prints the same form.
"""

#: 案卷封面, GB/T 9705-2008 annex B.
COVER = {
    "fonds": "全宗名称",
    "category": "类目名称",
    "title": "案卷题名",
    "period": "时　　间",
    "retention": "保管期限",
    "count": "件、页数",
    "filing_number": "归档号",
    "reference_code": "档　　号",
    "pieces": "本卷共 {items} 件 {pages} 页",
}
CONTENTS = "卷内文件目录"
CATALOGUE = "归档文件目录"
#: 卷内备考表, GB/T 9705-2008 annex J; 备考表 of a box, DA/T 22-2015.
NOTE_SHEET = {
    "title": "卷内备考表",
    "box_title": "备考表",
    "state": "本卷情况说明",
    "box_state": "盒内文件情况说明",
    "arranger": "立 卷 人",
    "box_arranger": "整 理 人",
    "checker": "检 查 人",
    "arranged_on": "立卷时间",
    "box_arranged_on": "整理日期",
    "checked_on": "检查日期",
}
#: 档案盒 and 盒脊, DA/T 22-2015.
BOX = {
    "fonds": "全宗名称",
    "fonds_code": "全宗号",
    "category": "门　类",
    "year": "年　度",
    "retention": "保管期限",
    "organ": "机　构",
    "numbers": "起止件号",
    "volumes": "起止卷号",
    "box": "盒　号",
    "village": "村（社区）",
    "place": "存放位置",
    "count": "卷　数",
}
#: 案卷脊背, GB/T 9705-2008.
SPINE = {
    "fonds_code": "全宗号",
    "year": "年度",
    "category": "类目",
    "retention": "保管期限",
    "volume": "案卷号",
    "title": "案卷题名",
}
#: 归档章, DA/T 22-2015: two rows of three.
STAMP = (
    ("fonds_code", "全宗号"),
    ("year", "年度"),
    ("number", "件号"),
    ("organ", "机构或问题"),
    ("retention", "保管期限"),
    ("pages", "页数"),
)
PERMANENT = "永久"


def retention(permanent, years):
    """A retention as covers and stamps write it: 永久, 30年; empty without one."""
    if permanent:
        return PERMANENT
    return f"{years}年" if years else ""


def day(value):
    """A date as forms write it: 2026年3月5日; empty without one."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def period(first, last):
    """From the first paper to the last: 2024年3月 — 2026年5月."""
    words = [f"{one.year}年{one.month}月" for one in (first, last) if one]
    if len(set(words)) == 1:
        return words[0]
    return " — ".join(words)


def span(numbers):
    """The first and the last of some numbers: 1 — 12; empty without any."""
    numbers = sorted(number for number in numbers if number)
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first} — {last}"


#: All of them, for templates.
ALL = {"COVER": COVER, "NOTE_SHEET": NOTE_SHEET, "BOX": BOX, "SPINE": SPINE}
