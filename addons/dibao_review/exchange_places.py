# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which village or township a list means by what it writes as a place."""

from odoo.tools import SQL

from odoo.addons.dibao_archive.tools import chinese
from odoo.addons.dibao_archive.tools.ledger_places import (
    Places,
    township_key,
    village_key,
)
from odoo.addons.dibao_archive.tools.ledger_values import Flaw

#: Spellings of places that are remembered: addresses may all differ.
MOST_KNOWN = 50_000


def place_finder(batch):
    """Function: what a list writes as a place -> id of the division, or None."""
    env = batch.env
    area = batch.division_id.sudo()
    rows = env.execute_query(
        SQL(
            "SELECT id, code, name, level, parent_id FROM dibao_division"
            " WHERE parent_path LIKE %s AND active AND valid_to IS NULL",
            f"{area.parent_path}%",
        )
    )
    places = Places(area.id, rows)
    names = {township_key(row[2]): row[0] for row in rows if row[3] == "township"}
    villages = {
        (row[4], village_key(row[2])): row[0] for row in rows if row[3] == "village"
    }
    known = {}

    def find(text):
        if not text:
            return None
        if text in known:
            return known[text]
        place = _resolve(text)
        if len(known) < MOST_KNOWN:
            known[text] = place
        return place

    def _resolve(text):
        plain = chinese.compact(text)
        for code, township, village in (
            (plain, None, None) if plain.isdigit() else (None, None, plain),
            (None, plain, None),
        ):
            try:
                return places.resolve(code, township, village)
            except Flaw:
                continue
        # 东镇东一村: the township's name stands before the village's.
        for key, township_id in names.items():
            at = plain.find(key)
            if key and at >= 0:
                rest = township_key_rest(plain[at + len(key) :])
                return villages.get((township_id, village_key(rest)), township_id)
        return None

    return find


def township_key_rest(text):
    """What follows a township's short name, without the word for what it is."""
    for end in ("街道办事处", "街道", "镇", "乡"):
        if text.startswith(end):
            return text[len(end) :]
    return text
