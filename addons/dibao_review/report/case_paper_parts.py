# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What all forms of the procedure share: head, members, days and amounts."""

from functools import lru_cache

import babel.dates

from odoo import fields
from odoo.tools.misc import babel_locale_parse, get_lang

#: Papers that the township's office makes; the others bear the county's name.
TOWNSHIP = (
    *("F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F11", "F13"),
    "F20",
)


@lru_cache(maxsize=4096)
def written(lang, day, pattern):
    """A day in the words of a language; a meeting's forms say the same few days.

    :param lang: code as Odoo's, ``zh_CN``
    :param pattern: of Unicode, or ``long``
    """
    return babel.dates.format_date(day, pattern, locale=babel_locale_parse(lang))


def local_clock(record):
    """The record with a clock of the country, where its user has none."""
    zone = record.env.context.get("tz") or record.env.user.tz or "Asia/Shanghai"
    return record.with_context(tz=zone)


class PaperParts:
    """Title, facts, text and signatures of one form, in the language of the record.

    ``facts`` are rows of ``(label, value)``; ``texts`` of ``(heading, text)``;
    ``members`` is whether the table of members is part of it; ``signatures`` are the
    names of the lines at its end.
    """

    def __init__(self, record, code, kind=None):
        self.record = record
        self.code = code
        self.env = record.env
        self.case = record if record._name == "dibao.case" else record.case_id
        self.household = self.case.household_id
        self.kind = kind or self.env["dibao.document.kind"]._by_code(code)
        self.title = self.kind.name
        self.members = code in ("F01", "F12", "F15", "F16", "F18", "F19")
        self.remark = ""
        self.letterhead = self._office("township" if code in TOWNSHIP else "county")
        self.number = self.case.number or ""
        self.facts = self._head()
        self.texts = []
        self.signatures = []
        self.appeal = False
        getattr(self, f"_{code.lower()}")()

    def content(self):
        """What the template prints; plain data, kept as it was said.

        :rtype: dict
        """
        # a poster is read from afar: one fact a line
        wide = 1 if self.code == "F13" else 2
        return {
            "title": self.title,
            "large": self.code == "F13",
            "letterhead": self.letterhead,
            "number": self.number,
            "rows": [
                self.facts[at : at + wide] for at in range(0, len(self.facts), wide)
            ],
            "members": self._members() if self.members else [],
            "member_heads": self._member_heads() if self.members else [],
            "texts": [part for part in self.texts if part[1]],
            "appeal": self.appeal,
            "signatures": self.signatures,
        }

    def _member_heads(self):
        return [
            self.env._("Name of the member"),
            self.env._("Relation to the head"),
            self.env._("Counted"),
        ]

    def _members(self):
        yes, no = self.env._("Yes"), self.env._("No")
        return [
            [
                member.name or "",
                member.relation_id.name or "",
                yes if member.is_counted else no,
            ]
            for member in self.household.live_member_ids
        ]

    # ------------------------------------------------------------------ parts

    def _office(self, level):
        """Name of the office at a level above the household."""
        place = self._office_place(level)
        return place.agency_name or place.name or ""

    def _office_place(self, level):
        place = self.household.division_id.sudo()
        while place and place.level != level:
            place = place.parent_id
        return place or self.household.division_id.sudo().county_id

    def _phone(self, level):
        """Where to ask and object; the county's where the township has none."""
        place = self._office_place(level)
        return place.office_phone or place.county_id.office_phone or ""

    def _word(self, record, name):
        words = dict(record._fields[name]._description_selection(self.env))
        return words.get(record[name], "")

    def _day(self, value):
        """A day as it is written on paper: 2026年11月28日."""
        return written(get_lang(self.env).code, value, "long") if value else ""

    def _month(self, value):
        if not value:
            return ""
        return written(get_lang(self.env).code, value, self.env._("MMMM y"))

    def _moment(self, value):
        if not value:
            return ""
        local = fields.Datetime.context_timestamp(local_clock(self.record), value)
        return f"{self._day(local.date())} {local:%H:%M}"

    def _amount(self, value):
        return f"{value or 0:,.2f}"

    def _head(self):
        household = self.household
        return [
            (self.env._("Case number"), self.number),
            (self.env._("Applicant"), household.head_id.name or ""),
            (self.env._("Household number"), household.number or ""),
            (self.env._("Village"), self._place()),
            (self.env._("Kind of case"), self._word(self.case, "kind")),
            (self.env._("Members counted"), str(household.counted_count)),
        ]

    def _place(self):
        """The household's place from its county down, as it is written on paper."""
        names, place = [], self.household.division_id.sudo()
        while place and place.level not in ("province", "city"):
            names.insert(0, place.name or "")
            place = place.parent_id
        return "".join(names)

    def _reason(self, heading):
        self.texts.append((heading, self.case.reason or ""))
