# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An ID number typed beside a record, by every way there is, is refused."""

from datetime import timedelta

from markupsafe import Markup

from odoo.exceptions import ValidationError
from odoo.fields import Datetime
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DibaoCase, make_id

NUMBER = make_id("19600101", 1)
SPELLED = (
    NUMBER,
    f"<p>身份证{NUMBER}。</p>",
    f"<p>{NUMBER[:6]} <b>{NUMBER[6:14]}</b>&nbsp;{NUMBER[14:]}</p>",
    NUMBER.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
)


class ThreadWordsCase(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(members=[("示例甲", NUMBER, "02")])
        cls.clerk = cls.make_user("words_clerk", "township_clerk", cls.east)
        cls.partner = cls.env["res.partner"].create({"name": "示例单位"})

    def kept(self):
        """Rows anywhere beside records of ours that hold the number."""
        self.env.flush_all()
        found = []
        for model, names in {
            "mail.message": ("body", "subject"),
            "mail.activity": ("note", "summary", "feedback"),
            "mail.scheduled.message": ("body", "subject"),
            "ir.attachment": ("name",),
        }.items():
            rows = self.env[model].sudo().with_context(active_test=False).search([])
            for row in rows - self.before.get(model, rows.browse()):
                texts = [row[name] or "" for name in names]
                if any(NUMBER[6:14] in text for text in texts):
                    found.append(row)
        return found

    def setUp(self):
        super().setUp()
        self.before = {}


@tagged("post_install", "-at_install")
class TestThreadWords(ThreadWordsCase):
    def refuse(self, act):
        with self.assertRaises(ValidationError) as caught:
            act()
        self.assertIn("holds an ID number", str(caught.exception))
        self.assertNotIn(NUMBER, str(caught.exception))
        self.assertFalse(self.kept())

    def test_messages_and_notes(self):
        mine = self.household.with_user(self.clerk).with_context(lang="en_US")
        for text in SPELLED:
            body = Markup(text)
            self.refuse(lambda body=body: mine.message_post(body=body))
            self.refuse(
                lambda body=body: mine.message_post(
                    body=body, subtype_xmlid="mail.mt_note"
                )
            )
        self.refuse(lambda: mine.message_post(body="see", subject=NUMBER))
        self.refuse(lambda: mine._message_log(body=NUMBER))
        person = self.household.head_id.with_user(self.clerk)
        self.refuse(
            lambda: person.with_context(lang="en_US").message_notify(
                partner_ids=self.partner.ids, body=NUMBER
            )
        )

    def test_what_is_no_number_is_posted(self):
        mine = self.household.with_user(self.clerk)
        for text in (
            "order 202601010000000001",
            "2026-01-01 2026-03-31, 10",
            f"1{NUMBER}",
        ):
            self.assertIn(text, mine.message_post(body=text).body)

    def test_a_message_changed_afterwards(self):
        mine = self.household.with_user(self.clerk).with_context(lang="en_US")
        message = mine.message_post(body="plain", message_type="comment")
        self.refuse(lambda: message.write({"body": NUMBER}))
        self.refuse(lambda: mine._message_update_content(message, body=NUMBER))
        self.refuse(lambda: message.sudo()._message_reaction(NUMBER, "add", *self.who))

    @property
    def who(self):
        return self.clerk.partner_id, self.env["mail.guest"]

    def test_a_message_of_elsewhere_moved_here(self):
        message = self.partner.message_post(body=NUMBER)
        self.before = {"mail.message": message}
        self.refuse(
            lambda: message.with_context(lang="en_US").write(
                {"model": "dibao.household", "res_id": self.household.id}
            )
        )

    def test_activities(self):
        mine = self.household.with_user(self.clerk).with_context(lang="en_US")
        for words in ({"note": SPELLED[2]}, {"summary": NUMBER}):
            self.refuse(
                lambda words=words: mine.activity_schedule(
                    "mail.mail_activity_data_todo", **words
                )
            )
        task = mine.activity_schedule("mail.mail_activity_data_todo", summary="call")
        self.refuse(lambda: task.write({"note": NUMBER}))
        self.refuse(lambda: task.action_feedback(NUMBER))
        self.refuse(lambda: task.action_feedback_schedule_next(NUMBER))
        self.assertTrue(task.active)
        wizard = self.env["mail.activity.schedule"].with_user(self.clerk)
        self.refuse(
            lambda: wizard.with_context(lang="en_US").create(
                {
                    "res_model": "dibao.household",
                    "res_ids": str(self.household.ids),
                    "note": NUMBER,
                }
            )
        )

    def test_messages_for_later_and_composed(self):
        later = Datetime.now() + timedelta(days=1)
        values = {
            "model": "dibao.household",
            "res_id": self.household.id,
            "author_id": self.clerk.partner_id.id,
            "scheduled_date": later,
        }
        schedule = self.env["mail.scheduled.message"].with_user(self.clerk)
        schedule = schedule.with_context(lang="en_US")
        self.refuse(lambda: schedule.create({**values, "body": NUMBER}))
        self.refuse(lambda: schedule.create({**values, "subject": NUMBER}))
        waiting = schedule.create({**values, "body": "plain"})
        self.refuse(lambda: waiting.write({"body": NUMBER}))
        composer = self.env["mail.compose.message"].with_user(self.clerk)
        self.refuse(
            lambda: composer.with_context(lang="en_US").create(
                {
                    "model": "dibao.household",
                    "res_ids": str(self.household.ids),
                    "body": NUMBER,
                }
            )
        )

    def test_file_names(self):
        files = self.env["ir.attachment"].with_context(lang="en_US")
        place = {"res_model": "dibao.household", "res_id": self.household.id}
        self.refuse(lambda: files.create({"name": f"{NUMBER}.pdf", **place}))
        kept = files.create({"name": "card.pdf", **place})
        self.refuse(lambda: kept.write({"name": f"{NUMBER}.pdf"}))

    def test_other_applications_are_left_alone(self):
        posted = self.partner.message_post(body=NUMBER)
        self.assertIn(NUMBER, posted.body)
        posted.write({"body": f"again {NUMBER}"})
        task = self.partner.activity_schedule(
            "mail.mail_activity_data_todo", note=NUMBER
        )
        task.action_feedback(NUMBER)
        self.env["ir.attachment"].create({"name": NUMBER, "res_model": "res.partner"})


@tagged("post_install", "-at_install")
class TestThreadRoutes(ThreadWordsCase, HttpCase):
    """The same through the routes that the web client calls."""

    def setUp(self):
        super().setUp()
        self.set_registry_readonly_mode(False)
        self.env["res.lang"]._activate_lang("en_US")
        self.clerk.lang = "en_US"
        self.authenticate("words_clerk", "words_clerk")

    def refused_by(self, route, params):
        with mute_logger("odoo.http"):
            answer = self.url_open(route, json={"params": params}).json()
        told = answer["error"]["data"]
        self.assertEqual(told["name"], "odoo.exceptions.ValidationError")
        self.assertIn("holds an ID number", told["message"])
        self.assertNotIn(NUMBER, str(answer))
        self.assertFalse(self.kept())

    def post(self, body, **post_data):
        return {
            "thread_model": "dibao.household",
            "thread_id": self.household.id,
            "post_data": {"body": body, "message_type": "comment", **post_data},
        }

    def test_post(self):
        for text in SPELLED:
            self.refused_by("/mail/message/post", self.post(text))
        self.refused_by(
            "/mail/message/post", self.post(NUMBER, subtype_xmlid="mail.mt_note")
        )

    def test_update_content_and_reaction(self):
        answer = self.url_open(
            "/mail/message/post", json={"params": self.post("plain")}
        ).json()
        message = answer["result"]["message_id"]
        for text in SPELLED:
            self.refused_by(
                "/mail/message/update_content",
                {
                    "message_id": message,
                    "update_data": {"body": text, "attachment_ids": []},
                },
            )
        self.refused_by(
            "/mail/message/reaction",
            {"message_id": message, "content": NUMBER, "action": "add"},
        )

    def test_methods_called_from_outside(self):
        for method, args, kwargs in (
            ("message_post", [], {"body": NUMBER}),
            ("activity_schedule", [], {"note": NUMBER}),
        ):
            params = {
                "model": "dibao.household",
                "method": method,
                "args": [self.household.ids, *args],
                "kwargs": kwargs,
            }
            self.refused_by("/web/dataset/call_kw", params)

    def test_upload(self):
        place = {
            "thread_id": self.household.id,
            "thread_model": "dibao.household",
            "csrf_token": Request.csrf_token(self),
        }
        for pending in ("true", "false"):
            answer = self.url_open(
                "/mail/attachment/upload",
                data={**place, "is_pending": pending},
                files={"ufile": (f"{NUMBER}.txt", b"x", "text/plain")},
            ).json()
            self.assertIn("holds an ID number", answer["error"])
            self.assertFalse(self.kept())
        answer = self.url_open(
            "/mail/attachment/upload",
            data={**place, "is_pending": "true"},
            files={"ufile": ("plain.txt", b"x", "text/plain")},
        ).json()
        self.assertIn("attachment_id", answer["data"])
