"""The events of every shop that is known, as files in their documented shapes: each runs into finished banners."""

import copy
import json
import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import Drop
from proofpress.domain.events import Message, ShopEventReceived
from proofpress.domain.records import Product
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.shop_events import shop_event
from proofpress.entry.routes import STAGES
from proofpress.ports import Topic
from tests.support.shops import Shop

EVENTS = Path(__file__).parent / "events"
FILES = sorted(path.stem for path in EVENTS.glob("*.json"))
LOOKED_UP = json.dumps({"data": {"title": "T-Shirt", "variants": [{"option1": "red", "price": "29.99"}]}}).encode()
ROOTS = {"commercetools": "productProjection.", "saleor": "product."}

CAMPAIGN = """
name: shirts
max_usd: 5
event:
  variables: {{title: {root}title, colour: "{root}variants[0].option1", price: "{root}variants[0].price"}}
lookup: {{url: "https://shop.example/products/{{{{ product }}}}", at: data, headers: {{X-Auth-Token: SHOP_TOKEN}}}}
visual: [colour]
segments: {{everybody: {{}}}}
locales: {{en-US: {{}}}}
defaults: {{prompt: "a {{{{ colour }}}} shirt on a chair", review: none, route: cheap}}
ratios: ["1:1"]
formats: [iab-300x250]
texts: {{headline: "{{{{ title }}}}", price: "{{{{ price | money('USD') }}}}"}}
"""
PAID = 1
"""One draft that is the final, of one background."""


def shop_for(folder: Path, file: str, chance: random.Random | None = None) -> Shop:
    root = next((root for sender, root in ROOTS.items() if file.startswith(sender)), "")
    if "not-included" in file:
        root = ""
    shop = Shop(folder, CAMPAIGN.format(root=root), chance=chance)
    shop.web.secrets["SHOP_TOKEN"] = "token"  # noqa: S105 - of nobody
    shop.web.pages["https://shop.example/products/205"] = LOOKED_UP
    shop.web.pages["https://shop.example/products/b32d1013-cd25-4cb4-95ab-99c494531d73"] = LOOKED_UP
    return shop


def read(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{file}.json").read_text("utf-8"))
    return found


def the_product(shop: Shop) -> Product:
    (product,) = shop.ledger.find(queries.products("shirts"))
    return product


def changed(event: dict[str, Any], change: Callable[[Any], None]) -> dict[str, Any]:
    """A copy of an event in which its product is changed, wherever its envelope keeps it."""
    event = copy.deepcopy(event)
    message = event.get("message", event)
    data = message.get("data")
    if isinstance(data, str):
        body = json.loads(b64decode(data))
        change(body)
        message["data"] = b64encode(json.dumps(body).encode()).decode()
    else:
        change(event)
    return event


def each_mapping(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for below in value if isinstance(value, list) else ():
        yield from each_mapping(below)


def later(price: str, mark: str) -> Callable[[Any], None]:
    """The same event about a later change, of the price alone."""
    times = {
        "updated_at": "2027-01-01T00:00:00Z",
        "Shopify-Triggered-At": "2027-01-01T00:00:00Z",
        "time": "2027-01-01T00:00:00Z",
        "createdAt": "2027-01-01T00:00:00Z",
        "issuedAt": "2027-01-01T00:00:00Z",
        "sequenceNumber": 99,
        "sequence": 99,
        "created_at": 1900000000,
    }

    def change(event: Any) -> None:
        for mapping in each_mapping(event):
            mapping.update({name: value for name, value in times.items() if name in mapping})
            for name in ("id", "Shopify-Webhook-Id", "x-shopify-webhook-id", "x-shopify-event-id"):
                if name in mapping and ("specversion" in mapping or "notificationType" in mapping or "-" in name):
                    mapping[name] = f"{mapping[name]}-{mark}"
            if "price" in mapping:
                mapping["price"] = price

    return change


@pytest.mark.parametrize("file", FILES)
def test_an_event_of_each_shop_runs_into_a_finished_banner(tmp_path: Path, file: str) -> None:
    shop = shop_for(tmp_path, file)
    shop.hear(read(file))
    product = the_product(shop)
    assert product.told == {"title": "T-Shirt", "colour": "red", "price": "29.99"}
    assert len(shop.index(product.name, "shirts").banners) == 1
    assert len({label for label, _ in shop.models.calls}) == shop.paid == PAID


@pytest.mark.parametrize("file", FILES)
def test_its_copies_cost_nothing(tmp_path: Path, file: str) -> None:
    shop = shop_for(tmp_path, file, random.Random(1))
    for _ in range(3):
        shop.send(read(file))
    shop.drive(repeats=2)
    assert shop.paid == PAID
    assert the_product(shop).edition == 1


@pytest.mark.parametrize("file", [file for file in FILES if "bigcommerce" not in file and "not-included" not in file])
def test_a_later_price_costs_nothing_and_stands_whatever_comes_after_it(tmp_path: Path, file: str) -> None:
    shop = shop_for(tmp_path, file)
    first = read(file)
    shop.hear(changed(first, later("19.99", "b")))
    shop.hear(first)
    shop.hear(changed(first, later("19.99", "b")))
    product = the_product(shop)
    assert product.told["price"] == "19.99"
    assert shop.paid == PAID
    assert len(shop.index(product.name, "shirts").banners) == 1


@pytest.mark.parametrize("file", ["bigcommerce", "commercetools-payload-not-included"])
def test_a_thin_event_is_looked_up_with_the_shops_own_key(tmp_path: Path, file: str) -> None:
    shop = shop_for(tmp_path, file)
    shop.hear(read(file))
    ((url, headers),) = shop.web.asked
    assert url.startswith("https://shop.example/products/")
    assert headers["X-Auth-Token"] == "token"


def hear(shop: Shop, body: object, **attributes: str) -> None:
    STAGES[Topic.REQUESTS](ShopEventReceived(attributes=attributes, text=json.dumps(body)), shop.ports)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"hello": "world"}, "of no sender that is known here"),
        ([1, 2], "JSON, but not an object"),
        ({"specversion": "1.0", "type": "dev.proofpress.product.changed.v1", "data": {}}, "product: Field required"),
        ({"scope": "store/product/updated", "producer": "stores/x", "data": {}}, "has no data.id"),
        ({"notificationType": "Message", "resource": {"typeId": "product"}}, "has no resource.id"),
    ],
    ids=["unknown", "list", "own", "bigcommerce", "commercetools"],
)
def test_what_cannot_be_used_is_refused_with_its_reason(tmp_path: Path, body: object, words: str) -> None:
    shop = shop_for(tmp_path, "own")
    with pytest.raises(Drop, match=words):
        hear(shop, body)


