"""What may happen to one worker while it works: it dies at a step, is overtaken at a commit, or has a wrong clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from proofpress.ports import Change, Clock, Ports, Receipt
from tests.support.ledgers import PassingLedger


@dataclass
class SkewedClock:
    """A clock that is off."""

    inner: Clock
    off: timedelta

    def now(self) -> datetime:
        """The wrong time."""
        return self.inner.now() + self.off

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.inner.sleep(seconds)


def skewed(ports: Ports, off: timedelta) -> Ports:
    """The ports of a machine whose clock is off."""
    return replace(ports, clock=SkewedClock(ports.clock, off))


@dataclass
class Overtaken(PassingLedger):
    """Lets something happen once, right before a worker's n-th commit."""

    at: int
    happens: Callable[[], object]
    commits: int = 0

    def commit(self, *changes: Change) -> Receipt:
        """All changes, or none."""
        self.commits += 1
        if self.commits == self.at:
            self.happens()
        return self.inner.commit(*changes)


def overtaken(ports: Ports, at: int, happens: Callable[[], object]) -> Ports:
    """The ports of a worker that others get ahead of."""
    return replace(ports, ledger=Overtaken(ports.ledger, at, happens))
