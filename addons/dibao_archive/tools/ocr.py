# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading the text of a page by tesseract, where it is installed.

The page goes in and the words come out by pipes. How sure the program is of its words
is kept beside them: stamps and handwriting are read badly, so what was read never
replaces what somebody typed.
"""

import csv
import io
import os
import re
import shutil
import subprocess
from typing import NamedTuple

LANGUAGE = "chi_sim"
_WORD = "5"
#: The program puts blanks between Chinese characters, which nobody wrote.
_BLANK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
)


class Read(NamedTuple):
    """Text with line breaks, and the mean confidence of its words (0 to 100)."""

    text: str
    confidence: float


class OcrError(Exception):
    """The page could not be read."""


def available():
    """Is the program here, with its Chinese data?"""
    program = shutil.which("tesseract")
    if not program:
        return False
    told = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False
    )
    return LANGUAGE in told.stdout.split()


def read(picture, seconds=120):
    """The text of one page.

    :param bytes picture: PNG or JPEG, 200 to 300 dpi
    :raise OcrError: not installed, too slow, or it failed
    :rtype: Read
    """
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "tsv"],
            input=picture,
            capture_output=True,
            check=True,
            timeout=seconds,
            # One core each: several pages are read side by side, by several jobs.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrError(type(error).__name__) from None
    return parse(done.stdout.decode(errors="replace"))


def parse(table):
    """``Read`` of the program's table (tsv)."""
    lines, sure = {}, []
    reader = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        word = (row.get("text") or "").strip()
        if row["level"] != _WORD or not word:
            continue
        place = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
        lines.setdefault(place, []).append(word)
        # A word counts by its length: a speck of dust is read as one character.
        sure += [float(row["conf"])] * len(word)
    text = "\n".join(_BLANK.sub("", " ".join(words)) for words in lines.values())
    return Read(text, round(sum(sure) / len(sure), 1) if sure else 0.0)
