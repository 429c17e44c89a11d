"""The roles on buckets, topics and ledger are those that the stages use, seen at work: no fewer, and no more."""

import json
from pathlib import Path

import pytest
from werkzeug.test import Client

from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.events import ManifestSubmitted, Message, ObjectFinalized
from proofpress.entry.cloud.serving.desk import PAGES, desk_of
from proofpress.entry.cloud.serving.identity import OnEmulators
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import Function
from proofpress.entry.routes import STAGES
from proofpress.ports import Bucket, Topic
from proofpress.simulator.profile import Profile
from proofpress.simulator.server import Simulator
from proofpress.stages import deciding
from proofpress.stages.burying import bury
from proofpress.stages.campaigns.hearing import hear_file
from proofpress.stages.knocking import knock
from proofpress.stages.sweep import sweep
from tests.deploy.configuration import Configuration
from tests.deploy.watching import WatchedPipeline, WatchedShop, WatchedStore
from tests.support.pipeline import ScriptedModels, catalog, picture
from tests.support.shops import CAMPAIGN, news

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, aspect_ratio: "1:1", max_usd_per_keeper: 9}
items:
  - {id: judged, prompt: dunes, review: model, references: [look.jpg]}
  - {id: cheap, prompt: a wood, review: none, route: cheap, image_size: 1K}
  - {id: chosen, prompt: the sea, review: hand}
