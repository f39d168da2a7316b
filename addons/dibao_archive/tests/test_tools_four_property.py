# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase

from ..tools import four_content, four_metadata  # noqa: F401 (register the checks)
from ..tools import four_property as four
from ..tools.four_texts import TEXTS
from ..tools.package_texts import REASONS
from .inspection_common import STAGES, clean_batch, rules, setting


def _records(at, **values):
    def plant(batch):
        for name, value in values.items():
            setattr(batch.records[at], name, value)

    return plant


def _volume(**values):
    def plant(batch):
        for record in batch.records:
            for name, value in values.items():
                setattr(record.volume, name, value)

    return plant


def _document(**values):
    def plant(batch):
        for name, value in values.items():
            setattr(batch.records[1].documents[0], name, value)

    return plant


def _seen(**values):
    def plant(batch):
        for name, value in values.items():
            setattr(batch.records[1].documents[0].seen, name, value)

    return plant


def _batch(**values):
    def plant(batch):
        for name, value in values.items():
            setattr(batch, name, value)

    return plant


def _package(code=None, **values):
    def plant(batch):
        if code:
            batch.package.problems = [(code, "")]
        for name, value in values.items():
            setattr(batch.package, name, value)

    return plant


def _twins(batch):
    batch.records[2].title = batch.records[1].title
    batch.records[2].document_number = batch.records[1].document_number


def _same_content(batch):
    one, other = batch.records[1].documents[0], batch.records[2].documents[0]
    other.sha256 = other.seen.sha256 = one.sha256


def _not_looked(batch):
    batch.records[1].documents[0].seen = None


def _no_agent(batch):
    batch.records[1].events[0].agent = ""


def _out_of_order(batch):
    batch.records[1].page_from, batch.records[2].page_from = 5, 3


def _lost_annex(batch):
    batch.records[2].relation, batch.records[2].parent = "annex", "item-9"
    batch.register_items = 2


def _alone(batch):
    for at, record in enumerate(batch.records, 1):
        record.volume = None
        record.code = f"J019-ZY·DB·2024-D30-BGS-{at:04d}"
    batch.records[1].date = "20230506"


