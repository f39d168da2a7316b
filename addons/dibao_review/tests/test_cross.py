# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from ..tools import blind_match, cross_file
from .common import CasePersonas


class OtherOffice:
    """The office of another region, of which only files are seen."""

    code = "990192000000"

    def __init__(self, numbers):
        self.sign, self.public = cross_file.new_signing_key()
        self.blind = blind_match.blinder(blind_match.new_secret())
        self.numbers = numbers
        self.own = sorted(self.blind(blind_match.point(one)) for one in numbers)

    def file(self, step, token, own=(), doubled=(), before="", **said):
        head = {
            **{"token": token, "step": step, "from": self.code, "to": "990191000000"},
            **{"from_name": "邻县民政局", "purpose": "查重", "basis": "示例办法"},
            **{"day": "2026-03-01", "before": before},
            **{"own": len(own), "doubled": len(doubled), **said},
        }
        handle = io.BytesIO()
        cross_file.write(handle, self.sign, head, own, doubled)
        return handle.getvalue()

    def answer(self, offer, key, **changes):
        """The answer to an offer, reckoned as the other office would."""
        letter = cross_file.read(offer, key)
        values = {
            "own": self.own,
            "doubled": [self.blind(one) for one in letter.own],
            "before": letter.digest,
            **changes,
        }
        return self.file(2, letter.head["token"], **values)


class CrossCase(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        cls._setup_personas()
        cls.numbers = [make_id("19700101", n, "990191") for n in range(1, 13)]
        cls.people = {}
        for at, number in enumerate(cls.numbers):
            household = cls.env["dibao.household"].create(
                {"division_id": cls.village.id, "urban_rural": "rural"}
            )
            member = cls._member_of(
                household, no_id_reason=False, id_number=number, birth_date="1970-01-01"
            )
            cls.people[number] = member.person_id
            # The last draws nothing: he is on no list.
            if at < 11:
                household.sudo().with_context(tracking_disable=True).state = "active"
        cls.env.flush_all()
        cls.other = OtherOffice(
            [*cls.numbers[8:], *(make_id("19800202", n, "990192") for n in range(1, 6))]
        )
        cls.partner = (
            cls.env["dibao.cross.partner"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "邻县民政局",
                    "code": cls.other.code,
                    "division_id": cls.county.id,
                    "public_key": base64.b64encode(cls.other.public).decode(),
                    "agreement": "协查〔2026〕1号",
                    "legal_basis": "《社会救助暂行办法》第61条",
                    "most": 20,
                }
            )
        )
        cls.partner.with_user(cls.confirmer).action_confirm()

    def work(self, run):
        """The background job, in this transaction."""
        self.env.flush_all()
        job = run.sudo().job_id
        while not job._job_cross_blind():
            pass
        job.state = "done"
        run.invalidate_recordset()

    def approved(self, run):
        run.with_user(self.officer).action_request()
        run.with_user(self.confirmer).action_approve()
        self.work(run)
        return run

    def asked(self):
        run = self.env["dibao.cross.run"].with_user(self.officer)
        return self.approved(run.create({"partner_id": self.partner.id}))

    def sent(self, run):
        path = f"/tmp/cross-{run.id}-{run.state}"
        run.with_user(self.officer)._write_file(path)
        with open(path, "rb") as handle:
            return handle.read()

    def take(self, data, user=None):
        wizard = self.env["dibao.cross.take"].with_user(user or self.officer)
        wizard = wizard.create(
            {"partner_id": self.partner.id, "file": base64.b64encode(data)}
        )
        action = wizard.action_take()
        return self.env["dibao.cross.run"].browse(action["res_id"])

    def our_key(self):
        key = self.env["dibao.cross.identity"]._for(self.county)
        return base64.b64decode(key.public_key)


