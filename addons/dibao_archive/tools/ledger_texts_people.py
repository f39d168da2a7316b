# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be wrong with a person of a ledger: rule code -> severity, text, remedy."""

from .ledger_rule import ERROR, INFO, WARNING, Rule

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

PEOPLE = {
    # The ID number
    "id_missing": Rule(
        ERROR,
        _("The person has no ID number."),
        _("Enter the number, or the reason in a column 无证原因 (newborn …)."),
    ),
    "id_rounded": Rule(
        ERROR,
        _("The spreadsheet has rounded the ID number; its last digits are lost."),
        _("Format the column as text and type the number again from the card."),
    ),
    "id_characters": Rule(
        ERROR,
        _("The ID number holds characters other than digits and a final X."),
        _("Compare it with the card."),
    ),
    "id_length": Rule(
        ERROR,
        _("The ID number has neither 18 nor 15 characters."),
        _("Compare it with the card."),
    ),
    "id_birth_date": Rule(
        ERROR,
        _("The birth date inside the ID number does not exist."),
        _("Compare it with the card."),
    ),
    "id_birth_future": Rule(
        ERROR,
        _("The birth date inside the ID number lies in the future."),
        _("Compare it with the card."),
    ),
    "id_check_digit": Rule(
        ERROR,
        _("The last character of the ID number does not fit: a digit is wrong."),
        _("Compare every digit with the card."),
    ),
    "id_masked": Rule(
        ERROR,
        _("The ID number is masked with stars."),
        _("Enter the whole number; a masked ledger cannot be imported."),
    ),
    "id_place_unknown": Rule(
        INFO,
        _("The place part of the ID number is in no current list."),
        _("Old codes are on real cards; compare it with the card when in doubt."),
    ),
    "id_age": Rule(
        WARNING,
        _("By the ID number the person would be over 130 years old."),
        _("Compare it with the card; check whether the person is alive."),
    ),
    "id_twice": Rule(
        ERROR,
        _("This ID number stands in the file more than once (first in row %(row)s)."),
        _("Keep the person in one household and delete the other row."),
    ),
    # The person
    "name_missing": Rule(
        ERROR, _("The person has no name."), _("Enter the name as on the card.")
    ),
    "name_shape": Rule(
        WARNING,
        _("This does not look like a name."),
        _("Compare it with the card; digits and remarks belong elsewhere."),
    ),
    "birth_missing": Rule(
        ERROR,
        _("A person without ID number needs a birth date."),
        _("Enter the birth date."),
    ),
    "birth_mismatch": Rule(
        WARNING,
        _("The birth date differs from the one inside the ID number."),
        _("Compare both with the card; the ID number's date is taken."),
    ),
    "sex_mismatch": Rule(
        WARNING,
        _("The sex differs from the one inside the ID number."),
        _("Compare both with the card; the ID number's is taken."),
    ),
    "sex_unknown": Rule(ERROR, _("This sex is not known."), _("Write 男 or 女.")),
    "relation_unknown": Rule(
        ERROR,
        _("This relation is in no list."),
        _("Use a relation of GB/T 4761 (配偶, 长子, 次女 …) or add it as a synonym."),
    ),
    "relation_missing": Rule(
        WARNING,
        _("The relation to the head is not given."),
        _("Enter it; it is imported as empty."),
    ),
    "code_unknown": Rule(
        WARNING,
        _("This word is in no list; the cell is left out."),
        _("Use a word of the list, or add this one as a synonym of a code."),
    ),
    "date_impossible": Rule(
        ERROR,
        _("This date does not exist or cannot be read."),
        _("Write it as 2023-03-15 or 2023年3月15日."),
    ),
    "date_future": Rule(
        ERROR, _("This date lies in the future."), _("Correct the year.")
    ),
    "death_before_birth": Rule(
        ERROR,
        _("The date of death lies before the birth."),
        _("Compare both with the certificate."),
    ),
    "dead_active": Rule(
        WARNING,
        _("The person has died but is listed as a member."),
        _("Stop the person's share; the membership is imported as it is."),
    ),
    "phone_shape": Rule(
        WARNING,
        _("This is no phone number; the cell is left out."),
        _("Write 7 to 12 digits without remarks."),
    ),
    "certificate_shape": Rule(
        WARNING,
        _("This is no certificate number; the cell is left out."),
        _("Compare it with the certificate."),
    ),
    "counted_unknown": Rule(
        WARNING, _("Neither yes nor no."), _("Write 是 or 否; it is taken as yes.")
    ),
    "exclusion_missing": Rule(
        WARNING,
        _("The member is not counted, and no reason is given."),
        _("Enter the reason (民发〔2021〕57号 art. 7); it is imported as other."),
    ),
}
