# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""By what an applicant finds his case, without a name and without an ID number.

A keyed digest of the case number and the last four characters of the ID number is kept
on the case. A question is answered by one look-up of the digest of what was typed: a
number that does not exist and one with other digits take the same way and the same
time. Like the keys, this hangs on no model.
"""

from odoo.addons.dibao_archive import keys
from odoo.addons.dibao_archive.sealed import unseal_field
from odoo.addons.dibao_archive.tools import keyring

DOMAIN = b"case of an applicant"
COUNTED = b"question of a visitor"


def digests(env, number, last_four):
    """What a stored digest of this pair may be (several during a change of keys)."""
    text = _text(number, last_four)
    return [key.index(text, DOMAIN) for key in keys.ring(env).readable(keyring.INDEX)]


def of_cases(cases):
    """{case: digest, or False where the applicant has no ID number}."""
    cases = cases.sudo()
    persons = cases.household_id.head_id
    numbers = unseal_field(persons, "id_number") if persons else {}
    key = keys.ring(cases.env).active(keyring.INDEX)
    return {
        case: case.number
        and numbers.get(case.household_id.head_id.id)
        and key.index(
            _text(case.number, numbers[case.household_id.head_id.id][-4:]), DOMAIN
        )
        for case in cases
    }


def is_of(env):
    """How a digest of the key in force begins."""
    return f"{keys.ring(env).active(keyring.INDEX).id}."


def mark(env, *parts):
    """Under what a question is counted: tells neither address nor number."""
    key = keys.ring(env).active(keyring.INDEX)
    return key.index("\0".join(parts).encode(), COUNTED)


def _text(number, last_four):
    return f"{number}\0{last_four}".encode()
