# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is disclosed and shared: public pages, open data, files for others."""

CODES = ("990101000000", "990101001000", "990101001001", "1", "x")
FILES = ("places.csv", "trend.csv", "datapackage.json", "x")


def public(client, county, mint):
    """Every public page, and the doors for other offices and departments."""
    client.get("disclosure", "/dibao/public")
    for code in CODES:
        client.get("disclosure", f"/dibao/public/{code}")
        client.get("disclosure", f"/dibao/public/{code}/2026-01")
        for name in FILES:
            client.get("open data", f"/dibao/public/{code}/2026-01/{name}")
    for number in (1, 2, 999999):
        client.get("cross-region file", f"/dibao/cross/{number}")
        client.get("extract", f"/dibao/extract/{number}")
    numbers = mint.values("id_number")
    client.call("dibao.share", "status", [numbers[:2], "probe"])
    client.call("dibao.share", "decisions", [0, 10])
