# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the members of one household say together: who is its head, who counts."""


class Family:
    """Settles households once all their persons are read.

    :param check: the ``LedgerCheck``, which is told what is wrong
    :param relation: column of the relation to the head, -1 where there is none
    """

    def __init__(self, check, relation):
        self.check = check
        self.relation = relation

    def settle(self, household):
        """Who is the head, and what the members' values say together."""
        check = self.check
        for member in household.members:
            self._settle_member(household, member)
        heads = [member for member in household.members if member.is_head]
        named = household.values.pop("named_head", (None, None))
        if len(heads) > 1:
            household.faulty |= check.tell(
                heads[1].row, self.relation, "head_twice", first=heads[0].row
            )
        elif heads:
            if not fits(heads[0], named):
                check.tell(heads[0].row, heads[0].column, "head_differs")
        else:
            self._find_head(household, named)

    def _find_head(self, household, named):
        check = self.check
        fitting = [m for m in household.members if any(named) and fits(m, named)]
        alone = household.members if self.relation < 0 else []
        if len(fitting) == 1 or (not any(named) and alone):
            head = fitting[0] if fitting else alone[0]
            head.is_head = True
            head.values["relation_id"] = check.relations["head"]
            check.tell(head.row, head.column, "head_assumed")
        else:
            household.faulty |= check.tell(household.row, self.relation, "head_missing")

    def _settle_member(self, household, member):
        check, values = self.check, member.values
        if values.get("relation_id") in check.relations["head_like"]:
            member.is_head = True
            values["relation_id"] = check.relations["head"]
        if "relation_id" not in values and self.relation >= 0 and not member.is_head:
            check.tell(member.row, self.relation, "relation_missing")
        if values.get("relation_id", 0) is None:
            del values["relation_id"]
        if values.get("counted") is False and "exclusion_id" not in values:
            check.tell(member.row, member.column, "exclusion_missing")
            values["exclusion_id"] = check.relations["other_exclusion"]
        elif "exclusion_id" in values and values.get("counted") is not False:
            values["counted"] = False
        death = values.get("death_date")
        if death:
            born = values.get("birth_date")
            code = "death_before_birth" if born and death < born else "dead_active"
            household.faulty |= check.tell(member.row, member.column, code)


def fits(member, named):
    name, number = named
    if number and "id_number" in member.values:
        return member.values["id_number"] == number
    return not name or member.values.get("name") == name
