# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Papers full of canaries: originals, what was read in them, scans that wait."""

import importlib
import io
import zipfile

import pikepdf


def page(*lines):
    """A PDF of one page with these lines, its text lying open in the file."""
    drawn = " ".join(f"({line}) Tj T*" for line in lines)
    pdf = pikepdf.new()
    sheet = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Courier,
    )
    sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    sheet.Contents = pdf.make_stream(
        f"BT /F1 12 Tf 72 720 Td 16 TL {drawn} ET".encode()
    )
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=False)
    return stream.getvalue()


def build(env, mint, county):
    """File papers that hold protected values, have their text read, leave some lie."""
    for number, household in enumerate(
        env["dibao.household"].browse(county.records["dibao.household"])
    ):
        owner = f"纸{number}"
        value = mint.id_number(owner)
        content = page(f"ID {value}", f"Tel {mint.phone(owner)}")
        item = household._dibao_file(
            "F01", None, filename=f"{value}.pdf", content=content
        )
        original = item.original_ids
        env["dibao.job"]._enqueue_text(original).sudo()._run()
        county.note(item, original, item.volume_id)
    _scans(env, mint, county)


def _scans(env, mint, county):
    """A batch of scans: names that hold numbers, and content that does."""
    # Only there once the add-ons path is known.
    upload = importlib.import_module("odoo.addons.dibao_archive.ingest_upload")
    batch = env["dibao.ingest"].create(
        {"division_id": county.places["990101001000"].id}
    )
    value = mint.id_number("扫")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{value}.pdf", page(f"ID {value}"))
        archive.writestr(f"{value} 2.txt", f"ID {value}")
    data = packed.getvalue()
    begun = upload.begin(batch, f"scan {value}.zip", len(data))
    upload.take_piece(batch, begun["id"], 0, data)
    batch.action_run()
    batch.job_id.sudo()._run()
    county.note(batch, batch.file_ids, batch.job_id)
