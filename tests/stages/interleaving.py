"""Another worker, acting at the worst moment: between what a stage read and what it commits."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from proofpress.ports import Change, Ports, Receipt, Topic
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import Pipeline


def run_until(pipeline: Pipeline, topic: Topic) -> None:
    """Deliver everything else that waits, until only messages on this topic do."""
    while others := [parcel for parcel in pipeline.bus.waiting if parcel[0] is not topic]:
        pipeline.bus.waiting.remove(others[0])
        pipeline.deliver(*others[0])


@dataclass
class Meanwhile:
    """Runs an action once, right before the first commit that a test is waiting for."""

    expects: Callable[[tuple[Change, ...]], bool]
    action: Callable[[], object]
    happened: bool = False

    def wrap(self, ports: Ports) -> Ports:
        """The ports with this ledger in front of theirs."""
        return replace(ports, ledger=_Ledger(ports.ledger, self))

    def look_at(self, changes: tuple[Change, ...]) -> None:
        """Act, if this is the commit."""
        if not self.happened and self.expects(changes):
            self.happened = True
            self.action()


@dataclass
class _Ledger(PassingLedger):
    meanwhile: Meanwhile

    def commit(self, *changes: Change) -> Receipt:
        self.meanwhile.look_at(changes)
        return self.inner.commit(*changes)
