"""Backgrounds that were given up: nobody pays for them again unasked, and whoever asks gets other pictures."""

from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.events import ProductUpdated
from proofpress.domain.instructions import Purpose
from proofpress.domain.records import Background, Batch, Campaign
from proofpress.domain.states import AttemptState, BannersState, ItemState, ProductState
from proofpress.entry.campaigns import adding, retrying
from proofpress.entry.campaigns.adding import campaign_of
from proofpress.ports import Topic
from proofpress.stages import deciding
from proofpress.stages.campaigns import given_up
from proofpress.stages.campaigns.promises import settle
from tests.stages.campaigns.test_from_event_to_banners import BACKGROUNDS, BANNERS
from tests.support.shops import CAMPAIGN, Shop, news

REVIEWED = CAMPAIGN.replace("review: none", "review: model, max_attempts: 2")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop whose backgrounds were all given up, because the reviewer liked no draft."""
    made = Shop(tmp_path, REVIEWED)
    made.models.judges = dislikes
    made.hear(news())
    made.models.judges = likes
    return made


def likes(_attempt: str) -> float:
    return 1.0


def dislikes(_attempt: str) -> float:
    return 0.0


def batches(shop: Shop) -> list[Batch]:
    return sorted(shop.ledger.find(queries.batches()), key=lambda batch: batch.created)


def campaign(shop: Shop) -> Campaign:
    return campaign_of(shop.ports, "autumn")


def retry(shop: Shop, *names: str) -> dict[str, tuple[str, ...]]:
    shop.clock.sleep(60)
    again = retrying.retry(shop.ports, campaign(shop), names)
    shop.drive()
    return again


def test_no_event_orders_again_what_was_given_up(shop: Shop) -> None:
    paid = shop.paid
    shop.hear(news(2, price="99.00"))
    assert (shop.paid, len(batches(shop))) == (paid, 1)
    assert {each.state for each in shop.sets()} == {BannersState.WAITING}
    assert len(given_up.given_up_items(shop.ledger, "autumn/jacket")) == BACKGROUNDS


def test_a_retry_orders_them_again_with_other_seeds(shop: Shop) -> None:
    before = {instruction.seed for _, instruction in shop.models.calls}
    again = retry(shop)
    assert {product: len(items) for product, items in again.items()} == {"jacket": BACKGROUNDS}
    first, second = batches(shop)
    seeds = {i.seed for label, i in shop.models.calls if label.startswith(second.id) and i.purpose is Purpose.DRAFT}
    assert len(seeds) == BACKGROUNDS
    assert not seeds & before
    assert len(shop.index().banners) == BANNERS
    assert shop.product().state is ProductState.ARRANGED
    assert first.id != second.id


def test_a_retry_is_one_order_however_often_its_message_comes(shop: Shop) -> None:
    retry(shop)
    paid = shop.paid
    edition = shop.product().edition
    for number in (edition, 1, edition):
        shop.bus.publish(Topic.BANNERS, ProductUpdated(product="autumn/jacket", edition=number))
    shop.hear(news(3, price="89.00"))
    assert (shop.paid, len(batches(shop))) == (paid, 2)
    assert retry(shop) == {}
    assert (shop.paid, len(batches(shop))) == (paid, 2)


def test_what_is_given_up_once_more_may_be_retried_once_more(shop: Shop) -> None:
    shop.models.judges = dislikes
    retry(shop)
    assert len(batches(shop)) == 2
    shop.models.judges = likes
    assert list(retry(shop)) == ["jacket"]
    assert len(batches(shop)) == 3
    assert len(shop.index().banners) == BANNERS
    (background,) = {each.background for each in shop.sets()[:1]}
    found = shop.ledger.get(Background, background)
    assert found is not None
    assert len({found.item, *found.earlier}) == 3


def test_only_the_product_that_is_named_is_tried_again(shop: Shop) -> None:
    shop.models.judges = dislikes
    shop.hear(news(2, product="parka", colour="blue", fields={"title": "Parka"}))
    paid = shop.paid
    assert list(retry(shop, "parka")) == ["parka"]
    assert shop.paid > paid
    assert shop.product().edition == 1
    with pytest.raises(BadInput, match=r"knows no product 'boots': `proofpress campaign show autumn`"):
        retry(shop, "boots")


def test_a_removed_campaign_orders_nothing_again(shop: Shop) -> None:
    adding.remove(shop.ports, "autumn")
    with pytest.raises(BadInput, match="was removed"):
        retry(shop)


def test_a_retry_without_room_is_held_and_goes_on_with_a_higher_cap(shop: Shop) -> None:
    shop.add(REVIEWED.replace("max_usd: 10", "max_usd: 0.4"))
    shop.drive()
    paid = shop.paid
    retry(shop)
    assert (shop.paid, shop.product().state) == (paid, ProductState.HELD)
    shop.add(REVIEWED.replace("max_usd: 10", "max_usd: 11"))
    shop.clock.sleep(60)
    shop.drive()
    assert len(shop.index().banners) == BANNERS


def test_a_draft_of_the_first_order_may_still_be_accepted_after_a_retry(shop: Shop) -> None:
    shop.models.judges = dislikes
    retry(shop)
    first = batches(shop)[0]
    draft = next(each for each in shop.attempts(first.id) if each.state is AttemptState.DECLINED)
    deciding.accept(shop.ports, draft.key, "ann")
    shop.drive()
    background = shop.ledger.get(Background, draft.item.rpartition("/")[2])
    assert background is not None
    assert background.lineage == (draft.key,)
    assert BannersState.LISTED in {each.state for each in shop.sets()}


def test_what_somebody_accepted_meanwhile_is_not_ordered_again(shop: Shop) -> None:
    (batch,) = batches(shop)
    for item in shop.items(batch.id):
        deciding.accept(shop.ports, f"{item.key}/0001", "ann")
    assert retrying.retry(shop.ports, campaign(shop), ()) == {}
    shop.drive()
    assert len(batches(shop)) == 1
    assert len(shop.index().banners) == BANNERS


def test_a_batch_that_fell_short_keeps_what_a_final_costs(shop: Shop) -> None:
    (batch,) = batches(shop)
    promised = campaign(shop).promised[batch.id]
    settled = settle(shop.ports, campaign(shop), batch.id)
    spent = sum((usd for _, usd in shop.models.paid), Decimal(0))
    kept = settled.promised[batch.id]
    assert spent < kept < promised
    assert settled.spent == 0
    assert (
        sum((cohort.max_usd or Decimal(0) for cohort in shop.ledger.find(queries.cohorts(batch.id))), Decimal(0))
        == kept
    )
    assert settle(shop.ports, settled, batch.id) == settled

    for item in shop.items(batch.id):
        assert item.state is ItemState.STOPPED
        deciding.accept(shop.ports, f"{item.key}/0001", "ann")
    shop.drive()
    assert len(shop.index().banners) == BANNERS
    over = settle(shop.ports, campaign(shop), batch.id)
    assert (over.promised, over.spent) == ({}, sum(usd for _, usd in shop.models.paid))


def test_what_was_ordered_again_keeps_no_dollars_in_its_first_batch(shop: Shop) -> None:
    retry(shop)
    first, second = batches(shop)
    settled = settle(shop.ports, settle(shop.ports, campaign(shop), first.id), second.id)
    assert (settled.promised, settled.spent) == ({}, sum(usd for _, usd in shop.models.paid))
