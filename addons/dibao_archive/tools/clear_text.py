# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Protected numbers where they do not belong: in names, notes and saved searches."""

import ast
import re

from . import resident_id

_RUNS = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")


def holds_id_number(text):
    """Does a text contain a well-formed ID number of 18 characters?

    >>> holds_id_number("张三 990101198001019916")
    True
    >>> holds_id_number("990101198001019915, order 202601010000000001")
    False
    """
    return isinstance(text, str) and any(
        not resident_id.check(run.upper()).errors for run in _RUNS.findall(text)
    )


def searched(domain):
    """The fields that a saved domain compares with a text: ``[path, …]``.

    The domain is read, never evaluated; what is no domain searches nothing.

    >>> searched("[('id_number', '=', 'x'), ('age', '<', 18), ('d', '<', today())]")
    ['id_number']
    """
    try:
        tree = ast.parse(str(domain or ""), mode="eval")
    except (SyntaxError, ValueError):
        return []
    return [
        leaf.elts[0].value
        for leaf in ast.walk(tree)
        if isinstance(leaf, (ast.Tuple, ast.List))
        and len(leaf.elts) == 3
        and all(map(_is_text, leaf.elts[:2]))
        and any(_is_text(node) for node in ast.walk(leaf.elts[2]))
    ]


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
