#!/usr/bin/env python3
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Make addons/dibao_archive/data/divisions.csv.xz from published tables.

    divisions.py provinces.csv cities.csv areas.csv streets.csv

Each CSV has the columns code (2, 4, 6 or 9 digits) and name.
"""

import csv
import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parent.parent / "addons" / "dibao_archive"


def main(paths):
    # The tools import no Odoo; the package above them does.
    sys.path.insert(0, str(ADDON))
    from tools import division_table  # noqa: PLC0415

    lines = {}
    for path in paths:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            for line in csv.DictReader(stream):
                lines[line["code"]] = line["name"].strip()
    division_table.TABLE.write_bytes(division_table.pack(lines.items()))
    size = division_table.TABLE.stat().st_size
    rows = sum(1 for _row in division_table.read_table())
    print(f"{len(lines)} lines, {rows} divisions, {size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
