"""From a shop's event to finished banners, with the paid calls that a person would expect and no more."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from proofpress.domain import queries
from proofpress.domain.events import BannersDelivered, ItemStopped, ProductHeld
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.records import NEVER, Campaign
from proofpress.domain.states import BannersState, ProductState, StopReason
from proofpress.ports import Bucket
from proofpress.stages.sweep import sweep
from tests.support.pipeline import catalog
from tests.support.shops import CAMPAIGN, Shop, drawn, news

BANNERS, BACKGROUNDS = 12, 4


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_an_event_becomes_all_banners_over_few_backgrounds(shop: Shop) -> None:
    shop.hear(news())
    index = shop.index()
    assert (len(index.banners), index.faults) == (BANNERS, ())
    assert len({banner.object for banner in index.banners}) == BANNERS
    assert len(shop.models.calls) == 2 * BACKGROUNDS
    assert {each.state for each in shop.sets()} == {BannersState.LISTED}
    assert shop.product().state is ProductState.ARRANGED


def test_every_banner_is_a_picture_of_its_format_under_the_name_that_the_index_gives(shop: Shop) -> None:
    shop.hear(news())
    for banner in shop.index().banners:
        data = shop.store.get(Bucket.DELIVERIES, banner.object)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (banner.width, banner.height)
        assert banner.object.startswith(f"autumn/jacket/{banner.segment}/{banner.locale}/{banner.format}.")
        assert banner.sha256.startswith(banner.object.split(".")[-2])
        assert banner.alt == "Fell Jacket in red"


def test_the_world_is_told_once_of_all_banners(shop: Shop) -> None:
    shop.hear(news())
    told = [event for event in shop.bus.outcomes if isinstance(event, BannersDelivered)]
    assert len({event.event_id for event in told}) == shop.product().delivered
    assert len(told[-1].banners) == BANNERS
    assert told[-1].index == "autumn/jacket/index.json"
    assert not shop.product().untold


def test_a_price_change_repaints_all_banners_without_a_paid_call(shop: Shop) -> None:
    shop.hear(news(1))
    before, paid = shop.index(), shop.paid
    shop.hear(news(2, price="119.00"))
    after = shop.index()
    assert shop.paid == paid
    assert {banner.edition for banner in after.banners} == {2}
    assert not {banner.object for banner in before.banners} & {banner.object for banner in after.banners}


def test_a_stock_change_does_nothing(shop: Shop) -> None:
    shop.hear(news(1))
    paid, index = shop.paid, shop.index()
    shop.hear(news(2, fields={"inventory": 3}))
    shop.hear(news(3, fields_changed=["product.variants.inventory_quantity"]))
    assert (shop.paid, shop.index()) == (paid, index)
    assert shop.product().edition == 1


def test_a_changed_colour_makes_new_pictures(shop: Shop) -> None:
    shop.hear(news(1))
    shop.hear(news(2, colour="green"))
    assert shop.paid == 4 * BACKGROUNDS
    assert {banner.alt for banner in shop.index().banners} == {"Fell Jacket in green"}


def test_yesterdays_backgrounds_are_found_again(shop: Shop) -> None:
    shop.hear(news(1))
    shop.hear(news(2, colour="green"))
    paid = shop.paid
    shop.hear(news(3, colour="red"))
    assert shop.paid == paid
    assert {banner.alt for banner in shop.index().banners} == {"Fell Jacket in red"}


def test_another_product_with_the_same_looks_shares_the_backgrounds(shop: Shop) -> None:
    shop.hear(news(1))
    paid = shop.paid
    shop.hear(news(2, product="parka", fields={"title": "Fell Parka"}))
    assert shop.paid == paid
    assert len(shop.index("parka").banners) == BANNERS


def test_copies_are_dropped_and_an_older_event_overwrites_nothing(shop: Shop) -> None:
    for number, price in ((2, "119.00"), (2, "119.00"), (1, "149.00"), (2, "119.00")):
        shop.hear(news(number, price=price))
    assert shop.product().told["price"] == "119.00"
    assert shop.product().edition == 1
    assert shop.paid == 2 * BACKGROUNDS


def test_a_burst_orders_pictures_for_its_last_event_only(shop: Shop) -> None:
    for number, colour in enumerate(("red", "blue", "grey", "green"), 1):
        shop.send(news(number, colour=colour))
    shop.drive()
    assert shop.paid == 2 * BACKGROUNDS
    assert shop.product().told["colour"] == "green"


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_and_delivered_twice_the_last_word_of_the_shop_stands(tmp_path: Path, seed: int) -> None:
    shop = Shop(tmp_path, chance=random.Random(seed))
    for number, (colour, price) in enumerate((("red", "149.00"), ("red", "129.00"), ("green", "99.00")), 1):
        shop.send(news(number, colour=colour, price=price))
        shop.send(news(number, colour=colour, price=price))
    shop.drive(repeats=2)
    index = shop.index()
    assert (len(index.banners), {banner.alt for banner in index.banners}) == (BANNERS, {"Fell Jacket in green"})
    assert {banner.edition for banner in index.banners} == {index.edition}
    # Red may have been ordered before green was heard of, never more.
    assert shop.paid <= 4 * BACKGROUNDS
    assert len({label for label, _ in shop.models.calls}) == shop.paid


def test_a_field_that_an_event_leaves_out_stays_as_it_was(shop: Shop) -> None:
    shop.hear(news(1))
    trimmed = news(2)
    trimmed["data"]["fields"] = {"variants": [{"price": "99.00"}]}
    paid = shop.paid
    shop.hear(trimmed)
    assert shop.product().told == {"title": "Fell Jacket", "colour": "red", "price": "99.00"}
    assert shop.paid == paid


def test_what_events_may_cost_is_promised_beforehand_and_never_passed(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CAMPAIGN.replace("max_usd: 10", "max_usd: 1"))
    for number in range(1, 9):
        shop.hear(news(number, colour=f"colour {number}"))
    campaign = shop.ledger.get(Campaign, "autumn")
    assert campaign is not None
    assert sum(usd for _, usd in shop.models.paid) <= 1
    assert shop.product().state is ProductState.HELD
    assert "raise the cap" in shop.product().words
    assert [event.reason for event in shop.bus.outcomes if isinstance(event, ProductHeld)]


def test_a_higher_cap_lets_a_held_product_go_on(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CAMPAIGN.replace("max_usd: 10", "max_usd: 0.01"))
    shop.hear(news())
    assert (shop.paid, shop.product().state) == (0, ProductState.HELD)
    shop.add(CAMPAIGN)
    shop.drive()
    assert len(shop.index().banners) == BANNERS


def test_a_cap_on_one_event_holds_that_event(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CAMPAIGN.replace("max_usd: 10", "max_usd: 10\nmax_usd_per_event: 0.02"))
    shop.hear(news())
    assert shop.paid == 0
    assert "max_usd_per_event" in shop.product().words


def test_while_new_pictures_are_held_a_price_change_is_still_painted(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hear(news(1))
    shop.add(CAMPAIGN.replace("max_usd: 10", "max_usd: 0.5"))
    shop.drive()
    paid = shop.paid
    shop.hear(news(2, price="99.00"))
    assert shop.paid == paid
    assert {banner.edition for banner in shop.index().banners} == {shop.product().edition}


def test_a_campaign_that_loses_a_format_forgets_its_banners(shop: Shop) -> None:
    shop.hear(news())
    shop.add(CAMPAIGN.replace("[iab-300x250, responsive-1200x628]", "[iab-300x250]"))
    shop.drive()
    assert {banner.format for banner in shop.index().banners} == {"iab-300x250"}


def test_what_an_event_says_is_never_taken_for_a_template(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    colour = "{% endraw %}{{ 7 * 7 }}"
    shop.hear(news(colour=colour))
    assert all(colour in instruction.prompt for _, instruction in shop.models.calls)
    assert len(shop.index().banners) == BANNERS


def test_an_event_that_asks_for_nothing_that_there_is_makes_nothing(shop: Shop) -> None:
    shop.hear(news(segments=["divers"]))
    assert (shop.paid, shop.product().state) == (0, ProductState.HELD)
    assert "none of the segments" in shop.product().words


def busy(instruction: Instruction, _attempt: str) -> bytes:
    """A picture full of detail, different for every seed."""
    chance = random.Random(instruction.seed)
    width, height = catalog().pixel_size(instruction.aspect_ratio, instruction.image_size)
    small = Image.new("RGB", (width // 12, height // 12))
    small.putdata([tuple(chance.randrange(20, 236) for _ in range(3)) for _ in range(small.width * small.height)])
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue()


def test_a_draft_without_room_for_texts_is_screened_out_before_its_final_is_paid(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CAMPAIGN.replace("review: none", "review: none, max_attempts: 2, screen: {blur: warn}"))
    shop.models.draws = busy
    shop.hear(news())
    (batch,) = shop.ledger.find(queries.batches())
    attempts = shop.attempts(batch.id)
    assert attempts
    assert all("cluttered" in attempt.reasons for attempt in attempts)
    assert {instruction.purpose for _, instruction in shop.models.calls} == {Purpose.DRAFT}
    assert {each.state for each in shop.sets()} == {BannersState.WAITING}


def test_a_campaign_may_do_without_room_for_texts(tmp_path: Path) -> None:
    shop = Shop(
        tmp_path, CAMPAIGN.replace("review: none", "review: none, screen: {blur: warn}") + "text_space: false\n"
    )
    shop.models.draws = busy
    shop.hear(news())
    assert {instruction.purpose for _, instruction in shop.models.calls} == {Purpose.DRAFT, Purpose.FINAL}


def test_banners_over_a_background_whose_finals_all_came_to_nothing_are_at_rest_and_the_world_is_told(
    tmp_path: Path,
) -> None:
    def losing(instruction: Instruction, label: str) -> bytes:
        return busy(instruction, label) if instruction.purpose is Purpose.FINAL else drawn(instruction)

    shop = Shop(tmp_path, CAMPAIGN)
    shop.models.draws = losing
    shop.hear(news())
    (batch,) = shop.ledger.find(queries.batches())
    assert {item.stop_reason for item in shop.items(batch.id)} == {StopReason.FINALS_USED}
    assert {event.item for event in shop.bus.outcomes if isinstance(event, ItemStopped)} == {
        item.key for item in shop.items(batch.id)
    }
    shop.clock.sleep(86_400)
    sweep(shop.ports)
    assert {each.state for each in shop.sets()} == {BannersState.WAITING}
    assert not shop.ledger.find(queries.due_sets(NEVER, 10))
