# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Disclosed figures as open data: CSV files and their description (Data Package)."""

import csv
import io

from .suppression import TOTAL

#: column: (type of the Table Schema, its title)
PLACES = {
    "month": "yearmonth",
    "division_code": "string",
    "division_name": "string",
    "level": "string",
    "urban_rural": "string",
    "households": "integer",
    "persons": "integer",
    "spending_yuan": "number",
    "suppressed": "boolean",
}
TREND = {
    "month": "yearmonth",
    "households": "integer",
    "persons": "integer",
    "spending_yuan": "number",
    "suppressed": "boolean",
}


def places_csv(content):
    """One line a place and class, of a content as `disclosure` made it."""
    rows = []
    for place in content["places"]:
        for kind, figures in place["cells"].items():
            rows.append(
                [
                    content["month"],
                    place["code"],
                    place["name"],
                    place["level"],
                    "all" if kind == TOTAL else kind,
                    *(_shown(figures)),
                ]
            )
    return _csv(PLACES, rows)


def trend_csv(content):
    """One line a month of the county."""
    return _csv(
        TREND, [[month, *_shown(figures)] for month, figures in content["trend"]]
    )


def _shown(figures):
    if figures is None:
        return ["", "", "", "true"]
    return [figures[0], figures[1], f"{figures[2]:.2f}", "false"]


def _csv(columns, rows):
    handle = io.StringIO()
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    # With a byte order mark, or the usual spreadsheet garbles Chinese.
    return handle.getvalue().encode("utf-8-sig")


def package(content, digest, texts, base):
    """The description of the files: a Data Package (specs.frictionlessdata.io).

    :param texts: {"title", "description", "places", "trend", column: description}
    :param str base: address below which the files lie
    """

    def resource(name, title, columns):
        return {
            "name": name,
            "title": title,
            "path": f"{base}/{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {
                "fields": [
                    {"name": column, "type": kind, "description": texts[column]}
                    for column, kind in columns.items()
                ],
                "missingValues": [""],
            },
        }

    return {
        "profile": "tabular-data-package",
        "name": f"dibao-{content['county']['code']}-{content['month']}",
        "title": texts["title"],
        "description": texts["description"],
        "version": digest[:12],
        "temporal": content["month"],
        "smallest_figure": content["least"],
        "resources": [
            resource("places", texts["places"], PLACES),
            resource("trend", texts["trend"], TREND),
        ],
    }
