"""No keeper is lost, none comes twice, and the world is told of what there is."""

from collections import Counter

from proofpress.domain.events import KeeperDelivered
from proofpress.domain.states import AttemptState
from tests.statemachine.snapshot import Snapshot


def check_keepers(seen: Snapshot, kept: dict[str, str]) -> dict[str, str]:
    """What was delivered before is delivered still, unchanged; digests of everything that is."""
    delivered = {final.key: image.sha256 for final in seen.finals for image in final.deliveries}
    assert kept.items() <= delivered.items()
    of_attempt = Counter(f"{final.item}/{final.number}" for final in seen.finals if final.deliveries)
    assert max(of_attempt.values(), default=0) <= 1
    keepers = {attempt.key for attempt in seen.attempts if attempt.state is AttemptState.DELIVERED}
    told = [event for event in seen.pipeline.bus.outcomes if isinstance(event, KeeperDelivered)]
    assert {event.attempt for event in told} <= keepers
    return delivered
