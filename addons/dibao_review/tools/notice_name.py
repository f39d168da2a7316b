# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names as public notices show them."""

#: Surnames of two characters that are common enough to be cut right.
COMPOUND = frozenset(
    (
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "令狐",
    )
)
DOTS = "·•・‧．."


def shown(name, masked):
    """A name as a notice shows it.

    :param bool masked: hide the given name: one star for each character but the last of
        three or more; minors are always masked by the caller

    >>> shown("王小明", True), shown("王明", True), shown("王小明", False)
    ('王*明', '王*', '王小明')
    >>> shown("欧阳小明", True), shown("买买提·艾力", True)
    ('欧阳*明', '买**·**')
    """
    name = (name or "").strip()
    if not masked or not name:
        return name
    if any(dot in name for dot in DOTS):
        first, *rest = (char for char in name)
        return first + "".join(char if char in DOTS else "*" for char in rest)
    family = next((one for one in COMPOUND if name.startswith(one)), name[:1])
    given = name[len(family) :]
    if len(given) < 2:
        return family + "*" * len(given)
    return family + "*" * (len(given) - 1) + given[-1]
