# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of files inside packages: which are safe, and which an item's files get.

What leaves an office is opened under Windows, unpacked by whatever is at hand and read
again in fifty years. The middle dot of reference codes must come through (R-26); where
a receiver cannot take it, a map leads from ASCII names to the real ones.
"""

import re
import unicodedata

from .archive_record import PackageError

LONGEST_PART, LONGEST_PATH = 200, 1000
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_part(name, fallback="file"):
    """A name that any system can keep, as near to the given one as it may be.

    >>> safe_part("../户口本\\n·1.pdf")
    '户口本_·1.pdf'
    >>> safe_part("CON.txt")
    '_CON.txt'
    """
    name = unicodedata.normalize("NFC", name or "")
    name = re.split(r"[/\\]", name)[-1]
    name = _FORBIDDEN.sub("_", name).strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    suffix = match[0] if (match := _SUFFIX.search(name)) else ""
    stem = name[: len(name) - len(suffix)]
    while len((stem + suffix).encode()) > LONGEST_PART:
        stem = stem[:-1]
    return stem + suffix or fallback


def check(path):
    """Refuse the path of a file in a package that leads out of it or is a trap.

    :raise PackageError: with the reason
    """
    shown = path[:80]
    if not path or "\\" in path or "\x00" in path:
        raise PackageError("name_bad", shown)
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise PackageError("path_outside", shown)
    parts = path.split("/")
    if ".." in parts:
        raise PackageError("path_outside", shown)
    bad = any(
        part in ("", ".")
        or _FORBIDDEN.search(part)
        or _RESERVED.fullmatch(part)
        or part[-1] in " ."
        or len(part.encode()) > 255
        for part in parts
    )
    if bad or len(path.encode()) > LONGEST_PATH:
        raise PackageError("name_bad", shown)


def check_all(paths):
    """Refuse paths that cannot lie beside each other on every system.

    :raise PackageError: with the reason
    """
    seen = {}
    for path in paths:
        check(path)
        if path in seen.values():
            raise PackageError("name_twice", path[:80])
        key = unicodedata.normalize("NFC", path)
        if key in seen:
            raise PackageError("name_form", path[:80])
        seen[key] = path
    folded = {}
    for key, path in seen.items():
        parts = key.split("/")
        for depth in range(1, len(parts) + 1):
            place = "/".join(parts[:depth])
            other = folded.setdefault(place.casefold(), place)
            if other != place:
                raise PackageError("name_case", path[:80])
            # A file and a folder of one name.
            if depth < len(parts) and place in seen:
                raise PackageError("name_twice", path[:80])


def assign(records, ascii_only=False):
    """Give each document its path (year / class / item / file) in a package.

    :param bool ascii_only: use numbers; the map tells what they stand for
    :return: ``[(path, real path)]``, the map
    """
    pairs, used = [], set()
    for at, record in enumerate(records, 1):
        real_folder = "/".join(
            safe_part(part, "0000")
            for part in (record.year, record.category, record.code)
        )
        folder = f"{_digits(record.year)}/{at:06d}" if ascii_only else real_folder
        for number, document in enumerate(record.documents, 1):
            real = _unused(f"{real_folder}/{safe_part(document.name)}", used)
            document.path = real
            if ascii_only:
                suffix = _SUFFIX.search(real)
                ending = suffix[0].lower() if suffix else ""
                document.path = f"{folder}/{number:04d}{ending}"
            pairs.append((document.path, real))
    return pairs


def _digits(text):
    return text if text.isascii() and text.isdigit() else "0000"


def _unused(path, used):
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix:
        stem, suffix = path, ""
    name, number = path, 1
    while name.casefold() in used:
        number += 1
        name = f"{stem}~{number}{dot if suffix else ''}{suffix}"
    used.add(name.casefold())
    return name


def alias_text(pairs):
    """The map as lines of ``path TAB real path``."""
    return "".join(f"{path}\t{real}\r\n" for path, real in pairs)
