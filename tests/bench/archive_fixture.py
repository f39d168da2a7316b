# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The archives under test: a volume for each household, its papers filed in it."""

from datetime import date, timedelta

from harness import stopwatch

#: Papers of a volume; a registry of SIZE / ITEMS households holds SIZE items.
KINDS = (
    *("F12", "F07", "F10", "F13", "F01", "F02", "ID", "HUKOU", "INCOME"),
    *("ACCOUNT", "PHOTO", "F18"),
)
ITEMS = len(KINDS)
PLACE = "990100000000"
OPENED = date(2024, 1, 8)
CHUNK = 1000  # volumes at a time


def fill(setting):
    """Load items until there are ``setting.size`` of them.

    :return: seconds it took, and how many were loaded
    """
    with setting.env() as env:
        # Those of households: the bench of running numbers adds others.
        there = [("household_id", "!=", False)]
        missing = setting.size - env["dibao.item"].search_count(there)
        if missing <= 0:
            return 0.0, 0
        fonds(env)
        return stopwatch(lambda: load(env, missing))


def fonds(env):
    """The fonds of the bench's county; the demo has one of its own."""
    place = env["dibao.division"]._live_by_code([PLACE])[PLACE]
    found = env["dibao.fonds"].search([("division_id", "=", place.id)], limit=1)
    return found or env["dibao.fonds"].create(
        {"code": "Q990", "name": "示例市民政局", "division_id": place.id}
    )


def load(env, count):
    """Volumes and filed items for households that have none, committed in chunks."""
    kinds = [env["dibao.document.kind"]._by_code(code) for code in KINDS]
    env.cr.execute(
        "SELECT h.id FROM dibao_household h WHERE NOT EXISTS ("
        "SELECT FROM dibao_volume v WHERE v.household_id = h.id)"
        " ORDER BY h.id LIMIT %s",
        (-(-count // ITEMS),),
    )
    ids = [row[0] for row in env.cr.fetchall()]
    loaded = 0
    for start in range(0, len(ids), CHUNK):
        households = env["dibao.household"].browse(ids[start : start + CHUNK])
        volumes = env["dibao.volume"]._load_households(households, 2024, OPENED)
        rows = [row for volume in volumes for row in papers(volume, kinds)]
        env["dibao.item"]._load_rows(rows)
        loaded += len(rows)
        env.cr.commit()
        env.invalidate_all()
    for table in ("dibao_volume", "dibao_item", "dibao_reference"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    return loaded


def papers(volume, kinds):
    """Rows of one volume: two pages a paper, one a week."""
    name = volume.person_id.name or ""
    for place, kind in enumerate(kinds):
        yield {
            "volume_id": volume.id,
            "kind_id": kind.id,
            "title": f"{kind.name} {name}",
            "date": OPENED + timedelta(weeks=place),
            "responsible": name,
            "page_count": 2,
            "page_from": 1 + 2 * place,
            "act": "application",
            "number": place + 1,
            "filed_on": OPENED + timedelta(weeks=60),
            "filed_by_id": volume.env.uid,
        }
