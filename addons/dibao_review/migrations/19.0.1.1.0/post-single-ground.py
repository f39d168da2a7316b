# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The ground to apply alone has the words of the means test, on the case as well."""


def migrate(cr, version):
    if version:
        cr.execute(
            "UPDATE dibao_case SET by_single = 'edge_' || by_single"
            " WHERE by_single IN ('disability', 'illness')"
        )
