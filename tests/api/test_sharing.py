# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A department asks as docs/api.md says: its examples are sent as they stand."""

import base64
import hashlib
import hmac
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from expected import NO
from foreign import Foreign

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"
EXAMPLE = re.compile(
    r"```sh\ncurl https://odoo\.example/json/2/dibao\.share/(\w+).*?-d '(.*?)'\n```"
    r"\s+```json\n(.*?)\n```",
    re.S,
)


@pytest.fixture(scope="module")
def department(county):
    client = Foreign(county.base, county.database, "department", county.secrets)
    client.make_key("department-demo-1")
    return client


def test_the_examples_of_the_manual(department):
    found = EXAMPLE.findall(DOCS.read_text(encoding="utf-8"))
    assert {method for method, _body, _answer in found} == {"status", "decisions"}
    for method, body, answer in found:
        said = department.call("dibao.share", method, **json.loads(body))
        shown = json.loads(answer)
        if isinstance(shown, list):
            said, shown = said[0], shown[0]
            assert said["problem"] == shown["problem"]
        assert said.keys() == shown.keys(), method


RECEIVE = re.compile(
    r"```sh\ncurl https://odoo\.example/json/2/dibao\.exchange\.batch/(\w+).*?"
    r"-d '(.*?)'\n```\s+```json\n(.*?)\n```",
    re.S,
)


def test_the_examples_of_receiving(county):
    """As they stand but for the number (nobody's is in a manual) and the batch."""
    office = county.clients["officer"]
    number = county.clear["dibao.person"]["id_number"][str(county.sharing["person"])]
    found = {
        name: (body, json.loads(answer))
        for name, body, answer in RECEIVE.findall(DOCS.read_text(encoding="utf-8"))
    }
    assert found.keys() == {"dibao_receive", "search_read"}
    body, shown = found["dibao_receive"]
    asked = json.loads(body.replace("<18 位号码>", number))
    # not to be taken for the same list delivered before
    asked["rows"][0]["火化日期"] = "2026-02-12"
    said = office.call("dibao.exchange.batch", "dibao_receive", **asked)
    assert said.keys() == shown.keys()
    assert said["state"] == shown["state"]
    body, shown = found["search_read"]
    asked = json.loads(body)
    asked["domain"][0][2] = said["batch"]
    _work_through(county)
    [batch] = office.call("dibao.exchange.batch", "search_read", **asked)
    assert batch.keys() == shown[0].keys()
    assert (batch["state"], batch["refusal_shown"]) == ("used", False)
    assert (batch["row_count"], batch["matched_count"]) == (1, 1)
    # Of another source, and for a department, it is refused.
    wrong = {"source": "none", "data_on": "2026-03-01", "rows": [{"身份证号": number}]}
    assert office.refusal("dibao.exchange.batch", "dibao_receive", **wrong)


def _work_through(county):
    """What the server does in the background, done at once."""
    admin = county.clients["admin"]
    domain = [["model_id.model", "=", "dibao.job"]]
    for cron in admin.call("ir.cron", "search", domain=domain):
        admin.call("ir.cron", "method_direct_trigger", ids=[cron])


def test_each_method_names_its_basis():
    """In the manual, a paragraph before the example of each method."""
    text = DOCS.read_text(encoding="utf-8")
    for method in ("dibao.share/status", "dibao.share/decisions", "dibao_receive"):
        at = text.index(f"/json/2/{method}") if "/" in method else text.rindex(method)
        before = text[:at].rpartition("\n### ")[2].rpartition("\n## ")[2]
        assert "**依据**" in before, method


def test_status(county, department):
    sharing = county.sharing
    number = county.clear["dibao.person"]["id_number"][str(sharing["person"])]
    [answer] = department.call(
        "dibao.share", "status", id_numbers=[number], reference="API-1"
    )
    assert (answer["receives"], answer["class"]) == (True, sharing["class"])
    assert set(answer) == {"receives", "class", "as_of"}
    rows = county.clients["auditor"].call(
        "dibao.access.log",
        "search_read",
        domain=[["reference", "=", "API-1"]],
        fields=["login", "action", "res_ids", "count"],
    )
    assert [(row["login"], row["action"], row["count"]) for row in rows] == [
        ("department", "provide", 1)
    ]
    assert rows[0]["res_ids"] == str(sharing["person"])


def test_decisions_are_known_by_who_has_the_number(county, department):
    sharing = county.sharing
    answer = department.call("dibao.share", "decisions", cursor=0, limit=500)
    assert answer["events"]
    assert department.call("dibao.share", "decisions", cursor=0, limit=500) == answer
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(answer["public_key"]))
    subjects = set()
    for event in answer["events"]:
        key.verify(base64.b64decode(event["signature"]), event["payload"].encode())
        subjects |= set(json.loads(event["payload"])["subjects"])
    own = X25519PrivateKey.from_private_bytes(bytes.fromhex(sharing["secret"]))
    office = X25519PublicKey.from_public_bytes(base64.b64decode(sharing["office_key"]))
    agreed = HKDF(SHA256(), 32, salt=None, info=b"dibao decisions 1").derive(
        own.exchange(office)
    )
    number = county.clear["dibao.person"]["id_number"][str(sharing["person"])]
    mine = hmac.new(agreed, number.encode(), hashlib.sha256).hexdigest()
    assert mine in subjects


def test_nobody_else_asks(county, department):
    asked = {"id_numbers": ["990101196001019999"], "reference": "x"}
    for login, client in county.clients.items():
        assert client.refusal("dibao.share", "status", **asked) == NO, login
    for model in ("dibao.person", "dibao.household", "dibao.share.event"):
        assert department.refusal(model, "search_read", domain=[], fields=["id"]) == NO
    for method in ("_receiving", "_entitled", "_log_status", "sudo"):
        assert department.refusal("dibao.share", method) == NO
