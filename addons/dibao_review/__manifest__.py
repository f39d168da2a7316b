# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Dibao Review",
    "summary": "Procedure of the Minimum Living Standard Guarantee, case by case",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dibao Archives Contributors",
    "website": "https://github.com/dibao-archives/dibao",
    "category": "Services/Dibao",
    "depends": ["dibao_archive", "resource"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_sequence.xml",
        "data/benefit_data.xml",
        "views/dibao_case_views.xml",
        "views/dibao_case_analysis_views.xml",
        "views/dibao_household_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/demo.xml"],
    "assets": {
        "web.assets_tests": ["dibao_review/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
