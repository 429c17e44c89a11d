"""Have banners composed whose background has come."""

from proofpress.domain import queries
from proofpress.domain.campaigns.graph import is_address
from proofpress.domain.events import BannersRequested
from proofpress.domain.records import Attempt, Background, BannerSet, Final
from proofpress.domain.states import BannersState
from proofpress.ports import Change, Ports, Replace, Topic


def with_background(ports: Ports, final: Final, attempt: Attempt) -> tuple[Change, ...]:
    """What the commit of a delivered final must carry where it is a campaign's background: that one, with the picture."""
    address = attempt.item.rpartition("/")[2]
    background = ports.ledger.get(Background, address) if is_address(address) else None
    if background is None or final.image is None or attempt.key in background.lineage:
        return ()
    if attempt.item not in (background.item, *background.earlier):
        return ()
    known = dict(zip(background.lineage, background.images, strict=True)) | {attempt.key: final.image}
    lineage = tuple(sorted(known))
    images = tuple(known[key] for key in lineage)
    return (Replace(background.having(images=images, lineage=lineage)),)


def wake_for(ports: Ports, item: str) -> None:
    """Wake all banners over the background that an item makes, where it makes one."""
    address = item.rpartition("/")[2]
    if is_address(address):
        wake(ports, address)


def wake(ports: Ports, address: str, of: str = "") -> None:
    """Have the banners composed that wait for a background, all or one set of them, once it has a picture.

    Those that failed on the candidates before are tried on a new one.
    """
    background = ports.ledger.get(Background, address)
    if background is None or not background.images:
        return
    for banners in ports.ledger.find(queries.sets_over(address)):
        if of in ("", banners.key):
            _wake(ports, banners, len(background.images))


def _wake(ports: Ports, banners: BannerSet, candidates: int) -> None:
    retried = bool(banners.faults) and banners.candidates < candidates
    if banners.state is BannersState.WAITING or (retried and banners.state is not BannersState.DUE):
        due = banners.moved(BannersState.DUE, ports.clock.now())
        if not ports.ledger.commit(Replace(due)):
            return
    elif banners.state is not BannersState.DUE:
        return
    ports.bus.publish(Topic.BANNERS, BannersRequested(banners=banners.key), traceparent=banners.traceparent)
