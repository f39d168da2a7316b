# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encapsulation packages (DA/T 48) of items with one file of 200 kB each."""

import base64
import hashlib
import io
import os
from importlib import import_module

from harness import Figures, bench, peak_mb, stopwatch

FILE = os.urandom(200_000)
MOST = 2000


def tool(name):
    """A module of the add-on; the add-ons path is known once a bench runs."""
    return import_module(f"odoo.addons.dibao_archive.tools.{name}")


class Drop:
    """Takes bytes and counts them."""

    size = 0

    def write(self, data):
        self.size += len(data)


def items(count):
    archive = tool("archive_record")
    digest = hashlib.sha256(FILE).hexdigest()
    for at in range(count):
        document = archive.Document(
            name=f"审批表·{at}.pdf",
            size=len(FILE),
            sha256=digest,
            mimetype="application/pdf",
            open=lambda: io.BytesIO(FILE),
        )
        yield archive.Record(
            code=f"J019-ZY·DB·2024·D30-001-{at:03d}",
            title=f"低保审批表{at}",
            year="2024",
            retention="D30",
            number=str(at),
            documents=[document],
        )


@bench("archive.eep")
def archive_eep(setting):
    eep, reader = tool("eep"), tool("eep_read")
    count = min(setting.size, MOST)
    header, target = eep.Header("2026-01-01T00:00:00Z", "示例县民政局"), Drop()

    def write():
        for record in items(count):
            eep.write(target, record, header)

    def plain():
        for _at in range(count):
            target.write(base64.b64encode(FILE))

    seconds, _none = stopwatch(write)
    limit, _none = stopwatch(plain)
    one = io.BytesIO()
    eep.write(one, next(items(1)), header)

    def read():
        for _at in range(min(count, 200)):
            one.seek(0)
            reader.read(one)

    reading, _none = stopwatch(read)
    return Figures(
        seconds,
        limit,
        {
            "items": count,
            "items_per_s": round(count / seconds),
            "mb_per_s": round(count * len(FILE) / seconds / 2**20),
            "read_items_per_s": round(min(count, 200) / reading),
            "peak_mb": peak_mb(),
        },
    )
