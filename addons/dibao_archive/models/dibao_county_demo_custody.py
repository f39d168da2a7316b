# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

#: Households of the demo whose volumes lie in boxes.
SHELVED = 60


class DibaoCountyDemoCustody(models.AbstractModel):
    """Room, cabinets and boxes of the demo county, and what happened at its desk."""

    # One file for each kind of demo data.
    _inherit = "dibao.county"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _load_demo_custody(self):
        """One county one room, one township one cabinet, one village one box."""
        county = self.env["dibao.division"]._live_by_code(["990101000000"])
        county = county.get("990101000000")
        places = self.env["dibao.location"]
        if not county or places.search_count([("division_id", "=", county.id)]):
            return
        self = self.with_context(tracking_disable=True)
        boxes = self._demo_places(county)
        volumes = self._demo_shelve(boxes)
        archivist = self.env.ref("dibao_archive.user_demo_archivist", False)
        supervisor = self.env.ref("dibao_archive.user_demo_supervisor", False)
        if archivist and supervisor and len(volumes) > 9:
            self._demo_desk(volumes, archivist, supervisor)

    def _demo_places(self, county):
        """{village: its box}"""
        places = self.env["dibao.location"]
        room = places.create(
            {
                "kind": "room",
                "code": "101",
                "name": "低保档案室",
                "division_id": county.id,
            }
        )
        boxes = {}
        for number, township in enumerate(county.child_ids.sorted("code"), 1):
            cabinet = places.create(
                {
                    "kind": "cabinet",
                    "code": f"{number:02d}",
                    "name": f"{township.name}柜",
                    "parent_id": room.id,
                    "division_id": township.id,
                }
            )
            shelf = places.create(
                {
                    "kind": "shelf",
                    "code": "1",
                    "parent_id": cabinet.id,
                    "capacity_mm": 900,
                }
            )
            for order, village in enumerate(township.child_ids.sorted("code"), 1):
                boxes[village] = places.create(
                    {
                        "kind": "box",
                        "code": f"{number:02d}-{order:02d}",
                        "parent_id": shelf.id,
                        "division_id": village.id,
                        "width_mm": 40,
                        "capacity_count": 40,
                    }
                )
        return boxes

    def _demo_shelve(self, boxes):
        """Volumes of some households, each in the box of its village."""
        households = self.env["dibao.household"].search(
            [("division_id", "in", [village.id for village in boxes])],
            order="number",
            limit=SHELVED,
        )
        volumes = self.env["dibao.volume"]
        for household in households:
            volume = volumes._for_household(household)
            if volume and not volume.box_id:
                volume._place(boxes[household.division_id])
                volumes += volume
        return volumes

    def _demo_desk(self, volumes, archivist, supervisor):
        """Loans in each state; one is overdue, one came back damaged."""
        lend = self._demo_lend
        lend(volumes[0], archivist, purpose="review").action_request()
        waiting = lend(volumes[1], archivist, purpose="complaint")
        self._demo_approve(waiting, supervisor)
        for volume, late in ((volumes[2], 0), (volumes[3], 9)):
            loan = lend(volume, archivist, purpose="audit", purpose_note="示例专项检查")
            self._demo_approve(loan, supervisor)
            loan.action_hand_out()
            if late:
                day = fields.Date.context_today(self) - timedelta(days=late)
                loan._by_act({"due_date": day})
        seen = lend(volumes[4], archivist, way="view")
        self._demo_approve(seen, supervisor)
        seen.action_hand_out()
        back = lend(
            volumes[5],
            archivist,
            kind="unit",
            applicant_unit="示例县人民法院",
            applicant_name="示例甲",
            letter_number="示法函〔2026〕1号",
            identity_checked=True,
            consent_letter="示民函〔2026〕2号",
            consent_on=fields.Date.context_today(self),
            purpose="complaint",
        )
        self._demo_approve(back, supervisor)
        back.action_hand_out()
        back.line_ids._take_back("damaged", "封面折角")

    def _demo_lend(self, volume, user, **vals):
        lines = [fields.Command.create({"volume_id": volume.id})]
        loans = self.env["dibao.loan"].with_user(user)
        return loans.create({"line_ids": lines, **vals})

    def _demo_approve(self, loan, supervisor):
        loan.action_request()
        loan.with_user(supervisor).action_approve()
