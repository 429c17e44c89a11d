"""A process dies at every step between a shop's event and its banners; the next one finishes them all the same."""

from collections import Counter
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.campaigns.index import ProductIndex
from proofpress.domain.events import BannersDelivered, Event
from proofpress.domain.records import NEVER, Campaign, Product
from proofpress.stages.sweep import sweep
from tests.stages.crashing import Crash, Tripwire
from tests.support.shops import CAMPAIGN, Shop, news

SMALL = (
    CAMPAIGN.replace("[iab-300x250, responsive-1200x628]", "[iab-300x250]")
    .replace("locales: {en-GB: {}, ar-EG: {}}", "locales: {en-GB: {}}")
    .replace(", ar-EG: EGP", "")
    .replace(", ar-EG: جاهز للمطر", "")
    .replace(", ar-EG: للأعضاء", "")
    .replace(", ar-EG: جاف إلى العمل", "")
    .replace("route: two_tier, draft: lite, final: standard", "route: cheap, draft: lite")
)
"""3 banners over 2 backgrounds."""


def begin(folder: Path, wire: Tripwire) -> Shop:
    shop = Shop(folder, SMALL)
    shop.ports = wire.wrap(shop.ports)
    return shop


def lines(index: ProductIndex) -> list[str]:
    return [banner.object for banner in index.banners]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """The steps of a run, and the files that its index names."""
    wire = Tripwire()
    shop = begin(tmp_path_factory.mktemp("undisturbed"), wire)
    shop.hear(news())
    assert len(shop.index().banners) == 3
    return wire.steps, lines(shop.index())


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("takeover", [False, True], ids=["shared", "takeover"])
def test_a_crash_at_any_step_loses_no_banner_and_pays_only_the_call_in_flight_twice(
    undisturbed: tuple[list[str], list[str]], tmp_path: Path, *, after: bool, takeover: bool
) -> None:
    steps, expected = undisturbed
    for at, name in enumerate(steps, start=1):
        shop = begin(tmp_path / f"{at:04}", Tripwire(at, after))
        shop.send(news())
        with pytest.raises(Crash):
            shop.drive()
        told, in_flight = list(shop.bus.outcomes), shop.models.paid[-1][0] if shop.models.paid else ""
        resume(shop, takeover=takeover)
        try:
            check(shop, expected, in_flight, [*told, *shop.bus.outcomes])
        except AssertionError as error:
            raise AssertionError(f"crashed {'after' if after else 'before'} step {at}, {name}") from error
        finally:
            shop.close()


def resume(shop: Shop, *, takeover: bool) -> None:
    """Go on with what the ledger has, once the shop's event, which nobody acknowledged, has come again."""
    shop.ports = Tripwire().wrap(shop.ports)
    shop.bus.waiting.clear()
    shop.hear(news())
    shop.clock.sleep(0 if takeover else 86_400)
    while sweep(shop.ports, takeover=takeover):
        shop.drive()
        shop.clock.sleep(0 if takeover else 86_400)


def check(shop: Shop, expected: list[str], in_flight: str, told: list[Event]) -> None:
    assert lines(shop.index()) == expected
    payments = Counter(label for label, _ in shop.models.paid)
    assert {label: times for label, times in payments.items() if times > 1} in ({}, {in_flight: 2})
    assert not shop.ledger.find(queries.untold_products())
    assert not shop.ledger.find(queries.due_sets(NEVER, 10))
    product, campaign = shop.ledger.get(Product, "autumn/jacket"), shop.ledger.get(Campaign, "autumn")
    assert product is not None
    assert campaign is not None
    assert len(campaign.promised) == 1
    outcomes = [event for event in told if isinstance(event, BannersDelivered)]
    assert {banner.object for banner in outcomes[-1].banners} == set(expected)
    assert outcomes[-1].delivered == product.delivered
