# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A program of somebody else's: plain HTTP, an API key, JSON in and out."""

import itertools
import re
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import requests

TIMEOUT = 120
#: Whatever could be a whole number of a card, an account or a telephone.
_NUMBERS = re.compile(r"[0-9A-Z]{8,}")


LOGINS = Path(__file__).resolve().parents[2] / "scripts" / "demo_logins.txt"


def demo_passwords():
    """{login: password} as `make run` tells them."""
    lines = LOGINS.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(None, 2)[:2] for line in lines)


class Foreign:
    """Speaks to one server as one user."""

    def __init__(self, base, database, login=None, secrets=()):
        self.base, self.database, self.login = base, database, login
        self.secrets = secrets
        self.headers = {"X-Odoo-Database": database}
        # Keeps the connection; the key alone says who speaks.
        self.connection = requests.Session()
        self.connection.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def make_key(self, password):
        """Sign in with the password and make an API key, as docs/api.md says."""
        session, numbers = requests.Session(), itertools.count(1)

        def route(path, params):
            body = {"jsonrpc": "2.0", "id": next(numbers), "params": params}
            answer = session.post(f"{self.base}{path}", json=body, timeout=TIMEOUT)
            told = answer.json()
            assert "error" not in told, f"{self.login}: {told['error']}"
            return told["result"]

        def call(model, method, args, **kwargs):
            params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
            return route("/web/dataset/call_kw", params)

        account = {"db": self.database, "login": self.login, "password": password}
        signed_in = route("/web/session/authenticate", account)
        wizard = "res.users.apikeys.description"
        made = call(wizard, "create", [[{"name": "foreign", "duration": "7"}]])
        check = call(wizard, "make_key", [made])
        shown = call(
            check["res_model"],
            "run_check",
            [[check["res_id"]]],
            context={"password": password},
        )
        self.use_key(shown["context"]["default_key"])
        return signed_in["uid"]

    def use_key(self, key):
        """Show this key from now on."""
        self.headers["Authorization"] = f"bearer {key}"

    def post(self, model, method, *, may_show=(), **arguments):
        """The server's answer; no clear value is in it but those that may be."""
        answer = self.connection.post(
            f"{self.base}/json/2/{model}/{method}",
            json=arguments,
            headers=self.headers,
            timeout=TIMEOUT,
        )
        shown = self.secrets & set(_NUMBERS.findall(answer.text))
        shown -= set(may_show)
        assert not shown, f"{self.login} {model}/{method} shows {len(shown)} in clear"
        return answer

    def call(self, model, method, **arguments):
        """The result; an AssertionError with the server's word when it is refused."""
        answer = self.post(model, method, **arguments)
        what = f"{self.login} {model}/{method}"
        assert answer.ok, f"{what}: {answer.status_code} {answer.text[:600]}"
        return answer.json()

    def refusal(self, model, method, **arguments):
        """``(status, name of the error)``, or None when the server did as told."""
        answer = self.post(model, method, **arguments)
        if answer.ok:
            return None
        return answer.status_code, answer.json()["name"].rpartition(".")[2]
