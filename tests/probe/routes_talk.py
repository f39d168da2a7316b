# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages, followers, activities, notifications around records."""

THREAD = {
    "request_list": ["activities", "attachments", "followers", "suggestedRecipients"]
}


def talk(client, county):
    """The chatter of records and all that is stored for it."""
    for model in (
        "dibao.household",
        "dibao.person",
        "dibao.ledger.import",
        "dibao.case",
    ):
        for record in county.records.get(model, [])[:2]:
            thread = {"thread_model": model, "thread_id": record}
            client.route("messages", "/mail/thread/messages", thread)
            client.route(
                "thread data",
                "/mail/data",
                {"fetch_params": [["mail.thread", {**thread, **THREAD}]]},
            )
            client.route(
                "post",
                "/mail/message/post",
                {**thread, "post_data": {"body": "探针", "message_type": "comment"}},
            )
            client.call(
                model,
                "activity_schedule",
                [[record]],
                act_type_xmlid="",
                summary="探针",
            )
    for model in (
        "mail.message",
        "mail.tracking.value",
        "mail.activity",
        "mail.mail",
        "mail.notification",
        "mail.followers",
        "ir.attachment",
        "ir.logging",
        "ir.filters",
        "ir.exports.line",
        "bus.bus",
        "base_import.import",
        "dibao.access.log",
    ):
        client.call(model, "search_read", [[], []], limit=200)
    client.call("mail.activity", "get_activity_data", ["dibao.person", []])
    client.route("inbox", "/mail/inbox/messages", {})
    client.route("mail data", "/mail/data", {"fetch_params": ["init_messaging"]})
    client.route(
        "notifications",
        "/websocket/peek_notifications",
        {"channels": [], "last": 0, "is_first_poll": True},
    )
    client.route("menus", "/web/action/load_breadcrumbs", {"actions": []})
    client.get("session", "/web/webclient/load_menus")
