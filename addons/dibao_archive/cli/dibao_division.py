# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import sys
import time
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class DibaoDivision(Command):
    """Load administrative divisions: the official table, villages from a CSV file."""

    name = "dibao_division"

    def run(self, cmdargs):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", help="database")
        parser.add_argument(
            "provinces",
            nargs="*",
            metavar="PROVINCE",
            help="two digits or name of a province; several are possible",
        )
        parser.add_argument("--all", action="store_true", help="the whole country")
        parser.add_argument("--list", action="store_true", help="show the provinces")
        parser.add_argument(
            "--no-townships", action="store_true", help="stop at the counties"
        )
        parser.add_argument(
            "--close-missing",
            action="store_true",
            help="close official divisions that the table no longer has",
        )
        parser.add_argument("--villages", type=Path, metavar="CSV", help="village file")
        args = parser.parse_args(cmdargs)
        settings = ["--no-http"]
        for option, value in (("-c", args.config), ("-d", args.database)):
            settings += [option, value] if value else []
        config.parse_config(settings, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            parser.error("name one database with -d")
        with Registry(names[0]).cursor() as cr:
            self._load(Environment(cr, SUPERUSER_ID, {}), args)

    # A command prints.  pylint: disable=print-used
    def _load(self, env, args):
        load = env["dibao.division.load"].create(
            {
                "townships": not args.no_townships,
                "close_missing": args.close_missing,
            }
        )
        if args.list:
            for line in load.line_ids:
                print(line.code, line.name, line.county_count, line.township_count)
        known = {line.code: line.code for line in load.line_ids}
        known |= {line.name: line.code for line in load.line_ids}
        unknown = [text for text in args.provinces if text not in known]
        if unknown:
            sys.exit(f"Unknown province: {', '.join(unknown)} (try --list)")
        codes = set(known.values()) if args.all else {known[p] for p in args.provinces}
        start = time.monotonic()
        if codes:
            print(load._run_table(codes))
        if args.villages:
            print(load._run_villages(args.villages.read_bytes()))
            for problem in load.problem_ids:
                print(f"row {problem.line}: {problem.cell}: {problem.reason}")
        if codes or args.villages:
            print(f"{time.monotonic() - start:.1f} s")
