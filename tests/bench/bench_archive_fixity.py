# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading kept files again: against the digest's own speed over the same bytes.

The first round decrypts (``first_round_mb_per_s``); what is measured are the rounds
after it, which read the encrypted files. The limit is the digest of the same files
without anything else; beside it, the digest of bytes that are in memory already.
"""

import hashlib
import io
import os
import statistics
import time
from importlib import import_module

from harness import Figures, bench, peak_mb, stopwatch

COUNT, SIZE = 200, 1_000_000


def ours(name):
    """A module of the add-on; the add-ons path is known once a bench runs."""
    return import_module(f"odoo.addons.dibao_archive.{name}")


def share(some, all_of_it):
    return round(statistics.median(some) / statistics.median(all_of_it), 2)


@bench("archive.fixity")
def archive_fixity(setting):
    vault, fixity = ours("vault"), ours("fixity")
    content = os.urandom(SIZE)
    digest = hashlib.sha256(content).hexdigest()
    with setting.env() as env:
        # Rolled back in the end, which takes the files along.
        kept = [vault.put(env, io.BytesIO(content), "bench") for _at in range(COUNT)]

        look = fixity._Look(env)

        def check(proofs):
            seen = [
                look.at("bench", one.token, one.wrapped, one.size, digest, proof)
                for one, proof in zip(kept, proofs, strict=True)
            ]
            if any(one.problem for one in seen):
                raise AssertionError(seen)
            return seen

        opening, seen = stopwatch(lambda: check([None] * COUNT))
        proofs = [one.proof for one in seen]
        if any(one.opened for one in check(proofs)):
            raise AssertionError("decrypted again")

        def memory():
            for _at in range(COUNT):
                hashlib.sha256(content).hexdigest()

        paths = [vault.path_of(env.cr.dbname, one.token) for one in kept]

        def plain():
            for path in paths:
                with open(path, "rb") as stream:
                    hashlib.file_digest(stream, "sha256").hexdigest()

        # By turns, so that both meet the same machine; the middle of seven.
        times, limits, spent, bare, held = [], [], [], [], []
        for _turn in range(7):
            for act, walls, processor in (
                (lambda: check(proofs), times, spent),
                (plain, limits, bare),
                (memory, [], held),
            ):
                before = time.process_time()
                walls.append(stopwatch(act)[0])
                processor.append(time.process_time() - before)
        algorithm = kept[0].wrapped["a"]
    seconds, limit = map(statistics.median, (times, limits))
    megabytes = COUNT * SIZE / 2**20
    return Figures(
        seconds,
        limit,
        {
            "files": COUNT,
            "mb_per_s": round(megabytes / seconds),
            "sha256_mb_per_s": round(megabytes / limit),
            "share_of_digest": round(limit / seconds, 2),
            "share_by_processor": share(bare, spent),
            "share_of_digest_in_memory": share(held, spent),
            "first_round_mb_per_s": round(megabytes / opening),
            "cipher": algorithm,
            "peak_mb": peak_mb(),
        },
    )
