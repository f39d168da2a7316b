# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the compose file promises; its schema is checked by `make lint`."""

import re
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


class TestCompose(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
        cls.services = cls.compose["services"]
        cls.dockerfile = (ROOT / "docker/Dockerfile").read_text()

    def test_services_are_odoo_19_and_postgresql(self):
        self.assertEqual(set(self.services), {"odoo", "db"})
        self.assertRegex(self.services["db"]["image"], r"^postgres:\d+$")
        self.assertRegex(self.dockerfile, r"(?m)^FROM odoo:19\.0$")

    def test_each_service_has_a_health_check_and_odoo_waits_for_the_database(self):
        for name, service in self.services.items():
            self.assertIn("test", service["healthcheck"], name)
        condition = self.services["odoo"]["depends_on"]["db"]["condition"]
        self.assertEqual(condition, "service_healthy")

    def test_secrets_come_by_file_only(self):
        for name, service in self.services.items():
            self.assertIn("db_password", service["secrets"], name)
            for variable, value in service["environment"].items():
                if "PASSWORD" in variable:
                    self.assertTrue(variable.endswith("_FILE"), variable)
                    self.assertEqual(value, "/run/secrets/db_password")
        self.assertEqual(set(self.compose["secrets"]["db_password"]), {"file"})
        self.assertIn("secrets/", (ROOT / ".gitignore").read_text().split())

    def test_data_outlives_the_containers(self):
        named = {}
        for service in self.services.values():
            for volume in service["volumes"]:
                source, target = volume.split(":")[:2]
                if not source.startswith("."):
                    named[source] = target
        self.assertEqual(set(named), set(self.compose["volumes"]))
        self.assertEqual(named["database"], "/var/lib/postgresql/data")
        self.assertEqual(named["filestore"], "/var/lib/odoo")
        key_file = self.services["odoo"]["environment"]["DIBAO_KEY_FILE"]
        self.assertEqual(str(Path(key_file).parent), named["keys"])

    def test_addons_are_mounted_where_the_configuration_looks(self):
        mounts = self.services["odoo"]["volumes"]
        self.assertIn("./addons:/mnt/extra-addons:ro", mounts)
        configuration = (ROOT / "docker/odoo.conf").read_text()
        self.assertIn("addons_path = /mnt/extra-addons\n", configuration)
        self.assertIn("list_db = False\n", configuration)

    def test_every_file_named_exists(self):
        for source in re.findall(r"(?m)^COPY (\S+)", self.dockerfile):
            self.assertTrue((ROOT / source).is_file(), source)
        for volume in self.services["odoo"]["volumes"]:
            source = volume.split(":")[0]
            if source.startswith("."):
                self.assertTrue((ROOT / source).exists(), source)

    def test_server_is_not_offered_to_the_world(self):
        self.assertNotIn("ports", self.services["db"])
        for port in self.services["odoo"]["ports"]:
            self.assertTrue(str(port).startswith("127.0.0.1:"), port)
