# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every public method of our models by its name, and the act that opens a value."""

from county import REVEALERS

#: Would end what the others still need.
LAST = {"unlink", "action_destroy"}


def methods(client, county):
    """Call each public method with a record and nothing else.

    In the session: to check an API key takes longer than most methods do, and which
    of the two doors was used makes no difference behind them.
    """
    for model, names in county.methods.items():
        ids = (county.records.get(model) or [1])[:1]
        for name in names:
            if name not in LAST:
                client.call(model, name, [ids])


def reveal(client, county, mint, protected):
    """The one act that may show a clear value, and only to those who may."""
    may = client.user.role in REVEALERS
    allowed = {canary.value for canary in mint.canaries} if may else ()
    for model, names in protected.items():
        for record in county.records[model][:1]:
            for name in names:
                client.call(
                    model, "dibao_reveal", [[record], name, "verification"],
                    allowed=allowed,
                )  # fmt: skip
    client.json2(
        "dibao.person", "dibao_reveal", allowed=allowed,
        ids=county.records["dibao.person"][:1], field_name="id_number",
        purpose="audit", reference="probe",
    )  # fmt: skip
    # Without a purpose, of another field, of many at once: nothing.
    person, others = county.records["dibao.person"][0], county.records["dibao.person"]
    client.call("dibao.person", "dibao_reveal", [[person], "id_number", "curiosity"])
    client.call("dibao.person", "dibao_reveal", [[person], "name", "verification"])
    client.call("dibao.person", "dibao_reveal", [others, "id_number", "verification"])
