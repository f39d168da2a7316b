# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking a ClamAV daemon about a file: the INSTREAM command of clamd(8).

The content goes over the socket; nothing is written to the disk here. What the daemon
does not answer clearly is "not run", never "clean" (R-21).
"""

import contextlib
import re
import socket
import struct
from typing import NamedTuple

CLEAN, INFECTED, NOT_RUN = "clean", "infected", "not_run"
_PIECE = 1 << 16
_ANSWER = re.compile(r"^stream: (?:(OK)|(.*) FOUND)$")


class Verdict(NamedTuple):
    """``result`` is clean, infected or not_run; ``detail`` the signature, or why."""

    result: str
    detail: str = ""
    tool: str = ""


def scan(address, stream, size, most_bytes=0, timeout=60):
    """Let the daemon look at a stream.

    :param address: path of a socket, or ``host:port``; empty: no scanner is set
    :param most_bytes: what is larger is not sent (0: no bound of our own); the daemon
        has a bound too (``StreamMaxLength``), which gives "not run" as well
    :rtype: Verdict
    """
    if not address:
        return Verdict(NOT_RUN, "no scanner")
    if most_bytes and size > most_bytes:
        return Verdict(NOT_RUN, "too large")
    try:
        tool = _ask(address, timeout, b"zVERSION\0")
        answer = _ask(address, timeout, b"zINSTREAM\0", stream)
    except OSError as error:
        return Verdict(NOT_RUN, type(error).__name__)
    found = _ANSWER.match(answer)
    if not found:
        too_large = "size limit" in answer
        return Verdict(NOT_RUN, "too large" if too_large else "no answer", tool)
    if found[1]:
        return Verdict(CLEAN, "", tool)
    return Verdict(INFECTED, found[2][:120], tool)


def _ask(address, timeout, command, stream=None):
    with _connect(address, timeout) as link:
        link.sendall(command)
        if stream is not None:
            # It stops listening at its bound; the answer says so.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                _send(link, stream)
        return _receive(link)


def _connect(address, timeout):
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host or "localhost", int(port)), timeout)


def _send(link, stream):
    stream.seek(0)
    while piece := stream.read(_PIECE):
        link.sendall(struct.pack(">I", len(piece)) + piece)
    link.sendall(struct.pack(">I", 0))


def _receive(link):
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := link.recv(4096):
            parts.append(part)
            if part.endswith(b"\0"):
                break
    return b"".join(parts).rstrip(b"\0").decode(errors="replace")
