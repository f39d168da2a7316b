# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Originals: the file, its pages, copies of it, and what is found by its text."""

from county import REVEALERS

PURPOSE = {"purpose": "verification", "reference": "probe"}


def papers(client, county, mint):
    """Every way to the content of a paper, and to its words."""
    may = client.user.role in REVEALERS
    allowed = {canary.value for canary in mint.canaries} if may else ()
    for original in county.records["dibao.original"]:
        path = f"/dibao/original/{original}/file"
        # The logged act, for those who may; then without purpose, and by an address.
        client.post("original", path, PURPOSE, allowed=allowed)
        client.post("original without purpose", path, {})
        client.get("original by address", path)
        for way in ("content", "image"):
            client.get(f"original by {way}", f"/web/{way}/dibao.original/{original}")
        client.call("dibao.original", "dibao_page", [[original], 1, "verification"])
        client.call("dibao.original", "dibao_page", [[original], 1, ""])
    _copies(client, county, allowed)
    for batch in county.records["dibao.ingest"]:
        client.get("scans result", f"/dibao/ingest/{batch}/result")
    _words(client, mint)


def _copies(client, county, allowed):
    original = county.records["dibao.original"][0]
    made = client.call(
        "dibao.copy.make", "create",
        [[{"original_id": original, "purpose": "verification"}]],
    )  # fmt: skip
    if isinstance(made, list):
        client.call("dibao.copy.make", "action_make", [made])
    copies = client.call(
        "dibao.certified.copy", "search_read", [[], ["serial"]], limit=3
    )
    for copy in copies or [{"id": 1, "serial": "1"}]:
        client.get("copy", f"/dibao/copy/{copy['id']}/file", allowed=allowed)
        client.get("copy check", f"/dibao/copy?serial={copy['serial']}&code=AAAA-AAAA")


def _words(client, mint):
    """The text of papers is searched; a number in it must not be, nor be quoted."""
    value = mint.values("id_number")[-2]
    counts = [
        client.call("dibao.item", "search_count", [[["search_text", "ilike", text]]])
        for text in (value, value[6:14], value[:6], "000000000000000000")
    ]
    if len(set(counts)) > 1:
        client.keep("oracle text", client.user.role, value.encode())
    for text in ("ID", "Tel", value):
        client.call(
            "dibao.item", "web_search_read", [],
            domain=[["search_text", "ilike", text]],
            specification={"display_name": {}, "search_text": {}}, limit=5,
        )  # fmt: skip
