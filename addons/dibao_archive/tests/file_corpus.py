# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files made for the tests: good ones of each kind, and ones with one fault each."""

import datetime
import io
import zipfile
from functools import lru_cache

import img2pdf
import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


def picture(kind="JPEG", mode="RGB", size=(827, 1169), dpi=(100, 100), **options):
    """A page as a picture; A4 at 100 dpi unless told otherwise."""
    image = Image.new(mode, size, 1 if mode == "1" else "white")
    ink = 0 if mode == "1" else "black"
    ImageDraw.Draw(image).rectangle((50, 50, size[0] // 2, 90), fill=ink)
    if dpi:
        options["dpi"] = dpi
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pages_tiff(count=3, mode="1"):
    """Several pages in one TIFF."""
    first, *rest = [Image.new(mode, (200, 300), 1) for _page in range(count)]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, dpi=(200, 200))
    return out.getvalue()


def scan_pdf(count=1, **options):
    """A PDF of scanned pages."""
    page = picture(**options)
    return img2pdf.convert([page] * count)


def drawn_pdf(count=1, change=None, **save):
    """A PDF of drawn pages; ``change(pdf)`` plants something in it."""
    pdf = pikepdf.new()
    for _page in range(count):
        pdf.add_blank_page(page_size=(595, 842))
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def _action(kind, **more):
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Action, S=pikepdf.Name(f"/{kind}"), **more
    )


def on_open(kind, **more):
    """Plant an action that runs when the file is opened."""

    def change(pdf):
        pdf.Root.OpenAction = _action(kind, **more)

    return change


def on_annotation(kind, **more):
    """Plant an action that runs at a click, hidden two levels down."""

    def change(pdf):
        pdf.pages[0].Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=pikepdf.Dictionary(
                        S=pikepdf.Name.URI,
                        URI="https://example.org",
                        Next=_action(kind, **more),
                    ),
                )
            ]
        )

    return change


def signature(pdf):
    """Plant the field of a signature."""
    field = pikepdf.Dictionary(
        FT=pikepdf.Name.Sig,
        T="Signature1",
        V=pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite")
        ),
    )
    pdf.Root.AcroForm = pikepdf.Dictionary(
        SigFlags=3, Fields=pikepdf.Array([pdf.make_indirect(field)])
    )


def signer(curve=False):
    """(key, certificate in DER) of an office that nobody else knows."""
    return _signer(bool(curve))


@lru_cache(maxsize=2)
def _signer(curve):
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if curve
        else rsa.generate_private_key(65537, 2048)
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Office of the tests")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_cert_sign"),
            *("key_encipherment", "data_encipherment", "key_agreement", "crl_sign"),
            *("encipher_only", "decipher_only"),
        ),
        False,
    )
    usage |= {"digital_signature": True, "content_commitment": True}
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + 30 * day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .add_extension(x509.KeyUsage(**usage), True)
        .sign(key, hashes.SHA256())
    )
    return key, made.public_bytes(serialization.Encoding.DER)


def signed_pdf(count=1, curve=False):
    """A PDF with an electronic signature made with ``signer``."""
    key, certificate = signer(curve)
    secret = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(drawn_pdf(count)))
    out = signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata(field_name="Signature1"),
        signer=signers.SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(certificate),
            signing_key=asn1_keys.PrivateKeyInfo.load(secret),
            cert_registry=SimpleCertificateStore(),
        ),
    )
    return out.getvalue()


def packed(members, **options):
    """A ZIP of ``{name: bytes}``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def ofd(pages=2, signed=False):
    """A small OFD (GB/T 33190-2016)."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    seals = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>" * signed
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
        for n in range(pages)
    )
    return packed(
        {
            "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {space} '
            f'Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
            f"</ofd:DocRoot>{seals}</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?>'
            f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        }
    )


def office(folder="word", **members):
    """A small office file."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            f"{folder}/document.xml": "<document/>",
            **members,
        }
    )


def many_pages(count):
    """A PDF of so many empty pages, written by hand: quicker than by any library."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []

    def write(text):
        places.append(out.tell())
        out.write(f"{len(places)} 0 obj\n{text}\nendobj\n".encode())

    write("<</Type/Catalog/Pages 2 0 R>>")
    kids = " ".join(f"{3 + n} 0 R" for n in range(count))
    write(f"<</Type/Pages/Count {count}/Kids[{kids}]>>")
    for _page in range(count):
        write("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(
        f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\n"
        f"startxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()
