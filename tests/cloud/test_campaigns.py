"""A shop's event runs through the function servers of the emulated cloud into finished banners."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from google.cloud.pubsub_v1 import PublisherClient  # type: ignore[import-untyped]

from proofpress.entry.cloud.topology import Function
from proofpress.entry.cloud.wiring import open_store
from proofpress.ports import Bucket, Topic
from tests.support.clouds import Cloud, cloud

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

EVENT = json.loads(
    (Path(__file__).parents[1] / "stages/campaigns/events/shopify-webhook-lower-case.json").read_text("utf-8")
)
CAMPAIGN = """
name: shirts
max_usd: 5
event:
  senders: shopify
  variables: {title: title, colour: "variants[0].option1", price: "variants[0].price"}
visual: [colour]
segments: {everybody: {}}
locales: {en-US: {}, de-DE: {}}
defaults: {prompt: "a {{ colour }} shirt on a chair", review: none, route: cheap, max_attempts: 6}
ratios: ["1:1"]
formats: [iab-300x250, google-250x250]
texts: {headline: "{{ title }}", price: "{{ price | money('USD') }}"}
text_space: false
"""
INDEX = "shirts/my-store-9554194432293/index.json"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    quiet = {"PROOFPRESS_QUIET_SECONDS": "1"}
    with cloud(tmp_path_factory.mktemp("cloud"), sweep_seconds=5.0, variables=quiet) as started:
        file = started.emulated.folder / "campaign.yaml"
        file.write_text(CAMPAIGN)
        added = started.run("campaign", "add", str(file))
        assert added.code == 0, added.err
        yield started


def publish(cloud: Cloud, event: dict[str, Any]) -> None:
    """As Shopify does: the body as data, its headers as attributes."""
    with patch.dict(os.environ, cloud.emulated.variables), PublisherClient() as publisher:
        topic = cloud.emulated.settings.topic(Topic.REQUESTS)
        publisher.publish(topic, json.dumps(event["data"]).encode(), **event["attributes"]).result(30)


def index(cloud: Cloud) -> dict[str, Any]:
    """The product's index; empty where there is none yet."""
    with patch.dict(os.environ, cloud.emulated.variables):
        store = open_store(cloud.emulated.settings)
        try:
            found: dict[str, Any] = json.loads(store.get(Bucket.DELIVERIES, INDEX))
        except FileNotFoundError:
            return {}
        finally:
            store.close()
    return found


def test_a_webhook_by_pubsub_becomes_banners_and_a_price_change_costs_nothing(running: Cloud) -> None:
    publish(running, EVENT)
    publish(running, EVENT)
    running.wait(lambda: len(index(running).get("banners", ())) == 4)
    paid = running.service.payments()
    assert set(paid.values()) == {1}
    changed = json.loads(json.dumps(EVENT).replace("29.99", "19.99").replace("w-2", "w-9").replace("e-2", "e-9"))
    changed["data"]["updated_at"] = "2025-05-01T00:00:00Z"
    publish(running, changed)
    running.wait(lambda: {banner["edition"] for banner in index(running)["banners"]} == {2})
    assert running.service.payments() == paid
    assert {"T-Shirt - $19.99", "T-Shirt - 19,99\xa0$"} == {banner["alt"] for banner in index(running)["banners"]}


def test_a_message_that_no_shop_would_send_is_a_dead_letter_with_its_reason(running: Cloud) -> None:
    publish(running, {"data": {"hello": "world"}, "attributes": {}})
    running.wait(lambda: "of no sender that is known here" in running.run("deadletters", "list").out)


def test_send_and_list_speak_to_the_deployment(running: Cloud) -> None:
    (running.emulated.folder / "event.json").write_text(json.dumps(EVENT))
    sent = running.run("send", str(running.emulated.folder / "event.json"), "--json")
    assert json.loads(sent.out)["product"] == "9554194432293"
    (listed,) = json.loads(running.run("campaign", "list", "--json").out)
    assert listed["campaign"] == "shirts"


def test_the_server_of_compose_did_the_work_and_logged_nothing_but_json(running: Cloud) -> None:
    lines = (running.emulated.logs / f"{Function.COMPOSE}.log").read_text("utf-8").splitlines()
    steps = [step for step in map(json.loads, lines) if "outcome" in step]
    assert {step["outcome"] for step in steps} <= {"done", "retry"}
    assert "done" in {step["outcome"] for step in steps}
