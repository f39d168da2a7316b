# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the trace documents name is there: tests, models, methods, files, policies."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REVIEW = ROOT / "addons" / "dibao_review"
TRACE = ROOT / "docs" / "trace-review.md"
DATA = ROOT / "docs" / "trace-data.md"


@cache
def source():
    """All our programs and their data, tests aside."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(ROOT.glob("addons/dibao_*/**/*"))
        if path.suffix in (".py", ".csv", ".xml") and "tests" not in path.parts
    )


@cache
def tests():
    """{module: its text} of every test of the add-ons."""
    found = defaultdict(str)
    for path in ROOT.glob("addons/dibao_*/tests/test_*.py"):
        found[path.stem] += path.read_text(encoding="utf-8")
    return found


def named(trace=TRACE):
    """(line, name) of all that stands in code marks; ``::x`` is of the file before."""
    for number, line in enumerate(trace.read_text(encoding="utf-8").splitlines(), 1):
        module = ""
        for name in re.findall(r"`([^`]+)`", line):
            if name.startswith(("test_", "tests/")):
                module = name.partition("::")[0]
            yield number, f"{module}{name}" if name.startswith("::") else name


def is_there(name):
    if name.startswith("test_"):
        module, *inside = name.split("::")
        if module not in tests():
            return any(f"def {module}(" in text for text in tests().values())
        return all(
            re.search(rf"^\s*(class|def) {one}\b", tests()[module], re.MULTILINE)
            for one in inside
        )
    if name.startswith("dibao."):
        # The last part may be a method of the model before it.
        model, _dot, method = name.rpartition(".")
        return f'_name = "{name}"' in source() or (
            f'_name = "{model}"' in source() and f"def {method}(" in source()
        )
    if name.startswith("make "):
        return True
    if "/" in name:
        return any((base / name).exists() for base in (REVIEW, ROOT))
    if name.endswith("*"):
        return f'"{name[:-1]}' in source() or f",{name[:-1]}" in source()
    return re.search(rf"\b{re.escape(name)}\b", source()) is not None


@pytest.mark.parametrize("number, name", sorted(set(named())))
def test_what_is_named_is_there(number, name):
    assert is_there(name), f"{TRACE.name}:{number} names {name}"


def data_shown_by():
    """(line, name) of the tests that the trace of the data names."""
    for number, name in named(DATA):
        if name.startswith(("test_", "tests/")):
            yield number, name


@pytest.mark.parametrize("number, name", sorted(set(data_shown_by())))
def test_what_shows_the_data_is_there(number, name):
    path, _colons, inside = name.partition("::")
    if path.endswith(".py"):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not inside or f"def {inside}(" in text, f"{number}: {name}"
    else:
        wanted = name.removesuffix("*")
        found = wanted != name and any(
            f"def {wanted.rpartition('::')[2]}" in text for text in tests().values()
        )
        assert found or is_there(name), f"{DATA.name}:{number} names {name}"


def test_a_wrong_name_is_noticed():
    for name in ("test_notice::test_none", "dibao.nothing", "tools/none.py", "xy_q"):
        assert not is_there(name)


def test_every_rule_has_its_row():
    text = TRACE.read_text(encoding="utf-8")
    told = re.findall(r"\|\s*(?:57号 )?art\. ([\d, ]+)\s*\|", text)
    articles = {int(one) for group in told for one in group.split(",")}
    assert articles == set(range(1, 43))
    rules = set()
    table = text.partition("## Anomaly rules")[2]
    for row in re.findall(r"^\| (A\d\d[^|]*)\|", table, re.MULTILINE):
        for first, last in re.findall(r"A(\d\d)(?: to A(\d\d))?", row):
            rules |= set(range(int(first), int(last or first) + 1))
    assert rules == set(range(1, 33))
