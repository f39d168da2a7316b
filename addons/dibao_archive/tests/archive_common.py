# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import DibaoCase, make_id


class ArchiveCase(DibaoCase):
    """The small county with a fonds, its staff, and a household that receives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fonds = cls.env["dibao.fonds"].create(
            {
                "code": "J019",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": cls.county.id,
            }
        )
        cls.clerk = cls.make_user("archive_clerk", "township_clerk", cls.east)
        cls.archivist = cls.make_user("archivist", "archivist", cls.county)
        cls.supervisor = cls.make_user("head", "archive_supervisor", cls.county)
        cls.household = cls.make_family(cls.east_village, 1)

    @classmethod
    def make_family(cls, village, number, **vals):
        """A household of two that receives since 2020."""
        members = [
            ("辰宿张", make_id("19600101", 2 * number + 1), "02"),
            ("李玉冈", make_id("19620202", 2 * number), "10"),
        ]
        values = {"state": "active", "state_date": "2020-01-01", **vals}
        return cls.make_household(village, members, **values)

    @classmethod
    def kind(cls, code):
        return cls.env["dibao.document.kind"]._by_code(code)

    @classmethod
    def paper(cls, volume, kind, day="2024-01-09", pages=2, **vals):
        """A paper in a volume, not filed yet."""
        return cls.env["dibao.item"].create(
            {
                "volume_id": volume.id,
                "kind_id": cls.kind(kind).id,
                "title": cls.kind(kind).name,
                "date": day,
                "page_count": pages,
                **vals,
            }
        )

    @classmethod
    def volume(cls, household=None):
        household = household or cls.household
        return cls.env["dibao.volume"]._for_household(household)
