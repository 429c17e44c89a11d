"""Many workers at one record, such as the cohort that guards a dollar cap: whoever was too late steps back a little."""

from random import SystemRandom

from proofpress.ports import Ports

_SHORT, _LONG = 0.1, 4.0
"""Seconds that are waited at most, after the first refused commit and after many."""

_lot = SystemRandom()


def step_back(ports: Ports, refusals: int) -> None:
    """Wait after a refused commit, the longer the more there were, and by lot: all that was read must be read again.

    Without it sixty workers at one cohort read some 800 documents each until the last of them has had its turn.
    """
    ports.clock.sleep(_lot.uniform(0, min(_LONG, _SHORT * 2 ** min(refusals, 10))))
