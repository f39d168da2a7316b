# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is planted in the county, and where: lists of other departments and families.

Pure: no database. 32 anomalies (A01 to A32), 40 harmless look-alikes, 25 missed people.
``office.py`` carries out what is not a row of a list.
"""

from dataclasses import dataclass, field
from datetime import date

from odoo.addons.dibao_archive.tools.county import County
from odoo.addons.dibao_archive.tools.county_family import Settlement
from odoo.addons.dibao_archive.tools.resident_id import check_character

SIZE, SEED = 420, 32
DAY = date(2026, 3, 20)
#: Ages at which a class changes by itself: such families are left alone.
TURNING = (16, 17, 18, 59, 60)
HEADS = {
    "police": ["身份证号", "姓名", "变动类型", "变动日期", "户主身份证号"],
    "funeral": ["身份证号", "姓名", "出生日期", "火化日期"],
    "health": ["身份证号", "姓名", "类型", "日期", "居住地"],
    "marriage": ["身份证号", "姓名", "登记类型", "登记日期", "配偶身份证号"],
    "schemes": ["身份证号", "姓名", "出生日期", "救助类型", "开始日期"],
    "justice": ["身份证号", "姓名", "类型", "开始日期", "结束日期"],
    "hr": ["身份证号", "姓名", "类型", "月金额", "日期", "居住地"],
    "payroll": ["身份证号", "姓名", "人员类别"],
    "medical": ["身份证号", "姓名", "类型", "金额", "日期"],
    "market": ["身份证号", "姓名", "身份", "登记状态", "统一社会信用代码"],
    "housing": ["身份证号", "姓名", "房屋类型", "不动产单元号", "登记日期"],
    "traffic": ["身份证号", "姓名", "车辆类型", "号牌号码", "状态"],
    "bank": ["身份证号", "资产类型", "余额"],
    "education": ["身份证号", "姓名", "学籍状态", "日期"],
    "disabled": ["身份证号", "姓名", "残疾类别", "残疾等级", "状态", "居住地"],
    "agriculture": ["身份证号", "姓名", "日期", "居住地"],
    "utility": ["身份证号", "月用量", "年月"],
}


@dataclass
class Plan:
    """The county, its lists, and who was planted what."""

    county: County
    families: list
    lists: dict = field(default_factory=lambda: {code: [] for code in HEADS})
    #: {"A01": family}; {"name of a look-alike": family}; names of missed people
    planted: dict = field(default_factory=dict)
    alike: dict = field(default_factory=dict)
    missed: list = field(default_factory=list)
    #: ID numbers in the lists that must never be met in clear
    numbers: set = field(default_factory=set)
    #: people who look like missed ones and are not
    not_missed: list = field(default_factory=list)

    def row(self, source, person, *values):
        """Put a person on a list."""
        number = getattr(person, "id_number", person)
        cells = [number, *values]
        if number is not person and HEADS[source][1] == "姓名":
            cells.insert(1, person.name)
        cells += [""] * (len(HEADS[source]) - len(cells))
        self.lists[source].append(cells)
        self.numbers.add(number)


def years_after(day, years):
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def old_number(number):
    """The 15-digit form of an 18-digit number."""
    return number[:6] + number[8:17]


def wrong_number(person, step=2):
    """Another valid number of the same birth date: somebody of the same name."""
    body = person.id_number[:14] + f"{(int(person.id_number[14:17]) + step) % 1000:03d}"
    return body + check_character(body)


class Gardener:
    """Chooses families and plants; each family is used once."""

    def __init__(self):
        county = County(SIZE, seed=SEED, first=2, as_of=date(2026, 1, 1))
        self.plan = Plan(county, list(county.families()))
        # The last village is that of A23 alone.
        self.last = self.plan.families[-1].place
        self.free = [
            one
            for one in self.plan.families
            if self._calm(one) and one.place is not self.last
        ]
        self.strangers = Settlement("planted", "990198", "别县", date(2026, 1, 1))

    def _calm(self, family):
        ages = {person.age for person in family.members}
        return not ages & set(TURNING) and not family.custodian

    def take(self, size=1, age=0, alone=False, **wanted):
        """A family of that many members at least, the head a grown-up.

        :param age: that the second member has at least
        :param alone: nobody but the head
        """
        for family in self.free:
            fits = len(family.members) >= size and family.head.age >= 19
            fits = fits and (not alone or len(family.members) == 1)
            if age:
                fits = fits and family.members[1].age >= age
            if fits and all(getattr(family, k) == v for k, v in wanted.items()):
                self.free.remove(family)
                return family
        raise ValueError("the county is too small")

    def plant(self, code, size=1, **wanted):
        family = self.plan.planted[code] = self.take(size, **wanted)
        return family

    def alike(self, name, size=1, **wanted):
        family = self.plan.alike[name] = self.take(size, **wanted)
        return family

    def just_grown_up(self):
        """A family whose second member or later came of age last year."""
        for family in self.plan.families:
            for person in family.members[1:]:
                birthday = years_after(person.birth_date, 18)
                ages = {one.age for one in family.members if one is not person}
                if date(2025, 4, 1) < birthday <= DAY and not ages & set(TURNING):
                    self.plan.alike["grown up and enrolled"] = family
                    return person
        raise ValueError("nobody came of age")

    def stranger(self):
        return self.strangers.outsider(25, 58)


def plan():
    """The whole plan; the same each time."""
    garden = Gardener()
    anomalies(garden)
    look_alikes(garden)
    missed(garden)
    for source, head in HEADS.items():
        # Everybody on the list of monitored households who draws nothing is missed.
        for _number in range(0 if source == "agriculture" else 30):
            stranger = garden.stranger()
            garden.plan.row(source, stranger, *_filler(source, head))
    return garden.plan


def _filler(source, head):
    """Values of a row that concerns nobody here; nobody is missed by it either."""
    values = {
        "变动类型": "迁出",
        "变动日期": "2026-02-01",
        "火化日期": "2026-02-01",
        "类型": {
            "health": "死亡",
            "justice": "服刑",
            "hr": "领取养老金",
            "medical": "职工医保",
        }.get(source, ""),
        "日期": "2026-02-01",
        "登记类型": "结婚",
        "登记日期": "2026-02-01",
        "救助类型": "特困",
        "人员类别": "公务员",
        "身份": "股东",
        "登记状态": "存续",
        "房屋类型": "住宅",
        "车辆类型": "小型汽车",
        "资产类型": "存款",
        "余额": "1000",
        "学籍状态": "在读",
        "残疾等级": "四级",
        "月用量": "60",
        "年月": "2026-02",
        "月金额": "1500",
    }
    return [values.get(one, "") for one in head if one not in ("身份证号", "姓名")]


def anomalies(garden):
    """What lists tell; the rest is planted by the office."""
    put, plant = garden.plan.row, garden.plant
    put("funeral", plant("A01").head, "", "2026-01-15")
    put("schemes", plant("A02").head, "", "外省低保", "2025-01-01")
    put("schemes", plant("A03", urban_rural="rural").head, "", "城市低保", "2025-06-01")
    plant("A04")
    put("schemes", plant("A05").head, "", "特困", "2025-06-01")
    put("payroll", plant("A06").head, "事业编")
    put("traffic", plant("A07").head, "小型汽车", "示A10001", "正常")
    family = plant("A08")
    put("housing", family.head, "住宅", "HA1", "2019-01-01")
    put("housing", family.head, "住宅", "HA2", "2020-01-01")
    put("market", plant("A09").head, "股东", "存续", "91990100MA000001X0")
    family = plant("A10")
    put("bank", family.head, "存款", 810 * 24 * len(family.members) + 1000)
    put("hr", plant("A11").head, "领取养老金", 4000, "2026-01-01")
    put("justice", plant("A12", 2).members[1], "服刑", "2025-09-01", "2029-09-01")
    spouse = garden.stranger()
    put("marriage", plant("A13").head, "结婚", "2025-12-12", spouse.id_number)
    for code in ("A14", "A15", "A16", "A17", "A18", "A19", "A20"):
        plant(code)
    plant("A21")
    plant("A22")
    garden.plan.planted["A23"] = garden.plan.families[-1]
    plant("A24", 2)
    plant("A26", 2, age=19)
    student = garden.plan.planted["A26"].members[1]
    put("education", student, "毕业", "2026-01-10")
    for code in ("A27", "A28", "A29", "A30", "A31", "A32"):
        plant(code)


def look_alikes(garden):
    """Forty things that look like it and are in order."""
    put, alike = garden.plan.row, garden.alike
    put("funeral", alike("former member died", 2).members[1], "", "2026-01-15")
    head = alike("another of that name died").head
    put("funeral", wrong_number(head), head.name, f"{head.birth_date}", "2026-01-15")
    family = alike("died after the benefit was stopped", alone=True)
    put("funeral", family.head, "", "2026-02-15")
    alike("two of one name and birth date, both without number")
    alike("two of one name and birth date, two numbers")
    head = alike("another of that name draws elsewhere").head
    put("schemes", wrong_number(head), head.name, "", "外省低保", "2025-01-01")
    family = alike("its own roll comes back", urban_rural="rural")
    put("schemes", family.head, "", "农村低保", "2024-01-01")
    alike("number differs by one digit")
    put("schemes", alike("former member is destitute", 2).members[1], "", "特困", "")
    head = alike("another of that name on the payroll").head
    put("payroll", wrong_number(head), "公务员")
    put("traffic", alike("mobility vehicle").head, "残疾人代步车", "示A20001", "正常")
    put("traffic", alike("motorcycle").head, "摩托车", "示A20002", "正常")
    put("traffic", alike("scrapped car").head, "小型汽车", "示A20003", "报废")
    put("housing", alike("one home").head, "住宅", "HB1", "2012-01-01")
    put("housing", alike("garage").head, "车库", "HB2", "2012-01-01")
    family = alike("one home of two owners", 2)
    for person in family.members[:2]:
        put("housing", person, "住宅", "HB3", "2012-01-01")
    put("market", alike("closed company").head, "股东", "注销", "91990100MA000002X0")
    put("market", alike("dormant shop").head, "个体工商户", "歇业", "92990100MA0003X0")
    put("bank", alike("small savings").head, "存款", 5000)
    family = alike("savings under the limit for each", 3)
    put("bank", family.head, "存款", 15000 * 2)
    family = alike("old number on a small pension")
    put("hr", old_number(family.head.id_number), family.head.name, "领取养老金", 1)
    put("hr", alike("pension declared").head, "领取养老金", 4000, "2026-01-01")
    put("hr", alike("unemployment benefit").head, "失业保险金", 900, "2026-01-01")
    family = alike("sentence served", 2)
    put("justice", family.members[1], "服刑", "2020-01-01", "2025-01-01")
    family = alike("prisoner not counted", 2)
    put("justice", family.members[1], "服刑", "2025-01-01", "2030-01-01")
    family = alike("spouse in the file", 2)
    put("marriage", family.head, "结婚", "2010-01-01", family.members[1].id_number)
    family, former = alike("divorced again"), garden.stranger()
    put("marriage", family.head, "结婚", "2019-01-01", former.id_number)
    put("marriage", family.head, "离婚", "2024-01-01", former.id_number)
    alike("shared account in custody")
    alike("account of a custodian")
    alike("grant at the ceiling")
    alike("one yuan of rounding")
    alike("limit ends today")
    alike("officer's relative is registered")
    alike("re-check next month")
    alike("member left out with a reason", 2)
    put("education", garden.just_grown_up(), "在读", "2025-09-01")
    alike("came back and was paid again")
    put("utility", alike("usual use").head, 80, "2026-02")
    put("medical", alike("small cost of treatment").head, "自付费用", 800, "2026-01-01")
    alike("village of equal single households")


def missed(garden):
    """Twenty-five who draw nothing, and some who only seem to."""
    plan = garden.plan
    villages = [one for one in plan.county.places() if one.level == "village"]
    townships = {one.code: one for one in plan.county.places()}

    def where(number):
        village = villages[number % len(villages)]
        return townships[village.parent].name + village.name

    def named(number):
        person = garden.stranger()
        person.name = f"漏{person.name}"
        return person, where(number)

    for number in range(12):
        person, place = named(number)
        grade = "一级" if number % 2 else "二级"
        plan.row("disabled", person, "肢体", grade, "有效", place)
        plan.missed.append(person.name)
    for number in range(6):
        person, place = named(number)
        plan.row("health", person, "重大疾病", "2026-01-20", place)
        plan.missed.append(person.name)
    for number in range(4):
        person, place = named(number)
        plan.row("hr", person, "失业登记", "", "2026-01-20", place)
        plan.missed.append(person.name)
    for number in range(3):
        person, place = named(number)
        plan.row("agriculture", person, "2026-01-20", place)
        plan.missed.append(person.name)
    for number, kind in enumerate(
        ("mild", "cancelled", "dead", "destitute", "drawing")
    ):
        person, place = named(number)
        if kind == "drawing":
            person = garden.alike_person = plan.families[0].head
        grade = "四级" if kind == "mild" else "一级"
        state = "注销" if kind == "cancelled" else "有效"
        number_shown = person.id_number
        if kind == "drawing":
            number_shown = old_number(person.id_number)
        plan.lists["disabled"].append(
            [number_shown, person.name, "肢体", grade, state, place]
        )
        plan.numbers.add(person.id_number)
        if kind == "dead":
            plan.row("funeral", person, "", "2026-02-01")
        if kind == "destitute":
            plan.row("schemes", person, "", "特困", "2025-01-01")
        plan.not_missed.append(person.name)