#: (number, result, text, stage, what is planted). Each is named by its number alone.
FAULTS = [
    ("1-1", "fail", "digest", "keeping", _seen(sha256="0" * 64)),
    ("1-1", "fail", "digest", "keeping", _seen(sm3="0" * 64)),
    ("1-1", "fail", "signature_invalid", "keeping", _seen(signature="invalid")),
    ("1-1", "warn", "signature_untrusted", "filing", _seen(signature="untrusted")),
    ("1-1", "not_run", "signature_not_run", "filing", _seen(signature="not_run")),
    ("1-1", "fail", "package", "transfer", _package("bag_digest")),
    ("1-2", "fail", "too_long", "transfer", _records(1, document_number="号" * 101)),
    ("1-2", "fail", "too_short", "transfer", _records(1, title="表")),
    ("1-3", "fail", "not_date", "transfer", _records(1, date="20240231")),
    ("1-3", "fail", "not_shape", "transfer", _document(created="yesterday")),
    ("1-4", "fail", "not_in_table", "transfer", _records(1, open_mark="公开")),
    ("1-4", "fail", "too_large", "transfer", _document(dpi=9600)),
    ("1-5", "fail", "date_order", "transfer", _records(1, filed="2024-05-01")),
    ("1-5", "fail", "date_future", "transfer", _records(1, date="20260402", filed="")),
    ("1-5", "fail", "year_code", "transfer", _records(1, year="2023")),
    ("1-5", "fail", "year_date", "filing", _alone),
    ("1-5", "fail", "volume_order", "transfer", _volume(closed="2024-01-01")),
    ("1-5", "fail", "page_order", "transfer", _out_of_order),
    ("1-6", "fail", "character", "transfer", _records(1, title="审批\u202e表")),
    ("1-6", "fail", "character", "transfer", _records(1, responsible="民政\u200b局")),
    ("1-6", "warn", "character_private", "transfer", _records(1, title="王\ue000审批")),
    ("1-7", "fail", "code_profile", "transfer", _records(1, code="J019.ZY.2024.002")),
    (
        "1-7",
        "fail",
        "code_profile",
        "transfer",
        _records(1, code="J019-ZY・DB・2024・D30-001-002"),
    ),
    (
        "1-8",
        "fail",
        "twice_code",
        "transfer",
        _records(2, code="J019-ZY·DB·2024·D30-001-001"),
    ),
    ("1-8", "warn", "twice_title", "transfer", _twins),
    ("1-8", "warn", "twice_digest", "transfer", _same_content),
    ("1-10", "fail", "mimetype", "transfer", _seen(mimetype="image/png")),
    ("1-10", "fail", "pages", "transfer", _seen(pages=9)),
    ("1-10", "warn", "ending", "transfer", _document(name="审批表.exe")),
    ("1-10", "warn", "pages_item", "transfer", _records(1, page_count=3)),
    ("1-11", "fail", "no_item", "transfer", _batch(orphans=1)),
    ("1-12", "fail", "package", "transfer", _package("carrier_catalogue")),
    ("1-13", "fail", "package", "transfer", _package("carrier_folder")),
    ("1-14", "fail", "package_changed", "transfer", _package(sha256="cd")),
    ("1-14", "not_run", "package_no_digest", "transfer", _package(told_sha256="")),
    ("2-1", "fail", "count_items", "transfer", _batch(register_items=4)),
    ("2-2", "fail", "count_bytes", "transfer", _batch(register_bytes=1)),
    ("2-3", "fail", "absent", "transfer", _records(1, responsible=None)),
    ("2-4", "fail", "empty", "transfer", _records(1, responsible="")),
    ("2-4", "fail", "empty", "transfer", _records(1, page_count=0)),
    ("2-5", "fail", "step", "filing", _records(1, events=[])),
    ("2-5", "fail", "step_agent", "filing", _no_agent),
    ("2-6", "fail", "gap", "transfer", _records(2, number="004")),
    ("2-6", "fail", "begin", "transfer", _records(0, number="004")),
    ("2-6", "fail", "number_twice", "transfer", _records(2, number="002")),
    ("2-7", "fail", "content_cut", "transfer", _seen(problem="truncated")),
    ("2-8", "fail", "annex_alone", "filing", _lost_annex),
    ("2-9", "warn", "scope", "filing", _batch(gaps=[(-1, "F03")])),
    ("2-10", "fail", "package", "transfer", _package("eep_structure")),
    ("2-11", "fail", "package", "transfer", _package("carrier_missing")),
    ("2-11", "fail", "metadata_count", "transfer", _package(told_described=9)),
    ("3-1", "fail", "package", "transfer", _package("eep_xml")),
    ("3-2", "fail", "unreachable", "keeping", _batch(unreachable=1)),
    ("3-4", "fail", "unreadable", "transfer", _seen(problem="damaged")),
    ("3-5", "fail", "backup_old", "keeping", _batch(backup_hours=100)),
    ("3-5", "not_run", "backup_none", "keeping", _batch(backup_hours=None)),
    ("3-5", "warn", "drill_none", "keeping", _batch(drill=False)),
    ("3-8", "fail", "package", "transfer", _package("encrypted")),
    ("3-8", "fail", "locked", "transfer", _seen(problem="encrypted")),
    ("4-1", "not_run", "scanner_none", "transfer", _batch(scanner="")),
    ("4-2", "fail", "infected", "transfer", _seen(malware="infected")),
    ("4-2", "not_run", "not_scanned", "transfer", _seen(malware="not_run")),
    ("4-3", "fail", "surplus", "transfer", _batch(surplus=1)),
    ("4-3", "fail", "package", "transfer", _package("carrier_extra")),
]


