# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from .common import DibaoCase


class PolicyCase(DibaoCase):
    """A policy with a national value, and who may set others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["dibao.policy"]
        cls.Key = cls.env["dibao.policy.key"]
        cls.key = cls.Key.create(
            {
                "code": "test_days",
                "name": "Days of the test",
                "value_type": "integer",
                "unit": "days",
                "has_low": True,
                "low": 1,
            }
        )
        cls.national = cls.set_policy("7")
        cls.confirmer = cls.make_user("t_confirmer", "county_confirmer", cls.county)
        cls.admin = cls.make_user("t_sys", "system_admin", cls.county.browse())

    @classmethod
    def set_policy(cls, value, division=None, first=False, last=False, key=None):
        return cls.env["dibao.policy"].create(
            {
                "key_id": (key or cls.key).id,
                "value": value,
                "division_id": division and division.id,
                "valid_from": first,
                "valid_to": last,
                "legal_basis": "Test rule art. 1",
            }
        )

    def make_key(self, value_type, **vals):
        return self.Key.create(
            {
                "code": f"test_{value_type}",
                "name": f"Test {value_type}",
                "value_type": value_type,
                **vals,
            }
        )

    def get(self, place=None, day=None, key="test_days"):
        return self.Policy._get(key, place, day)
