"""One trace runs from the manifest to what the world is told of it."""

from proofpress.domain import tracing
from proofpress.domain.events import EVENTS, BatchClosed, ItemStopped, KeeperDelivered, ManifestSubmitted, decode
from proofpress.domain.records import Final
from proofpress.ports import Bucket, Topic
from proofpress.stages import deciding
from tests.stages.conftest import Start
from tests.support.pipeline import Pipeline, ScriptedModels

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}, {id: moor, prompt: a moor, waves: 1, max_attempts: 1}]
"""


def likes_the_sea(label: str) -> float:
    return float("sea" in label)


def traces_told(pipeline: Pipeline) -> dict[type, set[str]]:
    """Trace ids by the type of outcome that carried them."""
    told: dict[type, set[str]] = {}
    for message in pipeline.bus.heard:
        traceparent = message.attributes.get("ce-traceparent", "")
        told.setdefault(EVENTS[message.attributes["ce-type"]], set()).add(tracing.trace_id(traceparent))
    return told


def test_the_trace_of_the_manifest_is_that_of_every_message_and_every_outcome(start: Start) -> None:
    pipeline = start("items: [{id: first, prompt: another batch}]", ScriptedModels(judges=likes_the_sea))
    pipeline.bus.waiting.clear()
    pipeline.store.put(Bucket.INBOX, "c/manifest.yaml", MANIFEST.encode(), "text/plain")
    pipeline.bus.publish(Topic.INBOX, ManifestSubmitted(batch="c", name="c/manifest.yaml"), traceparent=TRACE)
    seen: set[tuple[Topic, str]] = set()
    while pipeline.bus.waiting:
        topic, message = pipeline.bus.waiting.pop(0)
        seen.add((topic, message.attributes.get("ce-traceparent", "")))
        pipeline.deliver(topic, message)
    direct = {topic for topic, traceparent in seen if tracing.trace_id(traceparent) == tracing.trace_id(TRACE)}
    assert direct >= {Topic.INBOX, Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS}
    by_bucket = {Topic.DRAFTED, Topic.RENDERED}
    assert {topic for topic, _ in seen} - direct == by_bucket, "a bucket's notification carries the object's metadata"
    for bucket in (Bucket.DRAFTS, Bucket.FINALS):
        for name in pipeline.store.names(bucket):
            stored = pipeline.store.stat(bucket, name)
            assert stored is not None
            assert stored.metadata["traceparent"] == TRACE
    one = {tracing.trace_id(TRACE)}
    assert traces_told(pipeline) == {KeeperDelivered: one, ItemStopped: one, BatchClosed: one}


def test_a_manifest_without_a_trace_starts_one(start: Start) -> None:
    pipeline = start(MANIFEST)
    traceparent = pipeline.batch().traceparent
    assert tracing.trace_id(traceparent)
    assert {attempt.traceparent for attempt in pipeline.attempts()} == {traceparent}


def test_an_edit_goes_on_in_the_trace_of_its_draft(start: Start) -> None:
    pipeline = start(MANIFEST, ScriptedModels(judges=lambda _: 0.0))
    pipeline.drive()
    edit = deciding.refine(pipeline.ports, "b/sea/0001", "make it dusk")
    assert edit.traceparent == pipeline.batch().traceparent
    topic, message = pipeline.bus.waiting[-1]
    assert (topic, decode(message).subject) == (Topic.DRAFTS, edit.key)
    assert message.attributes["ce-traceparent"] == edit.traceparent


def test_finals_keep_the_trace_of_their_batch(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.drive()
    finals: list[Final] = pipeline.finals()
    assert finals
    assert {final.traceparent for final in finals} == {pipeline.batch().traceparent}
