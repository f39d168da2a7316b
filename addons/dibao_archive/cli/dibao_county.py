# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# pylint: disable=print-used,odoo-addons-relative-import

import argparse
import logging
import time

import odoo
from odoo import api
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)


class DibaoCounty(Command):
    """Make a fictional county: a ledger file, or households in a database.

    The same size and seed give the same people. Nobody in it exists.
    """

    name = "dibao_county"
    epilog = """
        odoo dibao_county generate 300 --out ledger.xlsx
        odoo dibao_county generate 10000 --layout member --encoding gb18030 --out a.csv
        odoo dibao_county load 10000 --first 2 -d DATABASE
    """

    def run(self, args):
        parser = self._options()
        options, rest = parser.parse_known_args(args)
        if options.act == "generate" and not options.out:
            parser.error("generate needs --out FILE")
        if options.act == "load":
            config.parse_config([*rest, "--no-http"], setup_logging=True)
            if len(config["db_name"]) != 1:
                parser.error("load needs -d DATABASE")
            self._load(options, config["db_name"][0])
        else:
            if rest:
                parser.error(f"unknown: {' '.join(rest)}")
            self._generate(options)

    def _options(self):
        parser = self.parser
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("act", choices=["generate", "load"])
        parser.add_argument("size", type=int, help="number of households")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--mean-size", type=float, help="mean persons a household (default 1.76)"
        )
        parser.add_argument(
            "--first", type=int, default=1, help="number of the first county (990101)"
        )
        parser.add_argument(
            "--variety", action="store_true", help="other states, guardians, newborns"
        )
        parser.add_argument("--out", help="file to write, .csv or .xlsx")
        parser.add_argument(
            "--layout", choices=["household", "member", "payment"], default="household"
        )
        parser.add_argument(
            "--encoding", choices=["utf-8-sig", "utf-8", "gb18030"], default="utf-8-sig"
        )
        return parser

    def _county(self, options):
        # Late: the add-on can be imported only once the addons path is known.
        from odoo.addons.dibao_archive.tools.county import County  # noqa: PLC0415

        return County(
            options.size,
            seed=options.seed,
            mean_size=options.mean_size,
            variety=options.variety,
            first=options.first,
        )

    def _generate(self, options):
        from odoo.addons.dibao_archive.tools import county_ledger  # noqa: PLC0415

        county = self._county(options)
        if options.out.endswith(".xlsx"):
            count = county_ledger.write_xlsx(options.out, county, options.layout)
        else:
            count = county_ledger.write_csv(
                options.out, county, options.layout, options.encoding
            )
        print(f"{options.out}: {count} rows")

    def _load(self, options, database):
        started = time.monotonic()
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, odoo.SUPERUSER_ID, {})
            done = env["dibao.county"]._load(self._county(options))
        seconds = time.monotonic() - started
        print(
            f"{done['households']} households, {done['persons']} persons"
            f" in {seconds:.1f} s"
        )