class TestFourProperty(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setting = setting()

    def run_checks(self, batch):
        return {
            one.rule.number: one
            for one in four.run(batch, rules(batch.stage), self.setting)
        }

    def test_the_clean_twin_raises_nothing(self):
        for stage in STAGES:
            results = self.run_checks(clean_batch(stage))
            alarms = {
                number: [finding.text for finding in one.findings]
                for number, one in results.items()
                if one.rule.automatic and one.result != "pass"
            }
            self.assertEqual(alarms, {}, stage)
            for one in results.values():
                if not one.rule.automatic:
                    self.assertEqual(one.result, "manual")

    def test_each_planted_fault_is_named_by_its_number_alone(self):
        self.assertGreaterEqual(len(FAULTS), 25)
        for number, result, text, stage, plant in FAULTS:
            with self.subTest(number, text=text):
                batch = clean_batch(stage)
                plant(batch)
                results = self.run_checks(batch)
                named = {
                    key
                    for key, one in results.items()
                    if one.rule.automatic and one.result != "pass"
                }
                self.assertEqual(named, {number})
                one = results[number]
                self.assertEqual(one.result, result)
                self.assertIn(text, [finding.text for finding in one.findings])
                for finding in one.findings:
                    self.assertIn(finding.text, TEXTS)
                    TEXTS[finding.text] % dict(finding.values)

    def test_faults_that_show_at_several_numbers(self):
        batch = clean_batch("keeping")
        seen = batch.records[0].documents[0].seen
        seen.missing = True
        self.assertEqual(self.run_checks(batch)["2-7"].result, "fail")
        batch = clean_batch("transfer")
        batch.records[0].documents = []
        results = self.run_checks(batch)
        self.assertEqual(results["1-11"].result, "fail")
        self.assertEqual(results["2-2"].result, "fail")
        batch = clean_batch("transfer")
        document = batch.records[0].documents[0]
        document.mimetype = document.seen.mimetype = "application/x-dosexec"
        self.assertEqual(self.run_checks(batch)["3-3"].result, "fail")
        batch = clean_batch("transfer")
        batch.records[0].documents[0].size += 1
        results = self.run_checks(batch)
        self.assertEqual(results["1-10"].result, "fail")

    def test_every_automatic_rule_has_a_check_and_a_fault(self):
        automatic = {rule.number for rule in rules() if rule.automatic}
        self.assertEqual(automatic, set(four.CHECKS))
        planted = {number for number, *_rest in FAULTS}
        # Planted where they show at several numbers.
        self.assertEqual(automatic - planted, {"3-3"})

    def test_refusals_of_packages_have_their_number(self):
        told = [code for codes in four_content.NUMBERS.values() for code in codes]
        self.assertEqual(len(told), len(set(told)))
        self.assertEqual(set(told), set(REASONS))

    def test_what_was_not_run_is_not_passed(self):
        batch = clean_batch("keeping")
        batch.records[1].documents[0].seen = None
        results = self.run_checks(batch)
        for number in ("1-1", "1-10", "2-7", "3-4", "4-2"):
            self.assertEqual(results[number].result, "not_run", number)
        everything = list(results.values())
        self.assertEqual(four.conclusion(everything), "open")
        self.assertLess(four.score(everything), 80)

    def test_conclusion(self):
        def conclude(stage, plant=None):
            batch = clean_batch(stage)
            if plant:
                plant(batch)
            results = four.run(batch, rules(stage), self.setting)
            return four.conclusion([r for r in results if r.rule.automatic])

        self.assertEqual(conclude("filing"), "pass")
        self.assertEqual(conclude("filing", _records(1, page_count=3)), "warn")
        self.assertEqual(conclude("filing", _batch(scanner="")), "open")
        self.assertEqual(conclude("filing", _seen(malware="infected")), "fail")
        # Failed, but nothing that blocks.
        self.assertEqual(conclude("filing", _records(2, number="009")), "warn")

    def test_digest_tells_any_change(self):
        one = four.digest_of(clean_batch().records[0])
        self.assertEqual(one, four.digest_of(clean_batch().records[0]))
        for plant in (_records(0, remark="x"), _volume(title="另")):
            batch = clean_batch()
            plant(batch)
            self.assertNotEqual(four.digest_of(batch.records[0]), one)

    def test_worst_by_record(self):
        batch = clean_batch()
        _seen(malware="not_run")(batch)
        batch.records[1].title = "表"
        results = four.run(batch, rules("transfer"), self.setting)
        self.assertEqual(
            four.by_record(results), {1: {"1-2": "fail", "4-2": "not_run"}}
        )
