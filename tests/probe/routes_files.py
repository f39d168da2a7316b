# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Downloads: uploads, results, lists, papers, attachments."""


def files(client, county, protected):
    """Every place from which a file can be fetched."""
    for ledger in county.ledgers:
        for path in (
            f"/web/content/dibao.ledger.import/{ledger}/file",
            f"/web/content?model=dibao.ledger.import&id={ledger}&field=file",
            f"/web/image/dibao.ledger.import/{ledger}/file",
        ):
            client.get("file", path)
        client.get("ledger result", f"/dibao/ledger/{ledger}/result")
        client.call("dibao.ledger.import", "read", [[ledger], ["file"]])
        client.call(
            "dibao.ledger.import", "read", [[ledger], ["file"]],
            context={"bin_size": False},
        )  # fmt: skip
    for model, names in protected.items():
        for record in county.records[model][:1]:
            for name in names:
                client.get("content", f"/web/content/{model}/{record}/{name}")
                client.get("image", f"/web/image/{model}/{record}/{name}")
        for columns in ("list", "all"):
            made = client.call(
                "dibao.export", "create",
                [[{"model": model, "record_domain": [], "columns": columns,
                   "purpose": "audit"}]],
            )  # fmt: skip
            if isinstance(made, list):
                client.call("dibao.export", "action_export", [made])
                client.get("list as workbook", f"/dibao/export/{made[0]}")
    for number in range(1, 4):
        client.get("list as workbook", f"/dibao/export/{number}")
    for attachment in client.call("ir.attachment", "search", [[]], limit=20) or []:
        client.get("attachment", f"/web/content/{attachment}")


def reports(client, county):
    """Each report on our models, in each form."""
    for name, model in county.reports:
        ids = ",".join(map(str, county.records.get(model, [1])[:2]))
        # The download below draws the same PDF once more, which takes longest of all.
        for kind in ("html", "text"):
            client.get(f"report {kind}", f"/report/{kind}/{name}/{ids}")
        client.post(
            "report download",
            "/report/download",
            {"data": f'["/report/pdf/{name}/{ids}", "qweb-pdf"]', "context": "{}"},
        )
    name, model = county.reports[0]
    ids = ",".join(map(str, county.records.get(model, [1])[:2]))
    client.get("report pdf", f"/report/pdf/{name}/{ids}")
