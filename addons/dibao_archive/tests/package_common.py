# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fictional items for tests of packages and inspections, without a database."""

import hashlib
import io

from ..tools.archive_record import ANNEX, Agent, Document, Event, Record, Volume

MADE = "2026-03-01T08:00:00Z"
UNIT = "示例县民政局"


def make_document(name, content=b"%PDF-1.7 example", **vals):
    """A document with true digests and its content at hand."""
    return Document(
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sm3=hashlib.new("sm3", content).hexdigest(),
        mimetype="application/pdf",
        open=lambda: io.BytesIO(content),
        **{"pages": 1, "created": "2024-05-06T01:02:03Z", "use": "scan", **vals},
    )


def make_record(at=1, **vals):
    """The ``at``-th item of a volume of the fictional county."""
    record = Record(
        code=f"J019-ZY·DB·2024·D30-001-{at:03d}",
        title=f"关于示例户{at}最低生活保障的审批表",
        date="20240506",
        responsible="示例县民政局",
        document_number=f"民低〔2024〕{at}号",
        secrecy="",
        open_mark="控制",
        opening_opinion="含个人信息，建议控制使用",
        retention="D30",
        year="2024",
        organ="",
        fonds_code="J019",
        fonds_name="示例县民政局",
        agency="示例县民政局",
        category="ZY·DB",
        number=f"{at:03d}",
        page_count=2,
        page_from=at * 2 - 1,
        kind="F01",
        act="new",
        sequence=at,
        relation="body",
        remark="",
        filed="2024-06-01",
        key=f"item-{at}",
        volume=Volume(
            code="J019-ZY·DB·2024·D30-001",
            title="示例户低保审批案卷",
            year="2024",
            category="ZY·DB",
            retention="D30",
            opened="2024-05-06",
        ),
        documents=[
            make_document(f"审批表{at}.pdf", b"%PDF-1.7 body " + str(at).encode()),
            make_document(
                f"附件·{at}.pdf", b"%PDF-1.7 annex " + str(at).encode(), role=ANNEX
            ),
        ],
        events=[
            Event("capture", "2024-05-06T01:02:03Z", "agent-1", "", "扫描", "success"),
            Event("ingestion", "2024-06-01T00:00:00Z", "agent-1", "DA/T 22", "", ""),
        ],
        agents=[Agent("agent-1", "示例经办员", position="档案员")],
    )
    for name, value in vals.items():
        setattr(record, name, value)
    return record
