# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Name stock of the fictional county.

Surnames follow their real frequency, because search benches depend on it. Given
names are drawn from the Thousand Character Classic: they look like names and are
recognisably a scheme, so that nobody takes a demo person for a neighbour.
"""

SURNAMES = (
    ("王李张刘陈", 70),
    ("杨黄赵吴周徐孙马朱胡", 22),
    ("郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾", 10),
    ("肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖", 5),
    ("贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严", 3),
    ("覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申", 1),
)
COMPOUND_SURNAMES = ("欧阳", "上官", "诸葛", "司马", "令狐")

GIVEN_MALE = (
    "宇洪宙辰宿张来往藏闰成律调阳云腾致雨金生丽水玉出昆冈剑号巨珠称夜光"
    "果珍重芥海河淡鳞潜羽翔龙师火帝鸟官始制文推位让国有虞陶唐"
)
GIVEN_FEMALE = (
    "露结霜芥姜珍淑柰菜乃服衣裳吊民周发坐朝问道垂拱平章爱育黎首臣伏"
    "遐迩率宾归王鸣凤在竹白驹食场化被草木赖及万方贞洁效才良知过必改"
)
GIVEN_ANY = (
    "天地玄黄荒日月盈昃列寒暑秋收冬岁吕盖此身四大五常恭惟鞠养女慕男得能"
    "莫忘罔谈彼短靡恃己长信使可覆器欲难量墨悲丝染诗赞羔羊景行维贤克念作圣"
    "德建名立形端表正空谷传声虚堂习听祸因恶积福缘善庆尺璧非宝寸阴是竞"
)
# Unsuitable beside a surname, or a word that a search test would trip over.
UNSUITABLE = frozenset("祸恶吊悲罔莫难短空非荒伏始赖此非被乃")
# Seldom characters that are on real cards: fonts, encodings and indexes meet them.
GIVEN_RARE = ("喆", "堃", "䶮", "淼", "𠮷", "㛃", "镕", "𬭎")

_TOWNSHIPS = (
    "云腾 玉冈 金水 龙师 秋收 霜结 珠光 海淡 河源 鳞潜 羽翔 文衣 推让 陶唐 "
    "垂拱 平章 鸣凤 白驹 草木 万方 贞洁 才良 景行 德建 名立 形端 谷声 善庆 寸阴 "
    "璧宝 兰馨 松盛 川流 渊澄 容止 言辞 笃初 慎终 荣业 籍甚 学优 登仕"
)
_VILLAGES = (
    "宇洪 辰宿 寒来 暑往 闰余 律吕 丽水 昆岗 巨阙 夜光 珍李 芥姜 火帝 鸟官 "
    "服裳 有虞 周发 问道 爱育 黎首 遐迩 宾归 在竹 食场 化被 及方 四大 五常 "
    "恭惟 鞠养 贞洁 知过 得能 靡恃 信使 器量 丝染 羔羊 维贤 克念"
)
TOWNSHIPS = _TOWNSHIPS.split()
VILLAGES = _VILLAGES.split()
NUMERALS = "一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """``number`` from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    text = "" if not tens else ("十" if tens == 1 else NUMERALS[tens - 1] + "十")
    return text + (NUMERALS[ones - 1] if ones else "")


def numbered(stock, index: int) -> str:
    """Name ``index`` of an endless list: the stock, then the stock with a number."""
    round_, place = divmod(index, len(stock))
    return stock[place] + (chinese_number(round_ + 1) if round_ else "")


def _weighted(groups):
    names, weights = [], []
    for characters, weight in groups:
        names += characters
        weights += [weight] * len(characters)
    return names, weights


class NameStock:
    """Draws fictional names from a random source, so that a seed repeats them."""

    def __init__(self, rng):
        self.rng = rng
        names, weights = _weighted(SURNAMES)
        total, self.cumulative = 0, []
        for weight in weights:
            total += weight
            self.cumulative.append(total)
        self.surnames = names
        self.given = {
            sex: [c for c in stock + GIVEN_ANY if c not in UNSUITABLE]
            for sex, stock in (("1", GIVEN_MALE), ("2", GIVEN_FEMALE))
        }

    def surname(self) -> str:
        if self.rng.random() < 0.002:
            return self.rng.choice(COMPOUND_SURNAMES)
        return self.rng.choices(self.surnames, cum_weights=self.cumulative)[0]

    def full_name(self, surname: str, sex: str) -> str:
        rng = self.rng
        stock = self.given[sex]
        given = stock[int(rng.random() * len(stock))]
        kind = rng.random()
        if kind < 0.002:
            given += rng.choice(GIVEN_RARE)
        elif kind < 0.88:
            given += stock[int(rng.random() * len(stock))]
        return surname + given
