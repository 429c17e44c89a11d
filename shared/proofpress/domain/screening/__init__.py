"""The rules of the mechanical screen: what is checked, where each check draws its line, and what follows."""

from proofpress.domain.screening.auditing import can_be_audited, is_audited
from proofpress.domain.screening.checks import Action, Checks
from proofpress.domain.screening.judging import Judgement, judge
from proofpress.domain.screening.repeating import MOST_RADIUS, Across, DuplicatesSpec
from proofpress.domain.screening.rules import DEFAULT_RULES, Profile, Rules, RulesSpec, ScreenSpec
from proofpress.domain.screening.thresholds import Thresholds

__all__ = [
    "DEFAULT_RULES",
    "MOST_RADIUS",
    "Across",
    "Action",
    "Checks",
    "DuplicatesSpec",
    "Judgement",
    "Profile",
    "Rules",
    "RulesSpec",
    "ScreenSpec",
    "Thresholds",
    "can_be_audited",
    "is_audited",
    "judge",
]
