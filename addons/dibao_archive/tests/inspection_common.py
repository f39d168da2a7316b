# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The add-on's own tables of the inspection, read without a database."""

import csv
import json
from pathlib import Path

from ..tools import file_kind, reference_code
from ..tools.archive_record import Seen
from ..tools.four_property import Batch, Element, PackageSeen, Rule, Setting
from .package_common import make_record

DATA = Path(__file__).resolve().parent.parent / "data"
STAGES = ("filing", "transfer", "keeping")


def _rows(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def rules(stage=None):
    """The rules of a stage (of all)."""
    return [
        Rule(
            number=row["number"],
            automatic=row["automatic"] == "1",
            blocking=row["blocking"] == "1",
            version=row["version"],
            weight=float(row["weight"]),
            params=json.loads(row["params"] or "{}"),
        )
        for row in _rows("dibao.inspection.rule")
        if stage is None or row[f"at_{stage}"] == "1"
    ]


def setting():
    """Elements, profiles, formats as they are delivered."""
    return Setting(
        elements=tuple(
            Element(
                field=row["field"],
                label=row["name"],
                obligation=row["obligation"],
                condition=row["condition"],
                kind=row["kind"],
                shortest=int(row["shortest"]),
                longest=int(row["longest"]),
                regex=row["regex"],
                low=float(row["low"]) if row["has_low"] == "1" else None,
                high=float(row["high"]) if row["has_high"] == "1" else None,
                codes=tuple(filter(None, row["codes"].split("|"))),
                version=row["version"],
            )
            for row in _rows("dibao.inspection.element")
        ),
        profiles=tuple(reference_code.PRESETS.values()),
        formats=frozenset(file_kind.ARCHIVAL),
        endings=file_kind.ENDINGS,
    )


def clean_batch(stage="transfer", count=3):
    """A batch in which nothing is wrong."""
    records = [make_record(at) for at in range(1, count + 1)]
    for record in records:
        for document in record.documents:
            document.seen = Seen(
                size=document.size,
                sha256=document.sha256,
                sm3=document.sm3,
                mimetype=document.mimetype,
                pages=document.pages,
                malware="clean",
            )
    return Batch(
        records=records,
        stage=stage,
        today="20260401",
        register_items=count,
        register_bytes=sum(d.size for r in records for d in r.documents),
        whole_volumes=frozenset({records[0].volume.code}),
        package=PackageSeen([], "ab", "ab", count, count)
        if stage == "transfer"
        else None,
        scanner="clamd 1.4",
        backup_hours=5,
        drill=True,
    )
