# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything a user can ask the server for, one after the other."""

import routes_files
import routes_methods
import routes_papers
import routes_public
import routes_read
import routes_talk
import routes_write

#: model -> its protected fields
PROTECTED = {
    "dibao.person": ["id_number", "phone", "phone_other", "disability_certificate"],
    "dibao.household.member": ["id_number", "phone", "disability_certificate"],
    "dibao.household": ["account_number"],
    "dibao.certificate": ["number"],
    "dibao.custodian": ["id_number", "phone"],
}


def drive(client, county, mint, models):
    """Try all routes as one user."""
    for model in models:
        routes_read.reads(client, county, model, PROTECTED.get(model, []))
    for model, names in PROTECTED.items():
        routes_read.oracles(client, mint, model, names)
        routes_read.groups(client, model, names)
    routes_write.writes(client, county, mint, PROTECTED)
    routes_write.forms(client, county, mint)
    routes_write.kept_searches(client, mint, PROTECTED)
    routes_write.platform_import(client, mint)
    routes_files.files(client, county, PROTECTED)
    routes_files.reports(client, county)
    routes_papers.papers(client, county, mint)
    routes_public.public(client, county, mint)
    routes_talk.talk(client, county)
    routes_methods.methods(client, county)
    routes_methods.reveal(client, county, mint, PROTECTED)
