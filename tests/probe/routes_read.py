# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading, searching, grouping and exporting."""

OPERATORS = ("like", "ilike", "=like", "=ilike", ">", "<", ">=", "not like")


def readable(client, model):
    """Names of the fields that a user may read, files apart."""
    told = client.call(model, "fields_get", [], attributes=["type"]) or {}
    return [name for name, field in told.items() if field["type"] != "binary"]


def reads(client, county, model, protected):
    """A model, whole: each way of reading many and of reading one."""
    names = readable(client, model) or ["display_name", *protected]
    ids = county.records.get(model) or [1, 2, 3]
    spec = {name: {} for name in names}
    found = client.call(model, "search_read", [[], names], limit=100)
    client.call(model, "read", [ids, names])
    client.call(model, "name_search", [], name="", limit=100)
    client.call(model, "default_get", [names])
    client.export("csv", model, ids, [*protected, *names])
    if found is None and not protected:
        # Refused as a whole: the ways below ask the same right first.
        return
    client.json2(model, "search_read", domain=[], fields=names, limit=100)
    client.call(model, "web_read", [ids], specification=spec)
    client.call(model, "get_views", [[[False, "list"], [False, "form"]]])
    if not found and not protected:
        # Nothing here for this user: records by their number were tried above.
        return
    client.call(model, "web_search_read", [], domain=[], specification=spec, limit=100)
    client.call(model, "export_data", [ids, names])
    client.call(model, "name_search", [], name="9901", limit=100)
    client.call(model, "copy_data", [ids[:1]])
    client.call(model, "copy", [ids[:1]])
    client.json2(model, "read", ids=ids, fields=names)
    client.json2(model, "search_count", domain=[])
    if protected:
        client.export("xlsx", model, ids, [*protected, *names])


def oracles(client, mint, model, names):
    """A part of a value must not narrow a search; whole ones are found and logged."""
    value = mint.values("id_number")[0]
    for name in names:
        for operator in (
            "like",
            "ilike",
            "=like",
            "=ilike",
            ">",
            "<",
            ">=",
            "not like",
        ):
            counts = [
                client.call(model, "search_count", [[[name, operator, part]]])
                for part in (f"{value[:8]}%", "0000%")
            ]
            # The answer is the same whether the part fits somebody or nobody.
            if counts[0] != counts[1]:
                client.keep(f"oracle {operator}", client.user.role, value.encode())
        for domain in (
            [[name, "=", value]],
            [[name, "in", [value]]],
            [[name, "!=", value]],
            ["!", [name, "=", value]],
        ):
            client.call(model, "search_read", [domain, [name]], limit=5)
        client.json2(model, "search", domain=[[name, "in", [value]]], order=name)
        client.call(model, "search_read", [[], ["id", name]], order=f"{name} desc")
    for text in (value, value[:10], value[-6:]):
        client.call(model, "name_search", [], name=text, limit=5)
        client.call(
            model, "web_search_read", [], domain=[["display_name", "ilike", text]],
            specification={"display_name": {}}, limit=5,
        )  # fmt: skip


def groups(client, model, names):
    """Grouping by a protected value, and sums over it."""
    for name in names:
        client.call(
            model, "formatted_read_group", [], domain=[], groupby=[name],
            aggregates=["__count"],
        )  # fmt: skip
        client.call(
            model, "web_read_group", [], domain=[], groupby=[name],
            aggregates=["__count"], auto_unfold=True,
            unfold_read_specification={name: {}},
        )  # fmt: skip
        client.call(model, "read_group", [[], [name], [name]])
        for aggregate in ("array_agg", "max", "min", "count_distinct"):
            client.json2(
                model, "formatted_read_group", domain=[], groupby=[],
                aggregates=[f"{name}:{aggregate}"],
            )  # fmt: skip
        client.call(
            model, "search_panel_select_range", [name], search_domain=[],
            category_domain=[], filter_domain=[], limit=100,
        )  # fmt: skip
        client.export("csv", model, False, [name], groupby=[name])
