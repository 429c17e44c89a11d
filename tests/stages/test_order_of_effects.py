"""Nothing is said before it is so: first the object, then its record, then the message; first the lease, then the call.

Watched over all that the stages do, whoever asks for it.
"""

from pathlib import Path

import pytest

from proofpress.stages import deciding
from proofpress.stages.sweep import sweep
from tests.stages.conftest import Start
from tests.stages.lane_desk import lane_desk, run_on
from tests.stages.service import Service
from tests.stages.watching import Watch
from tests.support.pipeline import Pipeline, ScriptedModels, picture
from tests.support.shops import CAMPAIGN, Shop, news

FLOW = """
defaults: {final: pro, image_size: 1K, max_usd_per_keeper: 2, want: 3}
items:
  - {id: sea, prompt: the sea, route: two_tier, review: model}
  - {id: moor, prompt: a moor, route: two_tier, review: none}
  - {id: fen, prompt: a fen, route: direct, review: none}
  - {id: wood, prompt: a wood, route: cheap, review: model}
"""
BY_HAND = """
defaults: {final: pro, image_size: 1K, route: two_tier, review: hand, max_usd_per_keeper: 2, want: 2}
items: [{id: sea, prompt: the sea}]
"""
LANE = """
defaults: {final: pro, image_size: 1K, route: two_tier, waves: 1, max_attempts: 4, max_usd_per_keeper: 2, want: 2, LANE}
items: [{id: dunes, prompt: dunes at dusk}]
"""
HOOK = "https://shop.example/hook"


def rest(pipeline: Pipeline) -> None:
    """Deliver and sweep until nothing moves."""
    pipeline.drive()
    for _ in range(50):
        pipeline.clock.sleep(3_600)
        if not sweep(pipeline.ports):
            return
        pipeline.drive()


@pytest.mark.parametrize("seed", range(4))
def test_in_a_flow_with_faults(start: Start, seed: int) -> None:
    watch = Watch()
    pipeline = start(FLOW, Service(seed, 0.4, 0.5, 0.5).models(), watch.wrap)
    rest(pipeline)
    assert watch.wrong == []
    assert watch.looked_at >= {"DraftRequested", "DraftPassed", "DraftAccepted", "KeeperDelivered", "BatchClosed"}
    assert watch.looked_at >= {"object", "told", "call", "review"}
    assert any(final.render > 1 for final in pipeline.finals()), "no final was rendered a second time"


def test_when_an_item_stops(start: Start) -> None:
    watch = Watch()
    rest(start(FLOW, ScriptedModels(draws=lambda *_: picture(1, brightest=24)), watch.wrap))
    assert watch.wrong == []
    assert "ItemStopped" in watch.looked_at


def test_when_people_decide(start: Start) -> None:
    watch = Watch()
    pipeline = start(BY_HAND, wrapped=watch.wrap)
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    deciding.take_back(pipeline.ports, "b/sea/0001", "alice")
    deciding.decline(pipeline.ports, "b/sea/0001", "alice", "too dark")
    watch.looked_at.discard("DraftRequested")
    deciding.refine(pipeline.ports, "b/sea/0002", "make it dusk")
    assert "DraftRequested" in watch.looked_at
    pipeline.drive()
    for key in ("b/sea/0002", "b/sea/0003"):
        deciding.accept(pipeline.ports, key, "alice")
    rest(pipeline)
    assert watch.wrong == []
    assert "KeeperDelivered" in watch.looked_at


def test_in_the_batch_lane(tmp_path: Path) -> None:
    watch = Watch()
    with lane_desk(tmp_path) as desk, desk.opened(watch.wrap) as pipeline:
        pipeline.submit(LANE.replace("LANE", "lane: batch"))
        run_on(pipeline)
        assert desk.submitted
    assert watch.wrong == []
    assert watch.looked_at >= {"submission", "line", "object", "KeeperDelivered"}


def test_when_a_job_takes_so_long_that_its_calls_go_live(tmp_path: Path) -> None:
    watch = Watch()
    with lane_desk(tmp_path) as desk, desk.opened(watch.wrap) as pipeline:
        desk.script("job", "stick")
        pipeline.submit(LANE.replace("LANE", "lane: auto, needed_by: '2026-01-03T04:00:00Z'"))
        run_on(pipeline)
        assert desk.submitted
    assert watch.wrong == []
    assert watch.looked_at >= {"submission", "DraftRequested", "DraftAccepted", "call", "KeeperDelivered"}


def test_in_a_campaign(tmp_path: Path) -> None:
    watch = Watch()
    shop = Shop(tmp_path, f"{CAMPAIGN}webhook: {{url: '{HOOK}', secret: HOOK}}\n", wrapped=watch.wrap)
    shop.web.secrets["HOOK"] = "whsec_c2VjcmV0"
    shop.hear(news())
    shop.hear(news(2, price="99.00"))
    shop.hear(news(3, colour="blue"))
    assert watch.wrong == []
    assert watch.looked_at >= {"ProductUpdated", "BannersRequested", "BannersDelivered", "WebhookRequested", "object"}


def test_when_a_product_is_held(tmp_path: Path) -> None:
    watch = Watch()
    Shop(tmp_path, CAMPAIGN.replace("max_usd: 10", "max_usd: 0.01"), wrapped=watch.wrap).hear(news())
    assert watch.wrong == []
    assert "ProductHeld" in watch.looked_at
