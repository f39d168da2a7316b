# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command

COUNTY = "990101000000"
#: Re-verifications of the demo that wait for the county: two of them were decided.
WAITING, DECIDED = 5, 2
#: Whatever is drawn in earnest has a seed that nobody chose.
SEED = "00d1ba0d1ba0d1ba"
ACTS = ("accept", "investigate", "opine_fits", "submit")

#: days ago, kind, channel, under a real name, what is said, finding, result, last act
COMPLAINTS = [
    (
        *(3, "report", "phone", True, "示例：反映该户有人外出务工，收入未申报。"),
        *(False, False, "check"),
    ),
    (
        *(12, "appeal", "visit", True, "示例：来访人认为其家庭应当纳入低保。"),
        *("示例：经入户核查，该户人均收入高于当地标准。", "unfounded", "answer"),
    ),
    (
        *(20, "report", "letter", False, "示例：匿名来信，称该户有房屋出租。"),
        *("示例：房屋为自住，未出租。", "unfounded", "settle"),
    ),
    (
        *(70, "question", "phone", False, "示例：来电咨询复核时间，尚未回复。"),
        *(False, False, None),
    ),
]
#: days ago, days since, subject, what is told, kind of case, change, last act
DECLARATIONS = [
    (2, 20, "income", "示例：户主每月零工收入增加 200 元。", "reduction", False, None),
    (6, 150, "property", "示例：去年购入二手电动三轮车一辆。", False, False, "none"),
    (
        9,
        15,
        "people",
        "示例：长子婚后迁出，另立门户。",
        "member_change",
        "removed",
        "case",
    ),
]
#: days ago, work, yuan a month, answer, why
OFFERS = [
    (75, "示例：村级保洁员", 900, "refused", "示例：称路远"),
    (40, "示例：公益性岗位护林员", 1000, "refused", "示例：称身体不适，未提供证明"),
    (10, "示例：合作社分拣工", 1500, "refused", "示例：未说明理由"),
    (25, "示例：超市理货员", 1800, "accepted", False),
    (5, "示例：社区托老所护工", 2000, False, False),
]


