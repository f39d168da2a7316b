# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ledgers of the fictional county in the layouts that offices have.

``household``: the auditors' list, one row per household with up to six members beside
the head (domain notes, section 5). ``member``: one row per person. ``payment``: the
auditors' list of one month's payments.
"""

import csv

import xlsxwriter

from .county import County
from .county_family import Family
from .county_people import Person

RELATIONS = {
    "02": "户主",
    "11": "夫",
    "12": "妻",
    "21": "独生子",
    "22": "长子",
    "23": "次子",
    "24": "三子",
    "25": "四子",
    "31": "独生女",
    "32": "长女",
    "33": "次女",
    "34": "三女",
    "35": "四女",
    "41": "孙子",
    "42": "孙女",
    "43": "外孙子",
    "44": "外孙女",
    "51": "父亲",
    "52": "母亲",
    "71": "兄",
    "73": "弟",
    "75": "姐姐",
    "77": "妹妹",
}
SEXES = {"1": "男", "2": "女"}
ETHNIC = {
    "01": "汉族",
    "08": "壮族",
    "11": "满族",
    "15": "土家族",
    "22": "畲族",
}
MARRIAGES = {"10": "未婚", "20": "已婚", "30": "丧偶", "40": "离婚"}
HEALTH = {"1": "健康或良好", "2": "一般或较弱", "3": "有慢性病", "6": "残疾"}
EDUCATION = {
    "30": "大学专科",
    "40": "中等职业教育",
    "60": "普通高中",
    "70": "初级中学",
    "80": "小学",
    "90": "其他",
}
DISABILITIES = {
    "1": "视力残疾",
    "2": "听力残疾",
    "3": "言语残疾",
    "4": "肢体残疾",
    "5": "智力残疾",
    "6": "精神残疾",
    "7": "多重残疾",
}
GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
LABOUR = {
    "able": "有劳动能力",
    "part": "部分丧失劳动能力",
    "lost": "完全丧失劳动能力",
    "none": "无劳动能力",
}
CAUSES = {
    "illness": "因病",
    "disability": "因残",
    "schooling": "因学",
    "disaster": "因灾",
    "labour": "缺劳动力",
    "other": "其他",
}
CLASSES = {"stable": "A类", "unstable": "B类"}
KINDS = {"urban": "城市低保", "rural": "农村低保"}
MEMBER_SLOTS = 6

HOUSEHOLD_HEADER = [
    "行政区划代码",
    "家庭编号",
    "低保类别",
    "家庭类别",
    "户主姓名",
    "户主身份证号",
    "低保证号",
    "开户银行",
    "银行账号",
    "家庭住址",
    "联系电话",
    "致困原因",
    *(
        f"成员{slot}{part}"
        for slot in range(1, MEMBER_SLOTS + 1)
        for part in ("姓名", "身份证号", "与户主关系")
    ),
    "保障人数",
    "家庭月收入",
    "月保障金额",
    "享受起始年月",
]
MEMBER_HEADER = [
    "行政区划代码",
    "乡镇",
    "村(社区)",
    "家庭编号",
    "低保类别",
    "家庭类别",
    "低保证号",
    "姓名",
    "身份证号",
    "与户主关系",
    "性别",
    "出生日期",
    "民族",
    "婚姻状况",
    "健康状况",
    "文化程度",
    "残疾类别",
    "残疾等级",
    "残疾证号",
    "劳动能力",
    "重大疾病",
    "就读学校",
    "联系电话",
    "家庭住址",
    "开户银行",
    "银行账号",
    "致困原因",
    "家庭月收入",
    "月保障金额",
    "享受起始日期",
]
PAYMENT_HEADER = [
    "行政区划代码",
    "家庭编号",
    "户主姓名",
    "户主身份证号",
    "低保证号",
    "银行账号",
    "发放日期",
    "低保金",
    "其他补助",
]


def _causes(family: Family) -> str:
    return "、".join(CAUSES[cause] for cause in family.causes)


def household_rows(county: County):
    """Rows of the auditors' household list, header first."""
    yield HOUSEHOLD_HEADER
    for family in county.families():
        head = family.head
        row = [
            family.place.code,
            family.number,
            KINDS[family.urban_rural],
            CLASSES[family.recheck_class],
            head.name,
            head.id_number,
            family.certificate,
            family.bank,
            family.account,
            family.address,
            head.phone,
            _causes(family),
        ]
        others = family.members[1 : MEMBER_SLOTS + 1]
        for person in others:
            row += (person.name, person.id_number, RELATIONS[person.relation])
        row += ("",) * (3 * (MEMBER_SLOTS - len(others)))
        row += (
            family.counted,
            family.income,
            family.allowance,
            f"{family.since.year}年{family.since.month}月",
        )
        yield row


def _member_row(family: Family, person: Person) -> list:
    return [
        family.place.code,
        family.township.name,
        family.place.name,
        family.number,
        KINDS[family.urban_rural],
        CLASSES[family.recheck_class],
        family.certificate,
        person.name,
        person.id_number,
        RELATIONS[person.relation],
        SEXES[person.sex],
        person.birth_date.isoformat(),
        ETHNIC[person.ethnic],
        MARRIAGES[person.marriage],
        HEALTH[person.health],
        EDUCATION[person.education],
        DISABILITIES.get(person.disability_type, ""),
        GRADES.get(person.disability_grade, ""),
        person.disability_certificate,
        LABOUR[person.labour],
        person.illness,
        person.school,
        person.phone,
        family.address,
        family.bank,
        family.account,
        _causes(family),
        family.income,
        family.allowance,
        family.since.isoformat(),
    ]


def member_rows(county: County):
    """One row per person, header first; what concerns the household is repeated."""
    yield MEMBER_HEADER
    for family in county.families():
        for person in family.members:
            yield _member_row(family, person)


def payment_rows(county: County):
    """The auditors' list of payments for the month of ``county.as_of``."""
    yield PAYMENT_HEADER
    day = county.as_of.replace(day=10).isoformat()
    for family in county.families():
        yield [
            family.place.code,
            family.number,
            family.head.name,
            family.head.id_number,
            family.certificate,
            family.account,
            day,
            family.allowance,
            0,
        ]


LAYOUTS = {
    "household": household_rows,
    "member": member_rows,
    "payment": payment_rows,
}


def write_csv(path, county: County, layout="household", encoding="utf-8-sig") -> int:
    """Write a ledger as CSV and return its number of data rows.

    :param encoding: ``utf-8-sig`` (what spreadsheets expect), ``utf-8`` or
        ``gb18030``
    """
    count = -1
    with open(path, "w", newline="", encoding=encoding) as stream:
        writer = csv.writer(stream)
        for row in LAYOUTS[layout](county):
            writer.writerow(row)
            count += 1
    return count


def write_xlsx(path, county: County, layout="household") -> int:
    """Write a ledger as XLSX, numbers as text, and return its number of data rows."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    count = -1
    for line, row in enumerate(LAYOUTS[layout](county)):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            else:
                sheet.write_number(line, column, value)
        count += 1
    book.close()
    return count
