"""What a manifest will cost before anything is called: the figures behind `plan` and the question that `run` asks."""

from proofpress.entry.planning.build import plan_of
from proofpress.entry.planning.model import PlanView

__all__ = ["PlanView", "plan_of"]
