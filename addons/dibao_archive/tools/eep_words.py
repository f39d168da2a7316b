# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of DA/T 48-2009 and where the values of an item stand among them."""

from .archive_record import ANNEX, MAIN, OFFICE, PERSON, UNIT

NAMESPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
VERSION = "2009"
FORMAT = (
    "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成"
)
ORIGINAL_KIND, MODIFIED_KIND = "原始型", "修改型"
KIND_NOTE = "原始型封装包，封装后未经修改"

ROLES = {MAIN: "主文档", ANNEX: "附属文档"}
AGENT_KINDS = {UNIT: "单位", OFFICE: "内设机构", PERSON: "个人"}
COLOURS = {"bitonal": "黑白二值", "gray": "灰度", "colour": "彩色"}

# How the content is encoded: inside as base64, or outside with its digest inside.
INSIDE, OUTSIDE = "base64", "sha256-base64Binary"
ENCODINGS = {
    INSIDE: "本封装包中“编码数据”元素存储的是文档数据经base64编码后的结果",
    OUTSIDE: (
        "本封装包中“编码数据”元素仅给出文档数据的SHA-256摘要值，文档数据在封装包之外"
    ),
}
STATUS = "历史行为"

#: Values of an item by (group, element), in the order of the standard.
ELEMENTS = (
    ("来源", (("agency", "档案馆名称"), ("fonds_name", "全宗名称"))),
    (
        "档号",
        (
            ("fonds_code", "全宗号"),
            ("year", "年度"),
            ("retention", "保管期限"),
            ("organ", "机构或问题"),
            ("volume.code", "卷号"),
            ("number", "件号"),
            ("page_from", "页号"),
        ),
    ),
    (
        "内容描述",
        (
            ("title", "题名"),
            ("document_number", "文件编号"),
            ("responsible", "责任者"),
            ("date", "日期"),
            ("secrecy", "密级"),
        ),
    ),
    ("形式特征", (("page_count", "页数"),)),
    ("权限管理", (("open_mark", "控制标识"),)),
)
PLACED = {name for _group, pairs in ELEMENTS for name, _element in pairs}

#: Elements the standard wants, filled or not.
WANTED = {"立档单位名称", "年度", "保管期限", "件号", "题名"}
#: What the standard has no element for stands in notes that begin like this.
NOTE = "dibao:"
RESULT = "；结果："
