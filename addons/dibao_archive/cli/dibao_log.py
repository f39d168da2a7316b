# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# pylint: disable=print-used

import sys
import time

from odoo.api import SUPERUSER_ID, Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class DibaoLog(Command):
    """Verify the access log: exit code 1 and one line a finding when it was changed."""

    name = "dibao_log"
    epilog = """
        odoo dibao_log verify -d DATABASE    compare rows, seals, proofs, outside note
        odoo dibao_log seal -d DATABASE      seal now what was logged since the last
        odoo dibao_log anchor -d DATABASE    note the present end anew, after a restore
                                             that lost the notes beside the key file
    """

    def run(self, cmdargs):
        parser = self.parser
        parser.add_argument("act", choices=["verify", "seal", "anchor"])
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", help="database")
        parser.add_argument("-D", "--data-dir", help="folder of the key file")
        args = parser.parse_args(cmdargs)
        settings = ["--no-http"]
        for option, value in (
            ("-c", args.config),
            ("-d", args.database),
            ("-D", args.data_dir),
        ):
            settings += [option, value] if value else []
        config.parse_config(settings, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            parser.error("name one database with -d")
        with Registry(names[0]).cursor() as cr:
            seals = Environment(cr, SUPERUSER_ID, {})["dibao.access.seal"]
            getattr(self, f"_{args.act}")(seals)

    def _verify(self, seals):
        start = time.time()
        findings = seals._verify()
        for finding in findings:
            print(finding)
        rows = seals.env["dibao.access.log"].search_count([])
        print(
            f"access log: {rows} rows, {seals.search_count([])} seals, "
            f"{len(findings)} findings, {time.time() - start:.1f} s"
        )
        if findings:
            sys.exit(1)

    def _seal(self, seals):
        print("sealed" if seals._cron_seal() else "nothing new to seal")

    def _anchor(self, seals):
        seals._anchor_anew()
        print("noted")
