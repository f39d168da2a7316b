# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Data of other apps, as an office has them; fed to `odoo shell` (`env` is defined)."""

import base64

from odoo.fields import Command

PIXEL = base64.b64encode(b"a file of the office's own " * 500)

partners = env["res.partner"].create(  # noqa: F821
    [
        {"name": f"Office {n}", "is_company": n % 2 == 0, "email": f"o{n}@example.com"}
        for n in range(40)
    ]
)
users = env["res.users"].create(  # noqa: F821
    [
        {
            "name": f"Colleague {n}",
            "login": f"colleague{n}",
            "group_ids": [
                Command.link(env.ref("base.group_user").id),  # noqa: F821
                Command.link(env.ref("project.group_project_user").id),  # noqa: F821
            ],
        }
        for n in range(3)
    ]
)
department = env["hr.department"].create({"name": "Relief office"})  # noqa: F821
employees = env["hr.employee"].create(  # noqa: F821
    [
        {"name": user.name, "user_id": user.id, "department_id": department.id}
        for user in users
    ]
)
leads = env["crm.lead"].create(  # noqa: F821
    [
        {"name": f"Donation {n}", "partner_id": partners[n].id, "user_id": users[0].id}
        for n in range(20)
    ]
)
project = env["project.project"].create({"name": "New archive room"})  # noqa: F821
tasks = env["project.task"].create(  # noqa: F821
    [
        {
            "name": f"Shelf {n}",
            "project_id": project.id,
            "user_ids": [Command.set(users.ids)],
        }
        for n in range(20)
    ]
)
for record in (partners[0], leads[0], tasks[0], employees[0]):
    message = record.message_post(body="Seen", attachments=[("seen.txt", b"seen" * 99)])
    record.activity_schedule("mail.mail_activity_data_todo", summary="Call back")
    env["ir.attachment"].create(  # noqa: F821
        {
            "name": f"{record._name}.bin",
            "datas": PIXEL,
            "res_model": record._name,
            "res_id": record.id,
        }
    )
env["ir.filters"].create(  # noqa: F821
    {
        "name": "My leads",
        "model_id": "crm.lead",
        "user_ids": [Command.link(users[0].id)],
    }
)
env.cr.commit()  # noqa: F821
