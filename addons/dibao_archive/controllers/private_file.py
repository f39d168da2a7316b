# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files made for one answer: in a private folder, gone when the answer is sent."""

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
        size = os.path.getsize(path)
        handle = open(path, "rb")  # noqa: SIM115
    response = request.make_response(
        wrap_file(request.httprequest.environ, handle),
        headers=[
            ("Content-Type", mimetype),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(handle.close)
    return response
