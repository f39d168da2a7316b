# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each demo user may do, from what is written: nothing is asked of the server."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import yaml

ADDONS = Path(__file__).resolve().parent.parent.parent / "addons"
DEMO = ADDONS / "dibao_archive" / "demo" / "users_demo.xml"
#: The levels of a place code: province, city, county, township, village.
LEVELS = (2, 4, 6, 9, 12)
#: docs/design.md, section 3: whom the technical group comes with.
REVEALERS = {
    *("township_clerk", "township_reviewer", "county_officer", "county_confirmer"),
    *("finance", "archivist"),
}
#: docs/design.md, section 2: what each mask leaves of a value.
MASKS = {
    "id_number": r"\d{4}\*+",
    "phone": r"\d{3}\*+\d{4}",
    "phone_other": r"\d{3}\*+\d{4}",
    "disability_certificate": r"\w{4}\*+",
    "number": r"\w{4}\*+",
    "account_number": r"\*+\d{4}",
}
#: Models with people in them.
CONTENT = (
    *("dibao.household", "dibao.person", "dibao.household.member", "dibao.event"),
    *("dibao.certificate", "dibao.custodian", "dibao.income", "dibao.asset"),
    *("dibao.expense", "dibao.duplicate", "dibao.ledger.import", "dibao.case"),
    "dibao.training.credit",
)
NO = (403, "AccessError")
BAD_REQUEST = (422, "UserError")


def demo_roles():
    """{login: (role, code of the place)}; the platform's administrator has neither."""
    roles = {"admin": (None, None)}
    for user in ET.parse(DEMO).iterfind("record[@model='res.users']"):
        groups = user.find("field[@name='group_ids']").get("eval")
        place = user.find("field[@name='dibao_division_ids']")
        code = place is not None and re.search(r"'(\d{12})'", place.get("search"))
        login = user.find("field[@name='login']").text
        roles[login] = (
            re.search(r"ref\('group_(\w+)'\)", groups).group(1),
            code and code.group(1) or None,
        )
    return roles


def specified():
    """{model: {"scope": …, "rights": {role: letters}}} as written."""
    models = {}
    for path in sorted(ADDONS.glob("dibao_*/security/rights.yml")):
        found = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        for name, spec in found.items():
            known = models.setdefault(name, {"scope": spec["scope"], "rights": {}})
            for role, given in (spec.get("rights") or {}).items():
                known["rights"][role] = known["rights"].get(role, "") + given
    return models


ROLES, SPECS = demo_roles(), specified()


def letters(login, model):
    """What the specification gives a user: that of his role and that of all staff."""
    role, rights = ROLES[login][0], SPECS[model]["rights"]
    return set(rights.get(role, "") + rights.get("user", "")) if role else set()


def within(login):
    """How the codes of a user's places begin; None when he has no place."""
    code = ROLES[login][1]
    return code and next(code[:size] for size in LEVELS if not code[size:].strip("0"))


def scope(model):
    return SPECS[model]["scope"].partition(":")[0]


def refusals(method):
    """How an act may be refused that somebody has no right to."""
    # What nobody may change (a log) says so in words of its own, and first.
    return [NO] if method == "read" else [NO, BAD_REQUEST]
