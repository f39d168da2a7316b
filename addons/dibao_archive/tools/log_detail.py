# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The detail of a row of the access log: a code and its values, no sentence.

Who wrote the row spoke one language, who reads it may speak another: the sentence is
made when it is shown.
"""

import json


def pack(code, values=None):
    """The text that is stored.

    >>> pack("log_anchored")
    'log_anchored'
    >>> pack("ledger_import", {"id": 7})
    'ledger_import {"id": 7}'
    """
    if not values:
        return code
    return f"{code} {json.dumps(values, ensure_ascii=False, sort_keys=True)}"


def unpack(text):
    """(code, {name: value}) of a stored text; what is no code comes back as it is."""
    code, brace, rest = (text or "").partition(" {")
    if not brace:
        return code, {}
    try:
        values = json.loads("{" + rest)
    except ValueError:
        return text, {}
    return code, values
