# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Dibao Training",
    "summary": "Courses and credit hours of those who handle dibao archives",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dibao Archives Contributors",
    "website": "https://github.com/dibao-archives/dibao",
    "category": "Services/Dibao",
    "depends": ["dibao_archive", "event", "hr_skills", "hr_skills_survey"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/dibao.training.topic.csv",
        "views/dibao_training_credit_views.xml",
        "views/dibao_training_course_views.xml",
        "views/dibao_training_topic_views.xml",
        "views/dibao_training_year_views.xml",
        "views/event_event_views.xml",
        "views/hr_employee_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/demo.xml"],
    "assets": {
        "web.assets_tests": ["dibao_training/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
