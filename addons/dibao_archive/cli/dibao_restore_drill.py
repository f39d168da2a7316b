# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

# pylint: disable=print-used,odoo-addons-relative-import

import os
import sys

from odoo.api import SUPERUSER_ID, Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config

# Commands are found before the package of the add-on is there.
from odoo.addons.dibao_archive import restore_drill


class DibaoRestoreDrill(Command):
    """Try a backup: restore it beside, check it, drop it, write down how it went."""

    name = "dibao_restore_drill"
    epilog = """
        odoo dibao_restore_drill -d DATABASE --dump FILE --filestore FOLDER

        FILE is what `pg_dump -Fc` wrote, FOLDER the copy of the filestore of the same
        moment. Counts, access log and a sample of originals are compared; the outcome
        stands in the record of that backup (Oversight, Storage, Backups). Exit code 1
        and one line each where something is wrong. The living database is not touched.
    """

    def run(self, cmdargs):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", help="the living database")
        parser.add_argument("-D", "--data-dir", help="folder of filestore and keys")
        parser.add_argument("--dump", required=True, help="the backup: pg_dump -Fc")
        parser.add_argument("--filestore", required=True, help="the backup: files")
        parser.add_argument("--place", default="", help="where the backup lies")
        parser.add_argument("--scratch", help="name for the database of the trial")
        parser.add_argument(
            "--sample", type=int, default=50, help="originals to read (default 50)"
        )
        parser.add_argument("--seed", help="chooses the sample; the same one again")
        args = parser.parse_args(cmdargs)
        for path in (args.dump, args.filestore):
            if not os.path.exists(path):
                parser.error(f"{path} is not there")
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
            live = Environment(cr, SUPERUSER_ID, {})
            record, found = restore_drill.drill(
                live,
                args.dump,
                args.filestore,
                args.place,
                args.scratch,
                args.sample,
                args.seed,
            )
            print(record.note)
            print(f"restored in {record.drill_minutes} min")
        if found:
            sys.exit(1)
