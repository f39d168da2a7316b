# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Dibao Archives",
    "summary": "Registry and archives of the Minimum Living Standard Guarantee",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dibao Archives Contributors",
    "website": "https://github.com/dibao-archives/dibao",
    "category": "Services/Dibao",
    "depends": ["mail"],
    "external_dependencies": {
        "python": [
            "cryptography",
            "lxml",
            "openpyxl",
            "pypinyin",
            "python-calamine",
            "python-stdnum",
            "xlsxwriter",
        ],
    },
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/registry_data.xml",
        "data/dibao.code.csv",
        "views/menus.xml",
        "views/dibao_division_views.xml",
        "views/dibao_code_views.xml",
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": ["dibao_archive/static/src/**/*"],
        "web.assets_unit_tests": ["dibao_archive/static/tests/**/*.test.js"],
        "web.assets_tests": ["dibao_archive/static/tests/tours/**/*"],
    },
    "application": True,
}
