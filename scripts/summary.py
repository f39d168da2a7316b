#!/usr/bin/env python3
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run came to: checks and tests in one table, one closing line.

    summary.py RESULTS_DIR

Reads `steps.tsv` (name, seconds, exit code) and `junit.xml` from the folder. A
skipped test counts as failed: Odoo skips browser and PDF tests without a word when
a part of the machine is missing. Exit code 1 unless everything passed.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path
from xml.etree import ElementTree

SLOWEST = 8


def read_steps(path):
    """[(name, seconds, passed)] of the checks."""
    rows = []
    for line in path.read_text().splitlines():
        name, seconds, code = line.split("\t")
        rows.append((name, float(seconds), code == "0"))
    return rows


def outcome(case):
    """`passed`, `skipped` or `failed`, and the first line of the reason."""
    for tag, result in (
        ("failure", "failed"),
        ("error", "failed"),
        ("skipped", "skipped"),
    ):
        found = case.find(tag)
        if found is not None:
            text = found.get("message") or found.text or ""
            return result, (text.strip().splitlines() or [""])[0][:160]
    return "passed", ""


def read_tests(path):
    """[(group, name, seconds, outcome, reason)] of a JUnit file."""
    rows = []
    for case in ElementTree.parse(path).iter("testcase"):
        classname = case.get("classname", "")
        parts = classname.split(".")
        known = [part for part in parts if part.startswith("dibao_")]
        group = known[0] if known else "together"
        name = f"{'.'.join(parts[-2:])}.{case.get('name')}"
        seconds = float(case.get("time", 0))
        # A test that stops the clock spoils its own time.
        seconds = seconds if 0 <= seconds < 86400 else 0.0
        rows.append((group, name, seconds, *outcome(case)))
    return rows


def report(steps, tests):
    """The summary as lines, and whether everything passed."""
    lines = []
    for name, seconds, passed in steps:
        lines.append(f"  {'ok' if passed else 'FAILED':8}{seconds:7.0f} s  {name}")
    groups = defaultdict(Counter)
    seconds_of = Counter()
    for group, _name, seconds, result, _reason in tests:
        groups[group][result] += 1
        seconds_of[group] += seconds
    for group, count in sorted(groups.items()):
        good = count["passed"] == count.total()
        lines.append(
            f"  {'ok' if good else 'FAILED':8}{seconds_of[group]:7.0f} s  {group}: "
            f"{count['passed']} passed, {count['failed']} failed, "
            f"{count['skipped']} skipped"
        )
    slow = sorted(tests, key=lambda row: -row[2])[:SLOWEST]
    if slow:
        lines.append("slowest:")
        lines += [f"  {row[2]:13.1f} s  {row[1]}" for row in slow]
    bad = [row for row in tests if row[3] != "passed"]
    if bad:
        lines.append("not passed (a skipped test counts as failed):")
        lines += [f"  {result}: {name}: {why}" for _g, name, _s, result, why in bad]
    failed = len(bad) + sum(not passed for _name, _seconds, passed in steps)
    total = len(steps) + len(tests)
    lines.append(f"{total - failed} passed, {failed} failed")
    return lines, not failed and total > 0


def main(folder):
    steps = read_steps(folder / "steps.tsv") if (folder / "steps.tsv").exists() else []
    junit = folder / "junit.xml"
    lines, good = report(steps, read_tests(junit) if junit.exists() else [])
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
