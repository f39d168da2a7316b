# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What `make run` tells of the demo users is what the demo data make."""

import re
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "addons/dibao_archive/demo/users_demo.xml"
TOLD = ROOT / "scripts/demo_logins.txt"


class TestDemoLogins(unittest.TestCase):
    def test_logins_and_passwords(self):
        made = {
            record.find("field[@name='login']").text: record.find(
                "field[@name='password']"
            ).text
            for record in ET.parse(DEMO).iterfind("record[@model='res.users']")
        }
        lines = TOLD.read_text(encoding="utf-8").splitlines()[1:]
        told = dict(re.match(r"(\S+)\s+(\S+)", line).groups() for line in lines)
        self.assertEqual(told.pop("admin"), "admin")
        self.assertEqual(told, made)
        for login, password in told.items():
            self.assertEqual(password, f"{login}-demo")
