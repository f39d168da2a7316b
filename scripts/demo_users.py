# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chinese for the people of the demo; fed to `odoo shell`, which defines `env`."""

users = env["res.users"].search([("share", "=", False)])  # noqa: F821
users.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
users.tour_enabled = False
env.ref("base.main_company").name = "示例县民政局"  # noqa: F821
env.ref("base.partner_root").name = "系统"  # noqa: F821
env["ir.default"].set("res.partner", "lang", "zh_CN")  # noqa: F821
env.cr.commit()  # noqa: F821