"""


BATCH_LANE = MANIFEST.replace("defaults: {", "defaults: {lane: batch, ")


def watch_campaign(folder: Path) -> WatchedStore:
    """What the functions touched for a campaign with photos, references and a logo."""
    told = 'colour: "variants[0].option1"'
    campaign = CAMPAIGN.replace(told, f"{told}, photo: photo").replace("{setting: a trail", "{setting: a path", 1)
    campaign = campaign.replace("defaults: {", "defaults: {references: [look.jpg], ")
    campaign += "photos: {variables: photo, hosts: [shop.example]}\nbrand: {logo: look.jpg}\n"
    shop = WatchedShop(folder, campaign, {"look.jpg": picture(7)})
    shop.web.pages["https://shop.example/1.jpg"] = picture(8)
    shop.hear(news(fields={"photo": "https://shop.example/1.jpg"}))
    shop.watched.function = Function.SWEEP
    shop.clock.sleep(86_400)
    sweep(shop.ports)
    shop.store.put(Bucket.INBOX, "events/1.json", json.dumps(news(2, price="1")).encode(), "application/json")
    shop.watched.function = Function.INTAKE
    hear_file(ObjectFinalized(bucket=Bucket.INBOX, name="events/1.json"), shop.ports)
    shop.drive()
    assert shop.index().banners
    shop.close()
    return shop.watched


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> WatchedStore:
    """What the functions touched in a batch with everything in it: references, edits, duplicates, all routes."""
    folder = tmp_path_factory.mktemp("work")
    campaigning = watch_campaign(tmp_path_factory.mktemp("shop"))
    pipeline = WatchedPipeline(folder, ScriptedModels())
    watched = pipeline.watched
    for name, data in {"b/look.jpg": picture(7), "b/manifest.yaml": MANIFEST.encode()}.items():
        watched.inner.put(Bucket.INBOX, name, data, "application/octet-stream")
    watched.function = Function.INTAKE
    STAGES[Topic.INBOX](ManifestSubmitted(batch="b", name="b/manifest.yaml"), pipeline.ports)
    watched.function = Function.SWEEP
    assert sweep(pipeline.ports, takeover=True)
    bury(pipeline.ports, Topic.DRAFTS, Message(data=b"?", attributes={}), "nobody knows what it says", 5)
    pipeline.drive()
    watched.function = Function.DESK
    deciding.refine(pipeline.ports, "b/chosen/0001", "make it dusk")
    pipeline.drive()
    watched.function = Function.DESK
    deciding.accept(pipeline.ports, "b/chosen/0002", "a person")
    pipeline.drive(repeats=2)
    watched.function = Function.DESK
    parts = Parts(CloudSettings(project="posters"), pipeline.ports)
    for page in PAGES.values():
        page(lambda: parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:9")
        browser = Client(desk_of(parts, OnEmulators()))
        chosen, cheap = (next(key for key in pipeline.keepers() if item in key) for item in ("/chosen/", "/cheap/"))
        for path in ("/b/b", f"/d/{chosen}", f"/final-thumb/{chosen}", f"/thumb/{cheap}"):
            assert browser.get(path).status_code in {200, 302}, path
    watched.function = Function.WEBHOOK
    knock(pipeline.ports)
    assert {key.split("/")[1] for key in pipeline.keepers()} == {"judged", "cheap", "chosen"}
    pipeline.close()
    for name in Function:
        watched.reads[name] |= campaigning.reads[name]
        watched.writes[name] |= campaigning.writes[name]
        watched.besides.publishes[name] |= campaigning.besides.publishes[name]
    watched.besides.commits |= campaigning.besides.commits
    for function, buckets in touched_by_jobs(tmp_path_factory.mktemp("jobs")).items():
        watched.reads[function] |= buckets.reads[function]
        watched.writes[function] |= buckets.writes[function]
        watched.besides.publishes[function] |= buckets.besides.publishes[function]
        watched.besides.commits |= buckets.besides.commits & {function}
    return watched


def touched_by_jobs(folder: Path) -> dict[str, WatchedStore]:
    """What the function that brings jobs on touches, with references, drafts and finals in the batch lane."""
    with Simulator(Profile()) as simulator:
        settings = GeminiSettings(api_key="key", base_url=simulator.url)
        jobs = GeminiJobs(settings, catalog(), SystemClock())
        pipeline = WatchedPipeline(folder, ScriptedModels(), jobs)
        watched = pipeline.watched
        for name, data in {"b/look.jpg": picture(7), "b/manifest.yaml": BATCH_LANE.encode()}.items():
            watched.inner.put(Bucket.INBOX, name, data, "application/octet-stream")
        watched.function = "elsewhere"
        STAGES[Topic.INBOX](ManifestSubmitted(batch="b", name="b/manifest.yaml"), pipeline.ports)
        for _ in range(400):
            watched.function = "elsewhere"
            pipeline.clock.sleep(180)
            sweep(pipeline.ports)
            pipeline.drive()
            simulator.settle()
            watched.function = Function.WEBHOOK
            knock(pipeline.ports)
            if any("judged" in key for key in pipeline.keepers()):
                break
        assert any("judged" in key for key in pipeline.keepers())
        pipeline.close()
        jobs.close()
    return {Function.JOB: watched, Function.WEBHOOK: watched}


@pytest.mark.parametrize("function", Function)
def test_a_function_may_read_the_buckets_that_it_reads(
    terraform: Configuration, seen: WatchedStore, function: Function
) -> None:
    assert set(terraform.functions[function]["reads"]) == seen.reads[function]


@pytest.mark.parametrize("function", Function)
def test_a_function_may_write_to_the_buckets_that_it_writes_to(
    terraform: Configuration, seen: WatchedStore, function: Function
) -> None:
    assert set(terraform.functions[function]["writes"]) == seen.writes[function]


@pytest.mark.parametrize("function", Function)
def test_a_function_may_publish_on_the_topics_that_it_publishes_on(
    terraform: Configuration, seen: WatchedStore, function: Function
) -> None:
    """No more than Terraform grants; that it grants no more than the code names is seen by the static test."""
    assert seen.besides.publishes[function] <= set(map(Topic, terraform.functions[function]["publishes"]))


def test_enough_was_published_to_say_so(seen: WatchedStore) -> None:
    publishing = {function for function, topics in seen.besides.publishes.items() if topics}
    assert {Function.INTAKE, Function.SCREEN, Function.REVIEW, Function.DELIVER, Function.WEBHOOK} <= publishing


@pytest.mark.parametrize("function", Function)
def test_a_function_may_change_the_ledger_if_it_does(
    terraform: Configuration, seen: WatchedStore, function: Function
) -> None:
    changes = function in seen.besides.commits
    assert terraform.ledger_role(function) == f"roles/datastore.{'user' if changes else 'viewer'}"
