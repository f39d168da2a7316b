# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged

from .disposal_common import DisposalCase
from .test_tours import DibaoHttpCase


@tagged("post_install", "-at_install")
class TestDisposalTour(DisposalCase, DibaoHttpCase):
    """Appraise and destroy, each person at his own screen."""

    def test_appraise_and_destroy(self):
        self.filed_volume(self.household)
        code = self.due.reference_code

        def tour(name, user, path="/odoo/dibao-disposals"):
            self.start_tour(path, f"dibao_disposal_{name}", login=user.login)
            self.env.invalidate_all()

        tour("propose", self.other_archivist, "/odoo")
        disposal = self.env["dibao.disposal"].search([("fonds_id", "=", self.fonds.id)])
        self.assertEqual(disposal.state, "frozen")
        self.assertEqual(disposal.line_ids.volume_id, self.due)
        tour("approve", self.confirmer)
        tour("check_first", self.supervisor)
        tour("check_second", self.officer)
        self.assertEqual(disposal.state, "supervised")
        tour("execute", self.archivist)
        self.assertEqual(self.due.state, "filed")
        self.run_job(disposal)
        self.assertEqual((disposal.state, self.due.state), ("executed", "destroyed"))
        tour("sign", self.supervisor)
        tour("sign", self.officer)
        self.assertEqual(disposal.state, "signed")
        # Papers are drawn by the engine, which a test leaves out unless it is told.
        disposals = type(disposal)
        plain = disposals._capture_paper

        def drawn(this, *args):
            return plain(this.with_context(force_report_rendering=True), *args)

        with patch.object(disposals, "_capture_paper", drawn):
            tour("close", self.archivist)
        self.assertEqual(disposal.state, "closed")
        self.assertEqual(self.due.reference_code, code)
        self.assertEqual(len(self.fonds.dossier_volume_id.item_ids), 3)
