# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers with protected files: nothing of them stays on the disk or in a cache."""

import os
import tempfile
from contextlib import contextmanager

from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def _private_folder():
    with tempfile.TemporaryDirectory(prefix="dibao-") as folder:
        yield folder


def send_made(make, name, mimetype=XLSX):
    """Answer with the file that ``make(path)`` writes; nothing of it stays on disk.

    The folder is private to the process's user. The file is unlinked before the first
    byte leaves: the open handle alone keeps it.
    """
    with _private_folder() as folder:
        path = os.path.join(folder, "answer")
        make(path)
        handle = open(path, "rb")  # noqa: SIM115
    return send_stream(handle, name, mimetype)


def send_stream(stream, name, mimetype):
    """Answer with a stream, piece by piece; nothing of it is put on the disk."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, stream, buffer_size=1 << 16),
        headers=[
            ("Content-Type", mimetype or "application/octet-stream"),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            # Whatever is in it runs nothing here.
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(stream.close)
    return response
