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
TRACES = (TRACE, ROOT / "docs" / "trace-data.md")


@cache
def source():
    """All our programs and their data, tests aside."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(ROOT.glob("addons/dibao_*/**/*"))
        if path.suffix in (".py", ".csv", ".xml", ".js")
        and ("tests" not in path.parts or "tours" in path.parts)
    )


@cache
def tests():
    """{module: its text} of every test of the add-ons."""
    found = defaultdict(str)
    for path in (
        *ROOT.glob("addons/dibao_*/tests/test_*.py"),
        *ROOT.glob("tests/**/test_*.py"),
    ):
        found[path.stem] += path.read_text(encoding="utf-8")
    return found


def named():
    """(document, line, name) of all that stands in code marks; ``::x`` is of the file
    before."""
    for trace in TRACES:
        text = trace.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            module = ""
            for name in re.findall(r"`([^`]+)`", line):
                if name.startswith(("test_", "tests/")):
                    module = name.partition("::")[0]
                full = f"{module}{name}" if name.startswith("::") else name
                yield trace.name, number, full


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
    if ".py::" in name:
        path, _colons, inside = name.partition("::")
        return f"def {inside}(" in (ROOT / path).read_text(encoding="utf-8")
    if "/" in name:
        return any((base / name).exists() for base in (REVIEW, ROOT))
    if name.endswith("*"):
        return f'"{name[:-1]}' in source() or f",{name[:-1]}" in source()
    return re.search(rf"\b{re.escape(name)}\b", source()) is not None


@pytest.mark.parametrize("trace, number, name", sorted(set(named())))
def test_what_is_named_is_there(trace, number, name):
    assert is_there(name), f"{trace}:{number} names {name}"


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
