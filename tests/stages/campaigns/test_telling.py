"""The world is told of banners: by outcomes, by indexes with addresses, and by signed webhooks."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proofpress.domain.campaigns.index import CampaignIndex
from proofpress.domain.campaigns.signing import signed_headers
from proofpress.domain.errors import Drop, Retry, Stop
from proofpress.domain.events import BannersDelivered
from proofpress.domain.webhooks import verify
from proofpress.ports import Bucket
from tests.support.shops import CAMPAIGN, Shop, news

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOOK = "https://shop.example/hook"
SECRET = "whsec_" + b64encode(b"a key of thirty-two bytes, or so").decode()
TOLD = CAMPAIGN + f"public_url: https://cdn.example/\nwebhook: {{url: '{HOOK}', secret: SHOP_HOOK}}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path, TOLD)
    shop.web.secrets["SHOP_HOOK"] = SECRET
    return shop


def test_a_webhook_gets_the_outcome_signed_and_under_its_id(shop: Shop) -> None:
    shop.hear(news())
    url, body, headers = shop.web.sent[-1]
    event = json.loads(body)
    assert url == HOOK
    assert (event["type"], event["id"]) == ("dev.proofpress.banners.delivered.v1", headers["webhook-id"])
    assert event["id"] == [each for each in shop.bus.outcomes if isinstance(each, BannersDelivered)][-1].event_id
    assert len(event["data"]["banners"]) == 12
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    version, _, signature = headers["webhook-signature"].partition(",")
    assert version == "v1"
    key = b64decode(SECRET.removeprefix("whsec_"))
    assert b64decode(signature) == hmac.new(key, signed, hashlib.sha256).digest()


def test_a_webhook_that_is_not_taken_is_tried_again(shop: Shop) -> None:
    shop.web.pages[HOOK] = Retry("busy")
    shop.send(news())
    with pytest.raises(AssertionError, match="does not come to rest"):
        shop.drive(limit=200)
    assert not shop.web.sent
    del shop.web.pages[HOOK]
    shop.drive()
    assert shop.web.sent
    assert not shop.product().untold


def test_a_webhook_that_refuses_is_a_dead_letter_and_the_banners_are_there(shop: Shop) -> None:
    shop.web.pages[HOOK] = Drop("answered 410 Gone")
    shop.send(news())
    with pytest.raises(Drop, match="the webhook of autumn was not told of autumn/jacket: answered 410 Gone"):
        shop.drive()
    shop.drive()
    assert len(shop.index().banners) == 12


def test_indexes_and_outcomes_have_the_addresses_of_the_public(shop: Shop) -> None:
    shop.hear(news())
    assert all(banner.url == f"https://cdn.example/{banner.object}" for banner in shop.index().banners)
    index = CampaignIndex.model_validate_json(shop.store.get(Bucket.DELIVERIES, "autumn/index.json"))
    assert index.products["jacket"].index_url == "https://cdn.example/autumn/jacket/index.json"
    assert index.products["jacket"].banners == 12


def test_a_campaign_lists_all_its_products(shop: Shop) -> None:
    for number, product in enumerate(("jacket", "parka", "coat"), 1):
        shop.hear(news(number, product=product))
    index = CampaignIndex.model_validate_json(shop.store.get(Bucket.DELIVERIES, "autumn/index.json"))
    assert list(index.products) == ["coat", "jacket", "parka"]


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(Stop, match="what follows is no base64"):
        signed_headers("whsec_???", "id", NOW, b"")


def test_our_signature_is_one_that_our_own_reader_takes() -> None:
    body = json.dumps({"type": "batch.completed", "timestamp": NOW.isoformat(), "data": {"id": "x"}}).encode()
    assert verify(signed_headers(SECRET, "id-1", NOW, body), body, (SECRET,), NOW).id == "id-1"
