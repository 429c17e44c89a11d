"""Two events at once, at the worst moment: no word of a shop is lost, and no dollar of a campaign is promised twice."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import CapReached, NotReady
from proofpress.domain.events import ProductUpdated, ShopEventReceived
from proofpress.domain.records import Batch, Campaign, Product
from proofpress.ports import Change
from proofpress.stages import deciding
from proofpress.stages.campaigns.arranging import arrange
from proofpress.stages.campaigns.hearing import hear
from proofpress.stages.campaigns.promises import settle
from tests.stages.interleaving import Meanwhile
from tests.support.shops import CAMPAIGN, Shop, news


def told(number: int, **changes: str) -> ShopEventReceived:
    return ShopEventReceived(text=json.dumps(news(number, **changes)))


def of(kind: type, changes: tuple[Change, ...]) -> bool:
    return any(isinstance(change.record, kind) for change in changes)


def campaign_of(shop: Shop) -> Campaign:
    found = shop.ledger.get(Campaign, "autumn")
    assert found is not None
    return found


@pytest.mark.parametrize("known", [False, True], ids=["a new product", "a known one"])
@pytest.mark.parametrize("order", [(2, 3), (3, 2)], ids=["older first", "newer first"])
def test_of_two_events_that_are_heard_at_once_the_newest_stands(
    tmp_path: Path, order: tuple[int, int], *, known: bool
) -> None:
    shop = Shop(tmp_path)
    if known:
        hear(told(1), shop.ports)
    mine, theirs = (told(number, price=f"{number}.00") for number in order)
    meanwhile = Meanwhile(lambda changes: of(Product, changes), lambda: hear(theirs, shop.ports))
    hear(mine, meanwhile.wrap(shop.ports))
    assert meanwhile.happened
    assert shop.product().told["price"] == "3.00"


def test_a_copy_of_an_event_that_nobody_can_date_overwrites_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    for number, price in ((1, "1.00"), (2, "2.00"), (1, "1.00")):
        undated = {name: value for name, value in news(number, price=price).items() if name != "time"}
        hear(ShopEventReceived(text=json.dumps(undated)), shop.ports)
    assert shop.product().told["price"] == "2.00"


def test_of_two_events_that_are_heard_at_once_both_tell_what_they_know(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    partly = news(2)
    partly["data"]["fields"] = {"variants": [{"price": "99.00"}]}
    other = ShopEventReceived(text=json.dumps(partly))
    meanwhile = Meanwhile(lambda changes: of(Product, changes), lambda: hear(told(1), shop.ports))
    hear(other, meanwhile.wrap(shop.ports))
    assert shop.product().told == {"title": "Fell Jacket", "colour": "red", "price": "99.00"}


def test_a_product_that_changed_a_moment_ago_is_left_alone_for_a_while(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.ports = replace(shop.ports, policy=replace(shop.ports.policy, quiet=timedelta(seconds=30)))
    hear(told(1), shop.ports)
    updated = ProductUpdated(product="autumn/jacket", edition=1)
    with pytest.raises(NotReady, match="changed a moment ago"):
        arrange(updated, shop.ports)
    assert shop.ledger.find(queries.batches()) == []
    shop.clock.sleep(30)
    arrange(updated, shop.ports)
    assert len(shop.ledger.find(queries.batches())) == 1


def test_at_no_moment_does_an_index_mix_what_was_with_what_is(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hear(news())
    shop.send(news(2, price="99.00"))
    moments = 0
    while shop.bus.waiting:
        shop.deliver(*shop.bus.waiting.pop(0))
        assert len({banner.edition for banner in shop.index().banners}) == 1
        moments += 1
    assert moments > 4
    assert {banner.edition for banner in shop.index().banners} == {2}


def test_two_products_that_are_arranged_at_once_cannot_promise_the_same_dollars(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CAMPAIGN.replace("max_usd: 10", "max_usd: 1"))
    for product, colour in (("jacket", "red"), ("parka", "blue")):
        hear(ShopEventReceived(text=json.dumps(news(colour=colour, product=product))), shop.ports)
    shop.clock.sleep(3_600)

    def other() -> None:
        arrange(ProductUpdated(product="autumn/parka", edition=1), shop.ports)

    meanwhile = Meanwhile(lambda changes: of(Batch, changes), other)
    arrange(ProductUpdated(product="autumn/jacket", edition=1), meanwhile.wrap(shop.ports))
    assert meanwhile.happened
    campaign, batches = campaign_of(shop), shop.ledger.find(queries.batches())
    assert set(campaign.promised) == {batch.id for batch in batches}
    assert sum(cohort.max_usd or 0 for batch in batches for cohort in shop.ledger.find(queries.cohorts(batch.id))) <= 1
    assert campaign.room >= 0


def test_what_a_batch_gave_back_to_its_campaign_no_late_decision_can_spend(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hear(news())
    (batch,) = shop.ledger.find(queries.batches())
    key = next(attempt.key for attempt in shop.attempts(batch.id))
    room = campaign_of(shop).room
    settled = settle(shop.ports, campaign_of(shop), batch.id)
    assert settled.room > room
    assert settled.spent == sum(usd for _, usd in shop.models.paid)
    with pytest.raises(CapReached):
        deciding.refine(shop.ports, key, "make it dusk")
