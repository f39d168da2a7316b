# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The file that a bank sends back: what came of each payment.

Nothing here knows what was sent; ``judge`` is told it and says, row by row, what does
not agree. One row that does not agree refuses the file as a whole.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .bank_format import FormatError

#: What may come of a payment.
RESULTS = ("paid", "bounced", "closed_account")
#: What may be wrong with a row.
PROBLEMS = (
    *("unreadable", "unknown", "double", "amount", "account", "result", "settled"),
    "money",
)


@dataclass(frozen=True)
class Back:
    """One row as the bank wrote it; ``account`` is normalised or empty."""

    number: int
    reference: str
    account: str = ""
    amount: Decimal | None = None
    code: str = ""
    reason: str = ""
    problem: str = ""


def slices(profile, line):
    """Cells of a line of fixed width; widths count bytes.

    :raise FormatError: the line is shorter or longer than the columns
    """
    if len(line) != sum(column.width for column in profile.columns):
        raise FormatError("length")
    cells, at = [], 0
    for column in profile.columns:
        cell = line[at : at + column.width].decode(profile.encoding)
        pad = column.pad or " "
        cells.append(cell.lstrip(pad) if column.align == "right" else cell.rstrip(pad))
        at += column.width
    return cells


def fixed_rows(profile, data):
    """``(row number, cells)`` of a file of fixed width; empty lines are left out."""
    for number, line in enumerate(data.split(b"\n"), 1):
        line = line.rstrip(b"\r")
        if not line.strip():
            continue
        try:
            yield number, slices(profile, line)
        except (FormatError, UnicodeDecodeError):
            yield number, None


def read(profile, rows):
    """``Back`` of each row of a file; titles are left out by their number of rows.

    :param rows: ``(row number, cells or None)``; None cannot be read
    """
    left_out = 1 if profile.titles else 0
    left_out += 1 if profile.head else 0
    held = None
    for place, (number, cells) in enumerate(rows):
        if place < left_out:
            continue
        if held is not None:
            yield held
        held = _back(profile, number, cells)
    # The last line is the foot, where the profile has one.
    if held is not None and not profile.foot:
        yield held


def _back(profile, number, cells):
    if cells is None or len(cells) < len(profile.columns):
        return Back(number, "", problem="unreadable")
    said = {
        column.source: str("" if cell is None else cell).strip()
        for column, cell in zip(profile.columns, cells, strict=False)
    }
    try:
        amount = _amount(said)
    except (InvalidOperation, ValueError):
        return Back(number, said.get("reference", ""), problem="money")
    return Back(
        number,
        said.get("reference", ""),
        said.get("account", ""),
        amount,
        said.get("result", ""),
        said.get("reason", ""),
    )


def _amount(said):
    text = (said.get("yuan") or said.get("fen") or "").replace(",", "")
    if not text:
        return None
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(text)
    return amount if said.get("yuan") else amount / 100


def result_of(code, words):
    """What a bank's code means, by ``{result: codes}``; "*" stands for all others."""
    for result, codes in words.items():
        if code in codes:
            return result
    return next((result for result, codes in words.items() if "*" in codes), None)


def judge(backs, sent, words):
    """``[(Back, result or None, problem)]``; ``problem`` is "" where all agrees.

    :param sent: ``{reference: (amount, account test, settled)}``; the test is a
        function of what the bank wrote, ``settled`` the result known already or None
    :param words: ``{result: set of codes}`` of the profile
    """
    judged, seen = [], {}
    for back in backs:
        result = result_of(back.code, words)
        problem = back.problem or _problem(back, sent, result)
        if not problem and back.reference in seen:
            problem = "double"
            # Neither of the two is believed.
            place = seen[back.reference]
            first, found, _none = judged[place]
            judged[place] = (first, found, "double")
        seen.setdefault(back.reference, len(judged))
        judged.append((back, result, problem))
    return judged


def _problem(back, sent, result):
    known = sent.get(back.reference)
    if known is None:
        return "unknown"
    amount, is_account, settled = known
    if back.amount is not None and back.amount != amount:
        return "amount"
    if back.account and not is_account(back.account):
        return "account"
    if result is None:
        return "result"
    # Money that comes back after it was paid is news; anything else contradicts.
    if settled and settled != result and (settled, result) != ("paid", "bounced"):
        return "settled"
    return ""
