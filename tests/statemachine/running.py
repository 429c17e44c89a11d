"""How long and how thoroughly the machine runs."""

import os

from hypothesis import HealthCheck, Phase, settings


def thoroughness(examples: int, steps: int) -> settings:
    """So many worlds, or as many as EXAMPLES says, of so many steps. With SHRINK set a failure is made smaller."""
    return settings(
        max_examples=int(os.environ.get("EXAMPLES", str(examples))),
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=[Phase.reuse, Phase.generate, *([Phase.shrink] if "SHRINK" in os.environ else [])],
    )
