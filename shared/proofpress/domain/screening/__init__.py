"""The rules of the mechanical screen: what is checked, where each check draws its line, and what follows."""

from proofpress.domain.screening.checks import Action, Checks
from proofpress.domain.screening.judging import Judgement, judge
from proofpress.domain.screening.repeating import Across, DuplicatesSpec
from proofpress.domain.screening.rules import DEFAULT_RULES, Profile, Rules, ScreenSpec
from proofpress.domain.screening.thresholds import Thresholds

__all__ = [
    "DEFAULT_RULES",
    "Across",
    "Action",
    "Checks",
    "DuplicatesSpec",
    "Judgement",
    "Profile",
    "Rules",
    "ScreenSpec",
    "Thresholds",
    "judge",
]
