# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of ledgers for the values that are no code table: sex, disability, state …

Keys are ``code_label.label_key`` spellings.
"""

import re

from .code_label import label_key


def _table(**meanings):
    return {
        label_key(word): value
        for value, words in meanings.items()
        for word in words.split()
    }


SEX = {
    label_key(word): code
    for code, words in {
        "1": "男 男性 1 M male",
        "2": "女 女性 2 F female",
        "0": "未知 未知的性别 0",
        "9": "未说明 未说明的性别 9",
    }.items()
    for word in words.split()
}
URBAN_RURAL = _table(
    urban=(
        "城市 城镇 城市低保 城镇低保 城保 城市居民 非农业 非农 居民 城 urban city"
        " 城市最低生活保障"
    ),
    rural="农村 农村低保 农保 农业 乡村 农 rural 农村居民 农村最低生活保障",
)
# 民发〔2021〕57号 art. 31: yearly where income hardly changes, else half-yearly.
RECHECK_CLASS = _table(
    stable="A A类 一类 1类 重点 重点保障 重点户 长期 长期保障 稳定 收入稳定 stable",
    unstable=(
        "B B类 C C类 二类 2类 三类 3类 一般 一般保障 一般户 短期 临时 不稳定 基本保障"
        " 收入不稳定、有劳动能力 unstable"
    ),
)
STATE = _table(
    draft="未享受 待批 待审批 草稿 申请中 draft",
    active="在保 正常 正常享受 享受 享受中 在享 保障中 发放 正常发放 有效 在册 active",
    suspended="暂停 缓发 暂缓 暂停发放 suspended",
    tapering="渐退 渐退期 tapering",
    # 停发 ends the benefit (民发〔2021〕57号 art. 32); a pause is 暂停 or 缓发.
    stopped=(
        "停发 已停发 停保 退保 注销 退出 终止 取消 已停保 已注销 已退出 清退 stopped"
    ),
)
LABOUR = _table(
    able="有 有劳动能力 普通劳动力 全劳动力 健全 技能劳动力 able",
    part=(
        "部分丧失 部分丧失劳动能力 弱劳动力 弱劳动能力 半劳动力 部分劳动能力"
        " 弱劳动力或半劳动力 part"
    ),
    lost="完全丧失 完全丧失劳动能力 丧失 丧失劳动能力 丧失劳动力 lost",
    none="无 无劳动能力 无劳动力 无劳动能力（未成年或年老） 没有 none",
)
DISABILITY_TYPE = {
    label_key(word): code
    for code, words in {
        "1": "1 视力 视力残疾 盲 sight",
        "2": "2 听力 听力残疾 聋 hearing",
        "3": "3 言语 言语残疾 语言 语言残疾 哑 speech",
        "4": "4 肢体 肢体残疾 肢残 limb",
        "5": "5 智力 智力残疾 智残 intellectual",
        "6": "6 精神 精神残疾 精残 mental",
        "7": "7 多重 多重残疾 multiple",
    }.items()
    for word in words.split()
}
DISABILITY_GRADE = {
    label_key(word): code
    for code, words in {
        "1": "1 一级 1级 壹级 Ⅰ级 I级 I 一 极重度",
        "2": "2 二级 2级 贰级 Ⅱ级 II级 II 二 重度",
        "3": "3 三级 3级 叁级 Ⅲ级 III级 III 三 中度",
        "4": "4 四级 4级 肆级 Ⅳ级 IV级 IV 四 轻度",
    }.items()
    for word in words.split()
}
NO_ID_REASON = _table(
    newborn="新生儿 新生 新出生 刚出生 newborn",
    unregistered="未上户 未上户口 未落户 无户口 黑户 未登记 未入户 unregistered",
    foreign="外籍 外国人 境外 外国国籍 foreign",
    other="其他 other",
)
# Cells that say "no number" without saying why.
NO_ID = {
    label_key(word)
    for word in ("无", "无身份证", "没有", "无证", "暂无", "未办", "未办理", "无号")
}
# 01 (self) in a column headed "relation to the head" is the head himself.
HEAD_WORDS = {
    label_key(word)
    for word in (
        "户主",
        "本人",
        "户主本人",
        "申请人",
        "head",
        "self",
        "02",
        "01",
        "2",
        "1",
    )
}

_RELATION_PREFIX = re.compile(r"^(?:与?户主的?|系?户主之?|之)")
TOTAL_WORDS = re.compile(r"^(?:合计|总计|小计|共计|累计|total)", re.IGNORECASE)
FOOT_WORDS = re.compile(
    r"^(?:填表|制表|填报|审核|负责|单位|注|备注|说明|经办|复核|主管|日期|联系|分管|盖章)"
    r"[^:：]{0,8}[:：]"
)


def relation_key(text):
    """Key of a relation label without 与户主, 之 and the like."""
    key = label_key(text)
    return _RELATION_PREFIX.sub("", key) or key


def split_disability(text):
    """``(type, grade)`` of cells such as 肢体二级, each None where not said."""
    key = label_key(text)
    if key in DISABILITY_TYPE:
        return DISABILITY_TYPE[key], None
    for word, code in DISABILITY_TYPE.items():
        if len(word) > 1 and key.startswith(word):
            rest = key[len(word) :].removeprefix("残疾")
            if rest in DISABILITY_GRADE:
                return code, DISABILITY_GRADE[rest]
    return None, DISABILITY_GRADE.get(key)
