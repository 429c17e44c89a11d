"""What `sweep` does for campaigns: send again what their products and banners wait for, tell what is untold."""

import math
from collections.abc import Iterator

from proofpress.domain import queries
from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.events import BannersRequested, Event, ProductUpdated
from proofpress.domain.queries import R
from proofpress.domain.records import NEVER, Background, BannerSet, Campaign, DeadLetter, Product
from proofpress.domain.states import BannersState
from proofpress.ports import Ports, Replace, Topic
from proofpress.stages.campaigns import telling, waking
from proofpress.stages.campaigns.given_up import gave_up

_PAGE = 100


def batches_of(ports: Ports, campaign: str) -> set[str]:
    """The batches that a campaign ordered and that are not settled."""
    found = ports.ledger.get(Campaign, campaign)
    return set(found.promised) if found else set()


def swept(ports: Ports, campaign: str | None, *, takeover: bool) -> Iterator[None]:
    """Work through products and banners that stand still, a record at a time; in a takeover through all that wait."""
    now = ports.clock.now()
    before = NEVER if takeover else math.floor((now - ports.policy.stale).timestamp()) + 1
    seen = set[str]()
    while products := _unseen(ports.ledger.find(queries.due_products(before, _PAGE)), seen):
        for product in products:
            if campaign in (None, product.campaign):
                _send(ports, product, ProductUpdated(product=product.key, edition=product.edition), takeover=takeover)
            yield
    while sets := _unseen(ports.ledger.find(queries.due_sets(before, _PAGE)), seen):
        for banners in sets:
            if campaign in (None, banners.product.partition("/")[0]):
                _set(ports, banners, takeover=takeover)
            yield
    for product in ports.ledger.find(queries.untold_products()):
        telling.tell_again(ports, product)
        yield


def _unseen(found: list[R], seen: set[str]) -> list[R]:
    """What was not looked at yet: records that are put off leave the first page to others, in a takeover none does."""
    fresh = [record for record in found if record.key not in seen]
    seen.update(record.key for record in fresh)
    return fresh


def _set(ports: Ports, banners: BannerSet, *, takeover: bool) -> None:
    if banners.state is not BannersState.WAITING:
        _send(ports, banners, BannersRequested(banners=banners.key), takeover=takeover)
        return
    background = ports.ledger.get(Background, banners.background)
    if background is not None and background.images:
        waking.wake(ports, banners.background, of=banners.key)
    elif not takeover:
        # A person may still accept a draft of an item that was given up: its delivery wakes the banners.
        is_given_up = gave_up(ports.ledger, background) is not None
        waits = banners.at_rest() if is_given_up else banners.put_off(ports.clock.now(), ports.policy.stale)
        ports.ledger.commit(Replace(waits))


def _send(ports: Ports, record: Product | BannerSet, event: Event, *, takeover: bool) -> None:
    if not takeover:
        put_off = record.put_off(ports.clock.now(), ports.policy.stale)
        letter = ports.ledger.get(DeadLetter, dead_letter_id(Topic.BANNERS, {"ce-subject": event.subject}))
        if not ports.ledger.commit(Replace(put_off)) or (letter is not None and not letter.replayed):
            return
    ports.bus.publish(Topic.BANNERS, event, traceparent=record.traceparent)
