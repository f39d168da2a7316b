# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A malware scanner for tests: a daemon of their own on a private socket.

Its only signature is that of the harmless EICAR test file, written here: no signatures
are downloaded, and the machine's own daemon is left alone.
"""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

#: Put together here, so that no scanner takes this source for the test file.
EICAR = (
    rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"
)
NAME = "Dibao.Test.Eicar"
MEGABYTES = 2


def _configure(folder):
    base = Path(folder, "signatures")
    base.mkdir()
    # Extended signature: name, any kind of file, anywhere in it, bytes.
    (base / "test.ndb").write_text(f"{NAME}:0:*:{EICAR.hex()}\n")
    settings = {
        "Foreground": "yes",
        "LocalSocket": f"{folder}/clamd.sock",
        "DatabaseDirectory": str(base),
        "TemporaryDirectory": folder,
        "StreamMaxLength": f"{MEGABYTES}M",
        "MaxThreads": "2",
        "FixStaleSocket": "yes",
    }
    path = Path(folder, "clamd.conf")
    path.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    return path, settings["LocalSocket"]


@contextmanager
def running_clamd():
    """Start the daemon; gives the path of its socket."""
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        raise AssertionError("clamd is missing: install clamav-daemon")
    with tempfile.TemporaryDirectory() as folder:
        config, socket = _configure(folder)
        process = subprocess.Popen(
            [program, "--config-file", str(config)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, socket)
            yield socket
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _wait(process, socket):
    end = time.monotonic() + 60
    while not os.path.exists(socket):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            raise AssertionError(process.communicate()[0].decode())
        time.sleep(0.05)
