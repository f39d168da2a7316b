# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The look at what comes in: facts, findings, malware, by the policies of a place.

Like the vault this hangs on no model: it handles clear content.
"""

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from odoo.exceptions import UserError
from odoo.tools import config

from .tools import clamd, file_finding, file_kind, file_look, pages


def limits(env, division):
    """Bounds of one file at a place, as ``file_finding.Limits``."""
    policy = env["dibao.policy"].sudo()
    return file_finding.Limits(
        size=policy._require("original_megabytes", division) << 20,
        pages=policy._require("original_pages", division),
    )


def scanner():
    """Where the malware scanner listens: a path or host:port; "" where none is set.

    Set by who runs the server (``dibao_clamd`` in the configuration, or DIBAO_CLAMD),
    not in the database: whoever may write there could else have files sent anywhere.
    """
    return config.get("dibao_clamd") or os.environ.get("DIBAO_CLAMD") or ""


def scan(env, stream, size, division):
    """Ask the malware scanner -> ``clamd.Verdict``."""
    most = env["dibao.policy"].sudo()._require("scan_megabytes", division) << 20
    return clamd.scan(scanner(), stream, size, most)


def trusted():
    """Certificates whose signatures are trusted, DER; none where no file is named.

    Named by who runs the server (``dibao_trust_file`` in the configuration, or
    DIBAO_TRUST_FILE: certificates in PEM), not in the database.
    """
    path = config.get("dibao_trust_file") or os.environ.get("DIBAO_TRUST_FILE") or ""
    return _read_trusted(path, os.stat(path).st_mtime) if path else ()


#: What stood in the way of a check, told in signs that need no language.
_NOT_RUN = {
    "sm2": "SM2",
    "missing": "pyHanko",
    "unreadable": "CMS",
    "none": "/Sig",
    "too_large": "> MB",
}


@lru_cache(maxsize=1)
def _read_trusted(path, _changed):
    told = x509.load_pem_x509_certificates(Path(path).read_bytes())
    return tuple(one.public_bytes(Encoding.DER) for one in told)


def check_signature(env, stream, found, division):
    """What came out for the signature in a signed file -> the ``Look`` with it.

    SM2 and the seals of an OFD are not checked: *not run* is told, and no pass.
    """
    told = {"state": "not_run", "why": "OFD"}
    if found.mimetype == file_kind.PDF:
        try:
            data = whole(env, stream, division)
            with pages.PageReader() as reader:
                told = reader.signature(data, trusted())
        except TooLarge:
            told["why"] = "too_large"
        except pages.PageError:
            told["why"] = "unreadable"
    found = replace(found, signature=told["state"])
    if told["state"] == "not_run":
        why = _NOT_RUN.get(told["why"], told["why"])
        return found.found("signature_not_run", why)
    return found.found(f"signature_{told['why']}") if told["why"] else found


def look(env, stream, name, kind, division):
    """Facts and findings of a file that comes in -> (``Look``, ``Verdict``).

    :param kind: its ``dibao.document.kind``; empty where it is not known yet
    :raise file_finding.Refused: it is not kept
    """
    size = stream.seek(0, os.SEEK_END)
    bounds = limits(env, division)
    verdict = clamd.Verdict(clamd.NOT_RUN)
    if 0 < size <= bounds.size:
        # First of all: what is infected is not parsed.
        verdict = scan(env, stream, size, division)
        if verdict.result == clamd.INFECTED:
            raise file_finding.Refused("infected", verdict.detail)
    found = file_look.look(stream, name, bounds, office=not kind or kind.office_allowed)
    if found.signed:
        found = check_signature(env, stream, found, division)
    if kind:
        found = file_look.quality(found, kind.smallest_dpi, kind.colour_needed)
    if verdict.result == clamd.NOT_RUN and scanner():
        found = found.found("scan_not_run", verdict.detail)
    return found, verdict


class TooLarge(UserError):
    """A content is too large for what takes all of it into memory at once."""


def whole(env, stream, division):
    """All bytes of a content, for what cannot work piece by piece.

    Reading codes, making a PDF of a picture, marking and stamping: each holds the
    content, and what it makes of it, in the worker's memory.

    :raise TooLarge: it is larger than the policy ``whole_megabytes`` allows
    """
    most = env["dibao.policy"].sudo()._require("whole_megabytes", division)
    size = stream.seek(0, os.SEEK_END)
    if size > most << 20:
        raise TooLarge(
            env._(
                "The file has %(size)s MB. Up to %(most)s MB are worked on as a whole: "
                "divide it, or ask for a higher limit (whole_megabytes).",
                size=-(-size >> 20),
                most=most,
            )
        )
    stream.seek(0)
    return stream.read()


def finding_text(env, code, detail=""):
    """The sentence of a finding."""
    return env._(file_finding.TEXTS[code][1], detail=detail)


def refusal(env, name, finding):
    """The UserError for a file that is not kept."""
    return UserError(
        env._(
            "“%(name)s” is not kept: %(why)s",
            name=name,
            why=finding_text(env, finding.code, finding.detail),
        )
    )