@pytest.mark.parametrize(
    "event",
    [
        {
            "attributes": {"X-Shopify-Topic": "inventory_levels/update"},
            "data": {"inventory_item_id": 1, "available": 3},
        },
        {"scope": "store/product/inventory/updated", "producer": "stores/x", "data": {"id": 205}},
        {"attributes": {"saleorDomain": "s", "eventType": "product_variant_out_of_stock"}, "data": {}},
        {"notificationType": "Message", "type": "InventoryEntryQuantitySet", "resource": {"typeId": "inventory-entry"}},
    ],
    ids=["shopify", "bigcommerce", "saleor", "commercetools"],
)
def test_a_stock_event_is_acknowledged_and_does_nothing(tmp_path: Path, event: dict[str, Any]) -> None:
    shop = shop_for(tmp_path, "own")
    shop.hear(event)
    assert (shop.paid, shop.ledger.find(queries.products("shirts"))) == (0, [])


def test_an_event_for_a_campaign_that_is_not_there_is_refused(tmp_path: Path) -> None:
    shop = shop_for(tmp_path, "own")
    event = read("own")
    event["data"]["campaign"] = "winter"
    with pytest.raises(Drop, match="no campaign 'winter' hears this event"):
        hear(shop, event)


@pytest.mark.parametrize(
    "text",
    [
        '{"product": "cup\\ud800"}',
        '{"product": "cup", "fields": {"price": NaN}}',
        '{"product": "cup", "fields": {"price": 1e999}}',
        '{"product": ' + "[" * 60 + "]" * 60 + "}",
        '{"product": ' + "9" * 5_000 + "}",
    ],
    ids=["half a character", "NaN", "infinite", "deep", "a long number"],
)
def test_json_that_no_ledger_could_keep_is_refused_and_leaves_nothing_behind(tmp_path: Path, text: str) -> None:
    shop = Shop(tmp_path, CAMPAIGN.format(root=""))
    attributes = {"ce-type": "dev.proofpress.product.changed.v1", "ce-id": "1", "ce-source": "/s"}
    with pytest.raises(Drop, match="not JSON that can be used: "):
        STAGES[Topic.REQUESTS](ShopEventReceived(attributes=attributes, text=text), shop.ports)
    assert shop.ledger.find(queries.products("shirts")) == []


def test_an_event_in_another_encoding_than_utf8_is_no_shops() -> None:
    data = '{"notificationType": "Message", "resource": {}}'.encode("utf-16")
    assert shop_event(Envelope(Message(data=data, attributes={})), CloudSettings(project="p")) is None
