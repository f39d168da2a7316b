# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be wrong in a ledger: rule code -> severity, what it is, what to do.

Texts hold no values: the value, masked, stands beside them. Those of persons stand in
`ledger_texts_people`.
"""

from .ledger_rule import ERROR, INFO, WARNING, Rule
from .ledger_texts_people import PEOPLE

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

RULES = PEOPLE | {
    # The household
    "number_missing": Rule(
        WARNING,
        _("The household has no number."),
        _("It is matched by its head, or gets a new number."),
    ),
    "number_twice": Rule(
        ERROR,
        _("This household number stands in the file twice (first in row %(row)s)."),
        _("Give one of the households its own number."),
    ),
    "number_twice_same": Rule(
        INFO,
        _("Another row of a household that was read already (row %(row)s)."),
        _("The later payment counts; nothing to do."),
    ),
    "number_apart": Rule(
        ERROR,
        _("Rows of one household do not stand together (first in row %(row)s)."),
        _("Sort the sheet by household number."),
    ),
    "head_missing": Rule(
        ERROR,
        _("The household has no head."),
        _("Write 户主 as relation of one member."),
    ),
    "head_twice": Rule(
        ERROR,
        _("The household has two heads (first in row %(row)s)."),
        _("Write 户主 for one member only."),
    ),
    "head_differs": Rule(
        WARNING,
        _("The head named in the row is not the member marked as head."),
        _("Correct one of them; the member marked as head is taken."),
    ),
    "head_assumed": Rule(
        WARNING,
        _("No member is marked as head; the one named as head is taken."),
        _("Write 户主 as relation of this member."),
    ),
    "division_missing": Rule(
        ERROR,
        _("The row names no village, and the office has several."),
        _("Enter the village or the division code."),
    ),
    "division_unknown": Rule(
        ERROR,
        _("This place is not known under the office."),
        _("Correct the name, or choose to create missing villages."),
    ),
    "division_ambiguous": Rule(
        ERROR,
        _("Several places under the office have this name."),
        _("Enter the township or the division code too."),
    ),
    "division_outside": Rule(
        ERROR,
        _("This division code does not lie under the office."),
        _("Correct the code, or import the row at the office in charge."),
    ),
    "village_new": Rule(
        INFO,
        _("This village is not known yet and will be created."),
        _("Check the spelling; nothing to do if it is right."),
    ),
    "urban_rural_missing": Rule(
        ERROR,
        _("Neither urban nor rural is given."),
        _("Enter it, or choose one for the whole file."),
    ),
    "urban_rural_unknown": Rule(
        ERROR, _("Neither urban nor rural."), _("Write 城市 or 农村.")
    ),
    "account_shape": Rule(
        ERROR,
        _("An account number has 8 to 32 digits."),
        _("Compare it with the passbook or card."),
    ),
    "account_rounded": Rule(
        ERROR,
        _("The spreadsheet has rounded the account number."),
        _("Format the column as text and type the number again."),
    ),
    "account_check": Rule(
        WARNING,
        _("The check digit of this bank card number does not fit."),
        _("Compare every digit with the card."),
    ),
    "account_shared": Rule(
        WARNING,
        _("Another household of the file has this account (row %(row)s)."),
        _("Check whether a custody agreement exists (民发〔2021〕57号 art. 26)."),
    ),
    "holder_outside": Rule(
        WARNING,
        _("The account holder is no member of the household."),
        _("Register the custody agreement (民发〔2021〕57号 art. 26)."),
    ),
    "amount_unknown": Rule(
        ERROR, _("This is no amount."), _("Write the number of yuan only.")
    ),
    "amount_negative": Rule(
        ERROR, _("The amount is negative."), _("Correct the amount.")
    ),
    "count_differs": Rule(
        WARNING,
        _("The number of people given is not the number of members listed."),
        _("Check whether a member is missing or counted wrongly."),
    ),
    "state_unknown": Rule(
        ERROR,
        _("This state is not known."),
        _("Write 在保, 暂停, 渐退 or 停保."),
    ),
    # The sheet
    "formula": Rule(
        ERROR,
        _("The cell holds a formula."),
        _("Copy the column and paste it back as values."),
    ),
    "row_orphan": Rule(
        ERROR,
        _("The row belongs to no household."),
        _("Enter the household number or the head."),
    ),
    "row_ignored": Rule(
        INFO,
        _("The row holds no person and is left out."),
        _("Nothing to do for totals, notes and signatures."),
    ),
    "value_long": Rule(
        ERROR, _("The text is too long."), _("Shorten it to 200 characters.")
    ),
    # Against the registry
    "elsewhere": Rule(
        ERROR,
        _("The person is a present member of another household: %(where)s."),
        _("End that membership first; a person is never moved silently."),
    ),
    "elsewhere_hidden": Rule(
        ERROR,
        _("The person is registered in another area."),
        _("The supervisor is told; a person is never moved silently."),
    ),
    "number_taken": Rule(
        ERROR,
        _("The household number belongs to a household with another head."),
        _("Correct the number, or change the head in the registry first."),
    ),
    "head_other": Rule(
        ERROR,
        _("The registered head is not in the ledger, or still head there."),
        _("End that membership or change the relation in the registry first."),
    ),
    "number_differs": Rule(
        WARNING,
        _("The registry has this household under another number: %(number)s."),
        _("The registered number stays; correct the ledger."),
    ),
    "number_other_area": Rule(
        ERROR,
        _("The household number is in use in another area."),
        _("Correct the number."),
    ),
    "name_differs": Rule(
        WARNING,
        _("The registry knows this ID number under another name."),
        _("Compare with the card; the ledger's name is taken."),
    ),
    "member_missing": Rule(
        WARNING,
        _("A present member of the registered household is not in the ledger."),
        _("End the membership in the registry if the person has left."),
    ),
    "changed_since": Rule(
        ERROR,
        _("The registry has changed since the check; the household was left out."),
        _("Check the file again."),
    ),
}
