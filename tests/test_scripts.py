# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scripts that judge others: what they let pass and what they stop."""

import ast
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JUNIT = """<testsuites><testsuite>
<testcase classname="addons.dibao_archive.tests.test_a.TestA" name="test_x" time="1">
{inner}</testcase></testsuite></testsuites>"""


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / script, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


class TestSummary(unittest.TestCase):
    def summary(self, inner="", steps="lint\t1\t0\n"):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "steps.tsv").write_text(steps)
            Path(folder, "junit.xml").write_text(JUNIT.format(inner=inner))
            return run("summary.py", folder)

    def closing_line(self, result):
        return result.stdout.splitlines()[-1]

    def test_all_good(self):
        result = self.summary()
        self.assertEqual(self.closing_line(result), "2 passed, 0 failed")
        self.assertEqual(result.returncode, 0)

    def test_a_skipped_test_fails_the_run_and_is_named(self):
        result = self.summary('<skipped message="websocket-client is missing"/>')
        self.assertEqual(self.closing_line(result), "1 passed, 1 failed")
        self.assertIn("TestA.test_x: websocket-client is missing", result.stdout)
        self.assertEqual(result.returncode, 1)

    def test_failures_and_errors_fail(self):
        for inner in ('<failure message="1 != 2"/>', "<error>boom</error>"):
            self.assertEqual(self.summary(inner).returncode, 1, inner)

    def test_a_failed_check_fails(self):
        result = self.summary(steps="lint\t1\t0\ndemo data\t9\t1\n")
        self.assertEqual(self.closing_line(result), "2 passed, 1 failed")
        self.assertEqual(result.returncode, 1)

    def test_nothing_run_is_no_success(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run("summary.py", folder).returncode, 1)


class TestRights(unittest.TestCase):
    SPEC = """
        models:
          dibao.household:
            scope: division
            rights: {township_clerk: rwc, auditor: r}
          dibao.letter:
            scope: division:case_id.division_id
            rights: {base.group_system: rwcd}
          dibao.wizard:
            scope: own
            rights: {user: rwcd}
          event.event:
            scope: reference
            module: event
            rights: {training_coordinator: rw}
    """

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addons = Path(folder.name)
        self.security = self.addons / "dibao_x" / "security"
        self.security.mkdir(parents=True)
        self.write(self.SPEC)

    def write(self, spec):
        (self.security / "rights.yml").write_text(textwrap.dedent(spec))

    def test_access_rows(self):
        self.assertEqual(run("rights.py", self.addons).returncode, 0)
        rows = (self.security / "ir.model.access.csv").read_text().splitlines()
        archive = "dibao_archive.group_"
        self.assertEqual(
            {tuple(row.split(",")[2:]) for row in rows[1:]},
            {
                ("model_dibao_household", f"{archive}auditor", *"1000"),
                ("model_dibao_household", f"{archive}township_clerk", *"1110"),
                ("model_dibao_letter", "base.group_system", *"1111"),
                ("model_dibao_wizard", f"{archive}user", *"1111"),
                ("event.model_event_event", f"{archive}training_coordinator", *"1100"),
            },
        )

    def test_rules_by_scope(self):
        run("rights.py", self.addons)
        rules = (self.security / "rules.xml").read_text()
        divisions = "'child_of', user.dibao_division_ids.ids)]"
        self.assertIn(f"[('division_id', {divisions}", rules)
        self.assertIn(f"[('case_id.division_id', {divisions}", rules)
        self.assertIn("[('create_uid', '=', user.id)]", rules)
        self.assertNotIn("event", rules)
        self.assertEqual(rules.count("<record "), 3)
        self.assertEqual(rules.count('name="global" eval="True"'), 3)

    def test_check_finds_stale_files_and_writes_nothing(self):
        self.assertEqual(run("rights.py", "--check", self.addons).returncode, 1)
        self.assertFalse((self.security / "rules.xml").exists())
        run("rights.py", self.addons)
        self.assertEqual(run("rights.py", "--check", self.addons).returncode, 0)
        self.write(self.SPEC.replace("auditor: r}", "auditor: rw}"))
        self.assertEqual(run("rights.py", "--check", self.addons).returncode, 1)

    def test_mistakes_are_refused(self):
        for wrong in (
            "models: {a.b: {scope: everywhere}}",
            "models: {a.b: {scope: own, rights: {user: rx}}}",
            "models: {a.b: {scope: none, right: {user: r}}}",
        ):
            self.write(wrong)
            result = run("rights.py", self.addons)
            self.assertNotEqual(result.returncode, 0, wrong)
            self.assertIn("a.b", result.stderr)


class TestRequirements(unittest.TestCase):
    @staticmethod
    def names(file):
        lines = (ROOT / file).read_text().splitlines()
        found = [re.match(r"[A-Za-z0-9._-]+", line) for line in lines]
        return {match.group().lower().replace("_", "-") for match in found if match}

    def test_requirements_are_those_of_the_manifests(self):
        declared = set()
        for manifest in ROOT.glob("addons/*/__manifest__.py"):
            depends = ast.literal_eval(manifest.read_text())
            declared |= set(depends.get("external_dependencies", {}).get("python", []))
        self.assertEqual(
            self.names("requirements.txt"), {name.lower() for name in declared}
        )

    def test_the_lock_holds_them(self):
        locked = self.names("requirements/lock.txt")
        for file in ("requirements.txt", "requirements/dev.txt"):
            self.assertLessEqual(self.names(file), locked, file)

    def test_the_readme_names_them(self):
        readme = (ROOT / "README.md").read_text().lower()
        for name in self.names("requirements.txt"):
            self.assertIn(f"`{name}`", readme)
