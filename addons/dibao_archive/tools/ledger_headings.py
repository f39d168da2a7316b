# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the heading of one column says: the words of many offices.

A field is ``head.<name>``, ``member.<name>`` or the plain name of what concerns the
household.
"""

import re

from .chinese import narrow

# Longest first where one word begins another: matched whole, brackets left out.
PERSON_WORDS = {
    "name": "姓名 名字 成员姓名 人员姓名 保障对象姓名 name fullname",
    "id_number": (
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 居民身份证号 身份号码"
        " 居民身份证号码 证件号码 证件号 身份证件号码 身份证件号 idnumber idno id"
        " identitynumber idcard"
    ),
    "relation": (
        "与户主关系 关系 与申请人关系 家庭关系 成员关系 称谓 与户主的关系"
        " 与申请人的关系 与保障人关系 relation relationship relationtohead"
    ),
    "sex": "性别 sex gender",
    "birth_date": "出生日期 出生年月 出生年月日 生日 出生时间 birthdate dateofbirth",
    "age": "年龄 周岁 age",
    "ethnic": "民族 ethnicgroup ethnic",
    "marriage": "婚姻状况 婚姻 婚否 婚姻情况 marriage maritalstatus",
    "health": "健康状况 身体状况 健康情况 身体健康状况 健康 health",
    "education": "文化程度 学历 受教育程度 文化水平 education",
    "occupation": "职业 职业状况 就业状况 从业状况 occupation",
    "disability_type": (
        "残疾类别 残疾类型 残疾种类 残疾情况 残疾类别及等级 残疾类别等级"
        " disabilitytype disability"
    ),
    "disability_grade": "残疾等级 残疾级别 残疾程度 伤残等级 disabilitygrade",
    "disability_certificate": (
        "残疾证号 残疾证号码 残疾人证号 残疾证编号 残疾人证 disabilitycertificate"
    ),
    "labour_ability": "劳动能力 劳动力状况 劳动技能 有无劳动能力 labourability",
    "serious_illness": "是否重病 是否大病 是否患重病 重病 seriousillness",
    "illness": "病种 患病名称 疾病名称 患病种类 重大疾病 大病病种 患病情况 illness",
    "school": "就读学校 学校 在读学校 学校名称 school",
    "phone": (
        "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系电话1 phone mobile"
        " telephone"
    ),
    "phone_other": "备用电话 其他电话 联系电话2 第二联系电话 secondphone",
    "counted": (
        "是否享受 是否保障对象 是否保障 是否低保 保障对象 是否纳入 是否纳入保障"
        " 是否享受低保 是否共同生活 counted"
    ),
    "exclusion": "未纳入原因 不纳入原因 未享受原因 不计入原因 exclusion",
    "no_id_reason": "无证原因 无身份证原因 无身份证号原因 noidreason",
    "death_date": "死亡日期 死亡时间 deathdate",
}
HOUSEHOLD_WORDS = {
    "number": (
        "家庭编号 户编号 户号 家庭编码 户编码 家庭户号 低保户号 低保编号 家庭代码"
        " 档案号 householdnumber familyno familynumber householdno"
    ),
    "division_code": (
        "行政区划代码 区划代码 行政区划 区划编码 行政区划编码 地区代码 区域代码"
        " divisioncode areacode"
    ),
    "township": (
        "乡镇 乡(镇) 镇 街道 乡镇街道 乡镇(街道) 乡(镇、街道) 镇街 所属乡镇 镇乡"
        " township"
    ),
    "village": (
        "村 社区 村(社区) 村社区 村居 村(居) 村委会 居委会 村(居)委会 行政村 村名 村委"
        " 所属村 所属社区 村(居)名称 village community"
    ),
    "urban_rural": (
        "城乡类别 低保类别 低保类型 城乡属性 城乡类型 户口类别 低保种类 救助类型 城乡"
        " 保障类型 urbanrural"
    ),
    "recheck_class": (
        "家庭类别 类别 分类 保障类别 分类施保类别 低保分类 户类别 救助类别 分类类别"
        " recheckclass class"
    ),
    "registered_address": "户籍地址 户口地址 户籍所在地 户口所在地 registeredaddress",
    "living_address": (
        "家庭住址 住址 居住地址 现住址 家庭地址 详细地址 地址 居住地 常住地址"
        " livingaddress address"
    ),
    "account_number": (
        "银行账号 银行帐号 账号 帐号 卡号 银行卡号 一卡通账号 一卡通帐号 一卡通号"
        " 开户账号 开户帐号 发放账号 存折号 存折账号 社会保障卡账号 bankaccount"
        " account accountnumber"
    ),
    "account_bank": "开户银行 开户行 银行 银行名称 发放银行 开户行名称 bank bankname",
    "account_holder": (
        "开户人 账户名 户名 开户人姓名 账户名称 帐户名 开户姓名 持卡人 账户姓名"
        " accountholder holder"
    ),
    "certificate_number": (
        "低保证号 低保证号码 低保证编号 证号 救助证号 保障证号 低保证"
        " certificateno certificatenumber"
    ),
    "allowance": (
        "月保障金额 保障金额 低保金 月低保金 补助金额 月补助金额 救助金额 月救助金额"
        " 月保障金 家庭月保障金 户月保障金额 享受金额 发放金额 补差金额 月补差 金额"
        " allowance"
    ),
    "allowance_from": (
        "享受起始年月 享受起始日期 享受起始时间 起始时间 起始日期 享受日期 纳入时间"
        " 纳入日期 批准时间 批准日期 审批日期 审批时间 享受时间 开始享受时间"
        " 救助开始时间 始享时间 allowancefrom startdate"
    ),
    "monthly_income": (
        "家庭月收入 月收入 家庭月总收入 月家庭收入 monthlyincome householdincome"
    ),
    "annual_income": "家庭年收入 年收入 家庭年总收入 年家庭收入 annualincome",
    "cause": (
        "致困原因 致贫原因 贫困原因 主要致贫原因 困难原因 享受原因 主要致困原因 cause"
    ),
    "member_count": (
        "家庭人口 家庭人口数 家庭人数 总人口 人口数 家庭总人口 家庭成员数 members"
    ),
    "counted_count": (
        "保障人数 享受人数 享受低保人数 享受人口 低保人数 保障人口 救助人数 纳入人数"
        " 保障人口数 countedmembers"
    ),
    "state": "状态 保障状态 享受状态 救助状态 当前状态 state status",
    "state_date": "状态日期 停保日期 停保时间 停发时间 statedate",
    "pay_date": "发放日期 发放时间 发放年月 发放月份 paydate",
    "other_subsidy": "其他补助 其他补贴 临时补贴 物价补贴 othersubsidy",
}
# Known, and of no use to the registry: no word about them is needed.
IGNORED_WORDS = (
    "序号 编号 行号 no 备注 说明 remark remarks 参保人员 参保人数 人均月收入 人均收入"
    " 人均年收入 填表日期 填表人 审核人 insuredpersons"
)
_NUMERAL = "一二三四五六七八九十"
_MEMBER = re.compile(
    r"^(?:第)?(?:家庭|共同生活的?|保障)*(?:家庭)?(?:成员|人员|member)(?:信息|情况)?"
    rf"(?:[(]?([{_NUMERAL}]|\d{{1,2}})[)]?)?"
)
_HEAD = re.compile(r"^(?:户主|申请人|家庭户主|head)(?:信息|情况|基本情况|的)?")
_BRACKET = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOISE = re.compile(r"[\s,;:_\-、，；：。.·*#'\"/|]+")


def plain(text):
    """Header text without what only decorates it; brackets as half-width."""
    return _NOISE.sub("", narrow(str(text or ""))).lower()


def _dictionary(words):
    return {
        plain(word): field for field, texts in words.items() for word in texts.split()
    }


_PERSON = _dictionary(PERSON_WORDS)
_HOUSEHOLD = _dictionary(HOUSEHOLD_WORDS)
_IGNORED = {plain(word) for word in IGNORED_WORDS.split()}
# Headers about the head in lists that name him without a group of his own.
_HEAD_ONLY = {plain(word) for word in ("户主", "户主名", "申请人", "head", "headname")}


def _look_up(words, text):
    return words.get(text) or words.get(_BRACKET.sub("", text))


def _slot(numeral):
    if not numeral:
        return 0
    return int(numeral) if numeral.isdigit() else _NUMERAL.index(numeral) + 1


def recognise_header(parts):
    """``(field, slot)`` of a header given as its rows from top to bottom.

    ``slot`` is 0 where the header does not number the member.
    """
    texts = [text for text in map(plain, parts) if text]
    if not texts:
        return "", 0
    joined, last = "".join(texts), texts[-1]
    for text in (last, joined):
        if text in _HEAD_ONLY:
            return "head.name", 0
        if field := _look_up(_HOUSEHOLD, text):
            return field, 0
    for text in (joined, last):
        if (found := _MEMBER.match(text)) and found.end():
            field = _look_up(_PERSON, text[found.end() :] or "姓名")
            if field:
                return f"member.{field}", _slot(found[1])
        if found := _HEAD.match(text):
            field = _look_up(_PERSON, text[found.end() :])
            if field:
                return f"head.{field}", 0
    if field := _look_up(_PERSON, last):
        return f"member.{field}", 0
    return ("-", 0) if last in _IGNORED or joined in _IGNORED else ("", 0)
