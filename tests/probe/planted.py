# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Does the probe see? A value left in clear on purpose must be found."""

import base64
import io
import zipfile

import scan

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL, config


def leave(env, county, value):
    """Write a protected value where nobody should: into a note, past all guards."""
    statement = SQL(
        "UPDATE dibao_person SET note = %s WHERE id = %s",
        value,
        county.records["dibao.person"][0],
    )
    env.cr.execute(statement)


def self_test(database, folder, mint):
    """Leave a value in several shapes and look; returns a hit for each one missed."""
    value = mint.values("id_number")[-1]
    packed = folder / "planted"
    packed.mkdir()
    spool = scan.Spool(packed)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        values = {
            "clear": value.encode(),
            "base64": base64.b64encode(b"x" + value.encode()),
            "zip": _zip(value.encode()),
        }
        files = env["ir.attachment"].create(
            [{"name": name, "raw": raw} for name, raw in values.items()]
        )
        env["ir.config_parameter"].set_param("dibao.probe", value[6:])
        cr.commit()
        scan.add_dump(spool, database)
        spool.add_folder("filestore", config.filestore(database))
        files.unlink()
        env["ir.config_parameter"].set_param("dibao.probe", False)
        cr.commit()
    found = {
        (where, shape) for where, _kind, _owner, shape in spool.find(mint.canaries)
    }
    wanted = [
        ("database", "tail"),
        ("filestore", "clear"),
        ("filestore > inner.txt", "clear"),
    ]
    missed = [one for one in wanted if one not in found]
    if not any(shape.startswith("base64") for _where, shape in found):
        missed.append(("filestore", "base64"))
    return [("planted value not found", *one) for one in missed]


def _zip(data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return stream.getvalue()
