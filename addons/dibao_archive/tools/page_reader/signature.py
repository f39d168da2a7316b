# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Does the electronic signature in a PDF hold? Read by pyHanko, in the bounded process.

Nothing is fetched: certificates are judged by the roots that the office named, and by
what lies in the file. Who signed is not told: subjects of certificates name people.
"""

import asyncio
import io
import logging
import warnings

try:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext
except ImportError:  # an installation without it
    PdfFileReader = None

#: From good to bad: a file is as good as the worst signature in it.
STATES = ("valid", "untrusted", "not_run", "invalid")
#: GM/T 0006: signing with SM2, and the content types of GM/T 0010 around it.
SM = "1.2.156.10197."
MOST = 50


def verify(data, roots):
    """Check every signature of a PDF.

    :param bytes data: the file
    :param roots: certificates that are trusted, DER
    :return: ``{"state": one of STATES, "why": code, "count": signatures}``; codes:
        "" (valid), ``untrusted``, ``changed`` (after signing), ``broken`` (the
        signature does not fit), ``partly`` (covers a part only), ``sm2``,
        ``unreadable``, ``none``, ``missing`` (pyHanko is not installed)
    """
    if PdfFileReader is None:
        return _told("not_run", "missing", 0)
    # Its log quotes the file.
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures
            signatures = [one for one in found if one is not None][:MOST]
        except Exception as error:
            # Parsers of foreign files fail in any way; the name alone is told.
            return _told("not_run", _unreadable(error), 0)
        judged = [_judge(one, roots) for one in signatures]
    if not judged:
        return _told("not_run", "none", 0)
    state, why = max(judged, key=lambda one: STATES.index(one[0]))
    return _told(state, why, len(judged))


def _told(state, why, count):
    return {"state": state, "why": why, "count": count}


def _unreadable(error):
    return "sm2" if SM in str(error) else "unreadable"


def _judge(signature, roots):
    try:
        if _is_sm(signature):
            return "not_run", "sm2"
        signature.compute_integrity_info()
        status = asyncio.run(
            async_validate_pdf_signature(signature, _context(roots, signature))
        )
    except Exception as error:
        return "not_run", _unreadable(error)
    return _verdict(status)


def _verdict(status):
    if not status.intact or not status.valid:
        return "invalid", "broken"
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "invalid", "partly"
    if status.modification_level == ModificationLevel.OTHER or not status.docmdp_ok:
        return "invalid", "changed"
    return ("valid", "") if status.trusted else ("untrusted", "untrusted")


def _context(roots, signature):
    """Judged as of the day of signing: papers are kept longer than certificates."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in roots],
        other_certs=list(signature.other_embedded_certs),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=signature.self_reported_timestamp,
    )


def _is_sm(signature):
    """Asked before the certificate is looked for, which might not be found then."""
    info = signature.signer_info
    for one in (info["digest_algorithm"], info["signature_algorithm"]):
        if one["algorithm"].dotted.startswith(SM):
            return True
    key = signature.signer_cert.public_key["algorithm"]
    return key["algorithm"].dotted.startswith(SM)
