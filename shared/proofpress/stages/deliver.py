"""Bring a rendered final to its delivery form, and tell the world."""

import hashlib

from proofpress.domain.errors import NotReady
from proofpress.domain.events import ObjectFinalized
from proofpress.domain.records import Attempt, Final, Item, StoredImage
from proofpress.domain.states import AttemptState, FinalState
from proofpress.imaging.cropping import fit
from proofpress.ports import AlreadyExists, Bucket, Ports, Replace
from proofpress.stages import announcing, settling
from proofpress.stages.campaigns import waking
from proofpress.stages.names import final_key, object_name

_WAITING = (FinalState.PLANNED, FinalState.LEASED)


def deliver(event: ObjectFinalized, ports: Ports) -> None:
    """Bring a rendered final, and its attempt, to delivered."""
    final = ports.ledger.get(Final, final_key(event.name))
    if final is None:
        return
    if final.state in _WAITING:
        raise NotReady(f"{final.key} is not committed yet")
    if final.state is FinalState.RENDERED:
        _deliver(ports, final)
    if final.state in (FinalState.RENDERED, FinalState.DELIVERED):
        waking.wake_for(ports, final.item)


def _deliver(ports: Ports, final: Final) -> None:
    attempt = ports.ledger.get(Attempt, final.attempt)
    item = ports.ledger.get(Item, final.item)
    if attempt is None or item is None or final.image is None:
        return
    delivery = _write(ports, item, attempt, final.image)
    now = ports.clock.now()
    delivered = final.moved(FinalState.DELIVERED, now, deliveries=(delivery,), untold=True)
    kept = attempt.moved(AttemptState.DELIVERED, now)
    background = waking.with_background(ports, final, attempt)
    if receipt := ports.ledger.commit(Replace(delivered), Replace(kept), *background):
        announcing.tell(ports, receipt.of(delivered))
        settling.delivered(ports, item)
    elif background:
        # Another keeper of the same background may have come at the same moment.
        raise NotReady(f"{final.key} or its background changed meanwhile")


def _write(ports: Ports, item: Item, attempt: Attempt, image: StoredImage) -> StoredImage:
    data = ports.store.get(Bucket.FINALS, image.name)
    width, height = image.width, image.height
    if item.spec.pixels:
        fitted = fit(data, *item.spec.pixels)
        data, width, height = fitted.data, fitted.width, fitted.height
    name = object_name(attempt.key, image.mime)
    try:
        generation = ports.store.put(Bucket.DELIVERIES, name, data, image.mime, {"attempt": attempt.key}).generation
    except AlreadyExists as taken:
        generation = taken.stored.generation
    return StoredImage(
        bucket=Bucket.DELIVERIES,
        name=name,
        generation=generation,
        sha256=hashlib.sha256(data).hexdigest(),
        mime=image.mime,
        size=len(data),
        width=width,
        height=height,
    )
