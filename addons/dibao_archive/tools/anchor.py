# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The last links of a hash chain, noted in a file outside the database."""

import fcntl
import json
import os


def append(path, entry):
    """Add one entry (a dict of plain values) at the end and make sure it is on disk."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.write(json.dumps(entry) + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def read(path):
    """All entries, oldest first; none when there is no file.

    A line cut short by a crash is left out; its seal is noted again with the next.
    """
    try:
        with open(path, encoding="utf-8") as handle:
            lines = handle.read().splitlines()
    except FileNotFoundError:
        return []
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries
