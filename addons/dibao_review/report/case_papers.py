# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each form of the procedure says; 民办发〔2019〕10号 names the forms."""

from .case_paper_decision import DecisionForms
from .case_paper_township import TownshipForms


class CasePaper(TownshipForms, DecisionForms):
    """Any form of a case, by its code."""
