# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Build the web client's bundles once; fed to `odoo shell`, which defines `env`.

A test rolls back the bundles it had to build, so every browser test would build them
anew, and the others wait for it.
"""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