class DibaoMeeting(models.Model):
    """Around the cases of the demo county: meetings, checks, complaints, declarations.

    Days count back from the day on which the demo is made; all else is the same always.
    """

    _inherit = "dibao.meeting"

    @api.model
    def _demo_create(self):
        """Once, where there are the demo county and its officers."""
        county = self.env["dibao.division"].sudo()._live_by_code([COUNTY]).get(COUNTY)
        officer = self.env.ref(
            "dibao_archive.user_demo_officer", raise_if_not_found=False
        )
        if not county or not officer or self.search_count([], limit=1):
            return
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        this = self.with_context(lang=chinese) if chinese else self
        cases = this._demo_waiting()
        this._demo_objection()
        this._demo_check(county, cases)
        this._demo_meetings(county, cases)
        households = this._demo_households(max(len(DECLARATIONS), len(COMPLAINTS)))
        this._demo_complaints(county, households)
        this._demo_declarations(households)
        this._demo_offers()
        self.env["dibao.due"]._search_all(fields.Date.context_today(self))

    @api.model
    def _demo_of(self, model, person):
        """A model as one of the demo's people, past the rights of its records."""
        user = self.env.ref(f"dibao_archive.user_demo_{person}")
        return self.env[model].with_user(user).sudo()

    @api.model
    def _demo_day(self, days):
        return fields.Date.subtract(fields.Date.context_today(self), days=days)

    @api.model
    def _demo_waiting(self):
        """Re-verifications that wait for the county's decision."""
        cases = self.env["dibao.case"]
        for _number in range(WAITING):
            household = cases._demo_household("reverification")
            case = cases.create(
                {"household_id": household.id, "kind": "reverification"}
            )
            for act in ACTS:
                if act.startswith("opine"):
                    case._demo_found_out()
                getattr(case._demo_as(act), f"action_{act}")()
            cases |= case
        return cases

    @api.model
    def _demo_objection(self):
        notice = self.env["dibao.notice"].sudo().search([], limit=1)
        if notice.case_id.stage == "notice":
            self._demo_of("dibao.objection", "clerk").create(
                {
                    "notice_id": notice.id,
                    "channel": "phone",
                    "content": "示例：村民来电，称该户家中有人新近就业。",
                }
            )

    @api.model
    def _demo_check(self, county, cases):
        """Drawn from what waits; those to be decided were looked at."""
        check = self._demo_of("dibao.spot.check", "officer").create(
            {"division_id": county.id}
        )
        check._by_act(
            {
                "state": "drawn",
                "seed": SEED,
                "share": check._policy_share() or 30.0,
                "listed": sorted(cases.mapped("number")),
                "listed_count": len(cases),
                "drawn_on": fields.Datetime.now(),
                "drawn_by_id": check.env.uid,
            }
        )
        check._choose(cases)
        looked = check.line_ids.filtered(lambda line: line.case_id in cases[:DECIDED])
        looked.write({"result": "agrees", "note": "示例：县级入户抽查，与档案一致。"})

    @api.model
    def _demo_meetings(self, county, cases):
        """One that decided, and one that is being prepared."""
        people = [
            self._demo_of("dibao.meeting", name).env.user.id
            for name in ("confirmer", "officer")
        ]
        meetings = self._demo_of("dibao.meeting", "confirmer")
        held = meetings.create(
            {
                "division_id": county.id,
                "place": "示例县民政局会议室",
                "present_ids": [Command.set(people)],
                "minutes": "示例：逐户审议复核材料，到会人员无不同意见。",
                "line_ids": [
                    Command.create({"case_id": case.id}) for case in cases[:DECIDED]
                ],
            }
        )
        held.action_decide()
        coming = fields.Datetime.add(fields.Datetime.now(), days=3)
        meetings.create(
            {
                "division_id": county.id,
                "place": "示例县民政局会议室",
                "held_on": coming.replace(hour=1, minute=0, second=0),
                "present_ids": [Command.set(people)],
            }
        ).action_take_waiting()

    @api.model
    def _demo_households(self, count):
        """Of the clerk's township, on the roll, without an open case."""
        clerk = self._demo_of("dibao.case", "clerk").env.user
        return self.env["dibao.household"].search(
            [
                ("division_id", "child_of", clerk.dibao_division_ids.ids),
                ("state", "=", "active"),
                ("case_ids", "=", False),
            ],
            limit=count,
            order="number",
        )

    @api.model
    def _demo_complaints(self, county, households):
        complaints = self._demo_of("dibao.complaint", "officer")
        for row, household in zip(COMPLAINTS, households, strict=False):
            days, kind, channel, real, said, finding, result, last = row
            about = household if kind == "report" else household.browse()
            one = complaints.create(
                {
                    "received_on": self._demo_day(days),
                    "kind": kind,
                    "channel": channel,
                    "real_name": real,
                    "informant": "示例来访人" if real else False,
                    "content": said,
                    "household_id": about.id,
                    "division_id": (about.division_id or county).id,
                    "finding": finding,
                    "result": result,
                    "answer": "示例：已电话答复。" if last == "answer" else False,
                }
            )
            if last in ("check", "answer"):
                one.action_check()
            if last in ("settle", "answer"):
                # The form is printed where the server is up, not while it installs.
                one.household_id = False
                one.action_settle()
                one.household_id = about
            if last == "answer":
                one.action_answer()

    @api.model
    def _demo_declarations(self, households):
        declarations = self._demo_of("dibao.declaration", "clerk")
        for row, household in zip(DECLARATIONS, households, strict=False):
            days, since, subject, content, kind, event, last = row
            one = declarations.create(
                {
                    "household_id": household.id,
                    "received_on": self._demo_day(days),
                    "happened_on": self._demo_day(since),
                    "subject": subject,
                    "content": content,
                    "case_kind": kind,
                    "member_event": event,
                    "reason": "示例：属日常生产工具，不影响认定。"
                    if last == "none"
                    else False,
                }
            )
            if last == "none":
                one.action_changes_nothing()
            elif last == "case":
                one.action_open_case()

    @api.model
    def _demo_offers(self):
        """Three refused in a row by one, and others."""
        clerk = self._demo_of("dibao.job.offer", "clerk")
        members = self.env["dibao.household.member"].search(
            [
                ("division_id", "child_of", clerk.env.user.dibao_division_ids.ids),
                ("household_id.state", "=", "active"),
                ("date_to", "=", False),
                ("labour_ability", "=", "able"),
            ],
            limit=3,
            order="id",
        )
        for number, (days, work, pay, outcome, reason) in enumerate(OFFERS):
            member = members[max(0, number - 2) : max(0, number - 2) + 1]
            if member:
                clerk.create(
                    {
                        "household_id": member.household_id.id,
                        "person_id": member.person_id.id,
                        "offered_on": self._demo_day(days),
                        "offered_by": "示例镇劳动保障所",
                        "work": work,
                        "pay": pay,
                        "outcome": outcome,
                        "reason": reason,
                    }
                )
