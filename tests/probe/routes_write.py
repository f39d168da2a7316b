# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entering: what is refused must not be quoted, and what is typed must not be kept."""

import json


def entries(mint):
    """Numbers somebody may enter: taken, wrong, short, masked, not registered."""
    taken = mint.values("id_number")[0]
    wrong = taken[:-1] + ("1" if taken[-1] == "0" else "0")
    return (taken, wrong, taken[:17], "9901" + "*" * 14, f"{taken}{taken}")


def writes(client, county, mint, protected):
    """Creating and changing records, one by one and by the load of a file."""
    village = county.places["990101001001"].id
    for value in entries(mint):
        vals = {"name": "探针试", "id_number": value, "division_id": village}
        client.call("dibao.person", "create", [[vals]])
        client.json2("dibao.person", "create", vals_list=[vals])
        client.call("dibao.person", "name_create", [value])
        for model, names in protected.items():
            ids = county.records[model][:1]
            for name in names:
                if name != "id_number" and len(value) > 18:
                    continue
                client.call(model, "write", [ids, {name: value}])
            spec = {name: {} for name in names}
            client.call(model, "web_save", [ids, {names[0]: value}], specification=spec)
    columns = ["name", "id_number", "division_id/.id"]
    for value in entries(mint):
        rows = [["探针载", value, str(village)]]
        client.call("dibao.person", "load", [columns, rows])
    bank = {"account_number": mint.values("phone")[0], "division_id": village}
    client.call("dibao.household", "create", [[{**bank, "account_holder_id": 1}]])


def forms(client, county, mint):
    """What a form gets back while somebody types."""
    taken = mint.values("id_number")[0]
    household = county.records["dibao.household"][0]
    spec = {"name": {}, "id_number": {}, "birth_date": {}, "sex": {}, "phone": {}}
    typed = {"name": "探针", "id_number": taken, "phone": mint.values("phone")[0]}
    for model in ("dibao.person", "dibao.household.member"):
        ids = county.records[model][:1]
        for values in (typed, {**typed, "id_number": taken[:17]}):
            client.call(model, "onchange", [[], values, ["id_number"], spec])
            client.call(model, "onchange", [ids, values, ["id_number", "phone"], spec])
        context = {f"default_{name}": value for name, value in typed.items()}
        client.call(model, "default_get", [list(spec)], context=context)
        client.call(model, "onchange", [[], {}, [], spec], context=context)
    lines = {"member_ids": {"fields": spec}, "head_name": {}, "account_number": {}}
    account = {"account_number": mint.values("account")[0]}
    for ids in ([], [household]):
        client.call(
            "dibao.household",
            "onchange",
            [
                ids,
                {"member_ids": [[0, "new", typed]], **account},
                ["member_ids"],
                lines,
            ],
        )


def kept_searches(client, mint, protected):
    """A favourite, an export's domain: a typed number must not come to rest there."""
    taken = mint.values("id_number")[0]
    for model, names in protected.items():
        for domain in (
            [[names[0], "=", taken]],
            ["|", ["display_name", "ilike", taken], ["id", "=", 1]],
        ):
            client.call(
                "ir.filters", "create_filter",
                [{"name": f"{client.user.role} {model}", "model_id": model,
                  "domain": json.dumps(domain), "context": "{}", "sort": "[]"}],
            )  # fmt: skip
            vals = {
                "model": model,
                "record_domain": domain,
                "columns": "all",
                "purpose": "audit",
            }
            client.call("dibao.export", "create", [[vals]])
            client.call(
                "dibao.export", "default_get", [["model", "record_domain"]],
                context={"active_model": model, "active_domain": domain},
            )  # fmt: skip
            client.call(
                "dibao.export", "web_save", [[], {"purpose": "audit"}],
                specification={"count": {}},
                context={"active_model": model, "active_domain": domain},
            )  # fmt: skip
        client.call("dibao.export", "create", [[{**vals, "reference": "x"}]])


def platform_import(client, mint):
    """The platform's own import keeps an uploaded file in its table."""
    made = client.call(
        "base_import.import", "create", [[{"res_model": "dibao.person"}]]
    )
    if isinstance(made, list):
        text = "name,id_number\n探针," + mint.values("id_number")[0]
        client.post(
            "platform import",
            "/base_import/set_file",
            {"import_id": made[0]},
            {"ufile": ("people.csv", text.encode(), "text/csv")},
        )
        client.call("base_import.import", "parse_preview", [made, {"quoting": '"'}])
