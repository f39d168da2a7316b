# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Healthy while the server answers; the probe needs no database."""

import sys
from urllib.request import urlopen

sys.exit(urlopen("http://127.0.0.1:8069/web/health", timeout=8).status != 200)
