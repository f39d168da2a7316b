# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading kept files again: against the digest's own speed over the same bytes."""

import hashlib
import io
import os
from importlib import import_module

from harness import Figures, bench, peak_mb, stopwatch

COUNT, SIZE = 200, 1_000_000


def ours(name):
    """A module of the add-on; the add-ons path is known once a bench runs."""
    return import_module(f"odoo.addons.dibao_archive.{name}")


@bench("archive.fixity")
def archive_fixity(setting):
    vault, fixity = ours("vault"), ours("fixity")
    content = os.urandom(SIZE)
    digest = hashlib.sha256(content).hexdigest()
    with setting.env() as env:
        # Rolled back in the end, which takes the files along.
        kept = [vault.put(env, io.BytesIO(content), "bench") for _at in range(COUNT)]

        def check():
            for one in kept:
                problem = fixity.examine(
                    env, "bench", one.token, one.wrapped, one.size, digest
                )
                if problem:
                    raise AssertionError(problem)

        check()  # warm: the disk is not what is measured
        seconds, _none = stopwatch(check)

        def plain():
            for _at in range(COUNT):
                hashlib.sha256(content).hexdigest()

        limit, _none = stopwatch(plain)
        algorithm = kept[0].wrapped["a"]
    megabytes = COUNT * SIZE / 2**20
    return Figures(
        seconds,
        limit,
        {
            "files": COUNT,
            "mb_per_s": round(megabytes / seconds),
            "sha256_mb_per_s": round(megabytes / limit),
            "share_of_digest": round(limit / seconds, 2),
            "cipher": algorithm,
            "peak_mb": peak_mb(),
        },
    )
