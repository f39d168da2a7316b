# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stands for a cryptographic device: keys in a process of their own, asked by lines.

It shares no code with the program, and has no way to hand a key out.
"""

import base64
import json
import subprocess
import sys

from ..tools import key_provider
from ..tools.key_provider import KeyringError, Provider

CHILD = """
import base64, hmac, json, os, sys
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
held, plain = {}, base64.b64decode
for line in sys.stdin:
    ask = json.loads(line)
    try:
        if ask["do"] == "create":
            out = os.urandom(8)
            size = 16 if ask["algorithm"].startswith("SM4") else 32
            held[out.hex()] = ask["algorithm"], os.urandom(size)
        else:
            algorithm, secret = held[ask["handle"]]
            data, context = plain(ask["data"]), plain(ask["context"])
            block = algorithms.SM4 if algorithm.startswith("SM4") else algorithms.AES
            if ask["do"] == "mac":
                name = "sm3" if algorithm.endswith("SM3") else "sha256"
                out = hmac.digest(secret, data, name)
            elif ask["do"] == "check":
                out = hmac.digest(secret, b"check", "sha256")[:8]
            elif ask["do"] == "seal":
                nonce = os.urandom(12)
                act = Cipher(block(secret), modes.GCM(nonce)).encryptor()
                act.authenticate_additional_data(context)
                out = nonce + act.update(data) + act.finalize() + act.tag
            else:
                mode = modes.GCM(data[:12], data[-16:])
                act = Cipher(block(secret), mode).decryptor()
                act.authenticate_additional_data(context)
                out = act.update(data[12:-16]) + act.finalize()
        answer = {"out": base64.b64encode(out).decode()}
    except Exception as error:
        answer = {"error": type(error).__name__}
    print(json.dumps(answer), flush=True)
"""


class ProcessProvider(Provider):
    """Speaks with the process; what it knows of a key is a handle."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def ask(self, do, key=None, data=b"", context=b"", **more):
        ask = {"do": do, **more}
        ask["data"], ask["context"] = (
            base64.b64encode(one).decode() for one in (data, context)
        )
        if key:
            ask["handle"] = key.secret.hex()
        self.process.stdin.write(json.dumps(ask) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise KeyringError(answer["error"])
        return base64.b64decode(answer["out"])

    def new_key(self, algorithm):
        return self.ask("create", algorithm=algorithm)

    def seal(self, key, clear, context):
        return self.ask("seal", key, clear, context)

    def open(self, key, token, context):
        return self.ask("open", key, token, context)

    def mac(self, key, data):
        return self.ask("mac", key, data)

    def check_value(self, key):
        return self.ask("check", key).hex()


def device(test):
    """A device that goes with the test."""
    provider = ProcessProvider()
    key_provider.register("device", provider)
    test.addCleanup(key_provider._providers.pop, "device")
    test.addCleanup(provider.close)
    return provider
