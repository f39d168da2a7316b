# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is found out about a file: facts, and findings with a clear name.

``refuse`` findings keep a file out; ``warn`` findings are shown beside it.
"""

from dataclasses import dataclass, field, replace

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

REFUSE, WARN = "refuse", "warn"

#: code -> (severity, English sentence; translated where it is shown)
TEXTS = {
    "empty": (REFUSE, _("The file is empty (0 bytes).")),
    "too_large": (REFUSE, _("The file is larger than allowed (%(detail)s).")),
    "unknown_kind": (REFUSE, _("Its content is of no kind that the archives keep.")),
    "not_allowed": (REFUSE, _("This kind of paper is not kept as %(detail)s.")),
    "damaged": (REFUSE, _("The file is damaged and does not open (%(detail)s).")),
    "truncated": (REFUSE, _("The file is cut off: its end is missing.")),
    "encrypted": (REFUSE, _("The file is locked by a password: keep it unlocked.")),
    "script": (REFUSE, _("The file holds something that runs (%(detail)s).")),
    "polyglot": (REFUSE, _("A second file hides in it (%(detail)s).")),
    "too_many_pages": (REFUSE, _("It has more pages than allowed (%(detail)s).")),
    "too_many_pixels": (REFUSE, _("The picture has more pixels than allowed.")),
    "bomb": (REFUSE, _("It unpacks to far more than its size (%(detail)s).")),
    "external": (REFUSE, _("It reaches outside of itself (%(detail)s).")),
    "infected": (REFUSE, _("The malware scanner found %(detail)s.")),
    "discarded": (REFUSE, _("It was left out by hand.")),
    "nested": (REFUSE, _("A package inside a package is not unpacked.")),
    "surplus": (WARN, _("Unknown data follow the end of the content.")),
    "attachments": (WARN, _("Other files are attached inside of it.")),
    "extension": (WARN, _("The ending of its name does not fit: it is %(detail)s.")),
    "name_changed": (WARN, _("Its name was shortened or cleaned.")),
    "dpi_unknown": (WARN, _("The resolution is not told by the file.")),
    "dpi_low": (WARN, _("The resolution of %(detail)s is below what is asked for.")),
    "bitonal": (WARN, _("Black and white only, but seals or photos must show.")),
    "not_pdfa": (WARN, _("It says it is PDF/A and is not (%(detail)s).")),
    "signature_broken": (
        WARN,
        _("The signature inside does not fit the content: it was changed or damaged."),
    ),
    "signature_changed": (WARN, _("The file was changed after it was signed.")),
    "signature_partly": (WARN, _("The signature covers a part of the file only.")),
    "signature_untrusted": (
        WARN,
        _(
            "Unchanged since it was signed, but by a certificate that is none of those "
            "this office trusts."
        ),
    ),
    "signature_not_run": (
        WARN,
        _("The signature inside could not be checked (%(detail)s)."),
    ),
    "recovered": (WARN, _("Small faults in its structure were passed over.")),
    "duplicate": (WARN, _("The same content is kept already (%(detail)s).")),
    "scan_not_run": (WARN, _("It was not scanned for malware (%(detail)s).")),
    "page_count": (WARN, _("Its pages are not as many as entered (%(detail)s).")),
}


class Refused(Exception):
    """A file that is not taken in, with its finding."""

    def __init__(self, code, detail=""):
        super().__init__(code)
        self.finding = Finding(code, detail)


@dataclass(frozen=True)
class Finding:
    """One finding: ``code`` of `TEXTS`, and a detail that holds nothing personal."""

    code: str
    detail: str = ""

    @property
    def severity(self):
        return TEXTS[self.code][0]


@dataclass(frozen=True)
class Limits:
    """Bounds of one file (policy); 0 pages or pixels: no bound."""

    size: int = 500 << 20
    pages: int = 2000
    pixels: int = 400_000_000


@dataclass(frozen=True)
class Look:
    """What a file says of itself.

    :param colour: the poorest of its pages: ``bitonal``, ``gray`` or ``colour``; ""
        where pages are drawn, not scanned
    :param dpi: the lowest resolution of a scanned page; 0 where none is told
    :param pdfa: ``no`` (does not say so), ``failed``, ``unchecked`` (the checker does
        not know all of it) or ``checked``
    :param signature: of a signed file: ``valid``, ``untrusted`` (unchanged, signer not
        known), ``invalid`` or ``not_run``
    """

    mimetype: str
    pages: int = 0
    dpi: int = 0
    colour: str = ""
    pdfa: str = "no"
    signed: bool = False
    signature: str = ""
    findings: tuple[Finding, ...] = field(default=())

    def codes(self):
        """The findings as they are stored: ``[[code, detail]]``."""
        return [[one.code, one.detail] for one in self.findings]

    def found(self, code, detail=""):
        """The same with one more finding."""
        return replace(self, findings=(*self.findings, Finding(code, detail)))


POOREST = ("bitonal", "gray", "colour")


def poorest(colours):
    """The poorest of some colours; "" of none."""
    ranks = [POOREST.index(colour) for colour in colours if colour]
    return POOREST[min(ranks)] if ranks else ""