@tagged("post_install", "-at_install")
class TestCross(CrossCase):
    def found(self, run):
        return {lead.person_id for lead in run.lead_ids}

    def test_we_ask(self):
        run = self.asked()
        self.assertEqual((run.state, run.own_count), ("ready", 11))
        offer = self.sent(run)
        for number in self.numbers:
            self.assertNotIn(number.encode(), offer)
        self.assertEqual(self.take(self.other.answer(offer, self.our_key())), run)
        self.work(run)
        self.assertEqual(run.state, "matched")
        # Nos. 9 to 11 are on both lists; no. 12 draws nothing here.
        both = {self.people[one] for one in self.numbers[8:11]}
        self.assertEqual(self.found(run), both)
        # The other office finds the same, with the same codes, from the closing.
        closing = cross_file.read(self.sent(run), self.our_key())
        self.assertEqual(closing.head["step"], 3)
        ours = {
            self.other.blind(one) for one in cross_file.read(offer, self.our_key()).own
        }
        codes = {blind_match.pair_code(one) for one in ours & set(closing.doubled)}
        self.assertEqual(codes, set(run.lead_ids.mapped("pair_code")))
        run.with_user(self.officer).action_close()
        self.env.cr.execute(
            "SELECT count(*) FROM dibao_cross_element WHERE run_id = %s", [run.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertFalse(run.sudo().secret)

    def test_we_answer(self):
        offer = self.other.file(1, "abcd", self.other.own)
        run = self.take(offer)
        self.assertEqual((run.role, run.partner_count), ("answer", 9))
        self.assertIn("查重", run.partner_purpose)
        self.approved(run)
        answer = cross_file.read(self.sent(run), self.our_key())
        self.assertEqual(len(answer.doubled), 9)
        self.assertEqual(
            answer.head["before"], cross_file.read(offer, self.other.public).digest
        )
        closing = self.other.file(
            3,
            "abcd",
            doubled=[self.other.blind(one) for one in answer.own],
            before=answer.digest,
        )
        self.assertEqual(self.take(closing), run)
        self.work(run)
        self.assertEqual(self.found(run), {self.people[n] for n in self.numbers[8:11]})
        self.assertEqual(
            set(run.lead_ids.mapped("pair_code")),
            {
                blind_match.pair_code(one)
                for one in set(answer.doubled)
                & set(cross_file.read(closing, self.other.public).doubled)
            },
        )

    def refused(self, data, words):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.take(data)
        self.assertIn(words, str(caught.exception))

    def test_bad_files(self):
        run = self.asked()
        offer = self.sent(run)
        key = self.our_key()
        good = self.other.answer(offer, key)
        stranger = OtherOffice(self.other.numbers)
        self.refused(b"name,ID\n1,2\n", "no file of a comparison")
        self.refused(b"", "no file of a comparison")
        self.refused(good[:-30], "not whole")
        self.refused(good.replace(b"2026-03-01", b"2026-03-02"), "signature")
        self.refused(stranger.answer(offer, key), "signature")
        self.refused(self.other.answer(offer, key, to="990193000000"), "another office")
        self.refused(self.other.answer(offer, key, before="0"), "another offer")
        self.refused(
            self.other.file(2, "unknown", self.other.own), "no comparison here"
        )
        self.refused(self.other.file(7, "x", self.other.own), "no file of a comparison")
        few = [self.other.blind(one) for one in cross_file.read(offer, key).own[1:]]
        self.refused(self.other.answer(offer, key, doubled=few), "not as many")
        mirror = cross_file.read(offer, key).own
        self.refused(self.other.answer(offer, key, own=mirror), "our own numbers back")
        # More numbers than agreed: somebody tries them.
        many = OtherOffice([make_id("19900303", n) for n in range(1, 22)])
        self.refused(self.other.file(1, "many", many.own), "more persons")
        self.assertEqual(run.state, "ready")
        self.assertFalse(run.partner_count)
        # After all of that the right one still goes, once.
        self.take(good)
        self.refused(good, "taken in already")

    def test_a_number_that_is_none_stops_the_work(self):
        run = self.asked()
        offer = self.sent(run)
        bad = [*self.other.own[1:], bytes(32)]
        self.take(self.other.answer(offer, self.our_key(), own=bad))
        with self.assertRaisesRegex(UserError, "no blinded number"):
            self.work(run)

    def test_two_persons(self):
        run = self.env["dibao.cross.run"].with_user(self.officer)
        run = run.create({"partner_id": self.partner.id})
        run.action_request()
        with self.assertRaises(AccessError):
            run.action_approve()
        both = self._persona("r_both", "county_confirmer", self.county)
        both.group_ids = [(4, self.env.ref("dibao_archive.group_county_officer").id)]
        own = run.with_user(both).create({"partner_id": self.partner.id})
        own.action_request()
        with self.assertRaises(AccessError):
            own.action_approve()
        run.with_user(both).action_approve()
        self.assertEqual(run.state, "approved")

    def test_partner_needs_a_second_look(self):
        partner = self.partner.with_user(self.confirmer)
        with self.assertRaises(UserError):
            partner.with_user(self.officer).write({"most": 9999999})
        fresh = partner.sudo().copy({"code": "990193000000"}).with_user(self.officer)
        self.assertEqual(fresh.state, "draft")
        with self.assertRaises(AccessError):
            fresh.action_confirm()
        with self.assertRaises(UserError):
            self.env["dibao.cross.run"].with_user(self.officer).create(
                {"partner_id": fresh.id, "legal_basis": "x"}
            )
        with self.assertRaises(ValidationError):
            fresh.public_key = "not a key"

    def test_put_on_record(self):
        run = self.asked()
        self.sent(run)
        row = self.env["dibao.access.log"].search(
            [("action", "=", "provide"), ("reference", "=", run.name)], limit=1
        )
        self.assertEqual((row.count, row.purpose), (11, "cross_region"))
        self.assertIn("邻县民政局", row.detail_shown)
        given = self.env["dibao.exchange.provision"].search([], limit=1)
        self.assertRecordValues(
            given,
            [
                {
                    "way": "index",
                    "recipient": run.partner_id.name,
                    "purpose": run.purpose,
                    "legal_basis": run.legal_basis,
                    "count": 11,
                    "reference": run.name,
                }
            ],
        )

    def test_leads_change_no_benefit(self):
        run = self.asked()
        self.take(self.other.answer(self.sent(run), self.our_key()))
        self.work(run)
        lead = run.lead_ids[0].with_user(self.officer)
        self.assertEqual(lead.household_id.state, "active")
        with self.assertRaises(UserError):
            lead.action_ours()
        lead.finding = "对方民政局电话答复：2026年1月起在当地领取。"
        action = lead.action_ours()
        self.assertEqual(action["res_model"], "dibao.case")
        self.assertEqual((lead.state, lead.household_id.state), ("ours", "active"))
        with self.assertRaises(UserError):
            lead.action_wrong()

    def matched(self):
        run = self.asked()
        self.take(self.other.answer(self.sent(run), self.our_key()))
        self.work(run)
        return run

    def alerts(self, day="2026-03-20"):
        self.env["dibao.alert"]._search_all(day, codes=["A02"])
        return self.env["dibao.alert"].search(
            [("rule_id.code", "=", "A02"), ("division_id", "=", self.village.id)]
        )

    def test_leads_are_alerts(self):
        """In the work list as any other; what settles one settles the other."""
        run = self.matched()
        job = self.env["dibao.job"].search([("kind", "=", "alert_search")])
        self.assertTrue(job, "the search follows the comparison")
        alerts = self.alerts()
        self.assertEqual(alerts.person_id, run.lead_ids.person_id)
        alert = alerts[0]
        lead = run.lead_ids.filtered(lambda one: one.person_id == alert.person_id)
        self.assertEqual(lead.alert_id, alert)
        self.assertIn(lead.pair_code, alert.sentence)
        self.assertIn("邻县民政局", alert.sentence)
        self.assertIn(run.name, alert.evidence)
        clerk = self._persona("x_clerk", "township_clerk", self.county)
        alert.with_user(clerk)._close("wrong_data", "对方登记错误")
        self.assertEqual((lead.state, lead.finding), ("wrong", "对方登记错误"))
        other = run.lead_ids - lead
        other[0].finding = "对方答复：2026年2月已停发。"
        other[0].with_user(self.officer).action_theirs()
        closed = other[0].alert_id
        self.assertEqual(
            (closed.state, closed.outcome, closed.hit), ("closed", "explained", 1)
        )
        # The search again changes nothing of what was closed.
        states = {one: one.state for one in alerts}
        self.assertEqual({one: one.state for one in self.alerts()}, states)

    def test_the_next_comparison(self):
        """Found wrong once stays quiet; found double again is told again."""
        first = self.matched()
        self.alerts()
        wrong, double = first.lead_ids[:2]
        for lead in (wrong, double):
            lead.finding = "已核实"
        wrong.with_user(self.officer).action_wrong()
        double.with_user(self.officer).action_theirs()
        self.sent(first)
        first.with_user(self.officer).action_close()
        self.matched()
        self.alerts()
        self.assertEqual(wrong.alert_id.state, "closed")
        self.assertEqual(double.alert_id.state, "open")
        self.assertEqual(double.alert_id.reopened, 1)

    def test_keys_of_offices(self):
        """A security officer without an area sees and replaces all; others do not."""
        old = self.env["dibao.cross.identity"]._for(self.county)
        places = self.env["dibao.division"]
        anybody = self._persona("x_security", "security_officer", places)
        key = old.with_user(anybody)
        self.assertTrue(key.read(["fingerprint"]))
        key.action_replace()
        self.assertTrue(old.retired_on)
        fresh = self.env["dibao.cross.identity"]._for(self.county)
        self.assertNotEqual(fresh, old)
        there = places.create({"code": "990193000000", "name": "别县"})
        elsewhere = self._persona("x_security2", "security_officer", there)
        with self.assertRaises(AccessError):
            fresh.with_user(elsewhere).action_replace()
        with self.assertRaises(AccessError):
            fresh.with_user(self.officer).action_replace()

    def test_given_up(self):
        run = self.asked()
        run.with_user(self.officer).action_cancel()
        self.assertFalse(run.sudo().secret)
        with self.assertRaises(UserError):
            run.with_user(self.officer)._write_file("/tmp/none")
