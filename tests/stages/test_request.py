"""A manifest in a message becomes the batch that it would become from the inbox."""

import pytest

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestRequested
from proofpress.domain.records import MAX_BYTES, Batch, Request
from proofpress.domain.states import BatchState
from proofpress.ports import Bucket, Replace
from proofpress.stages.manifest_source import manifest_text
from proofpress.stages.request import request
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash, Tripwire
from tests.support.pipeline import Pipeline, picture

FIRST = "items: [{id: first, prompt: the first batch}]"
MANIFEST = """
name: spring
defaults: {want: 1, route: cheap, review: none}
items: [{id: sea, prompt: the sea}]
"""


def requested(pipeline: Pipeline, text: str = MANIFEST, **fields: str) -> None:
    request(ManifestRequested(text=text, **fields), pipeline.ports)


def test_a_manifest_in_a_message_ends_as_the_same_manifest_in_the_inbox(start: Start) -> None:
    pipeline = start(FIRST)
    pipeline.submit(MANIFEST, batch="inbox")
    requested(pipeline, batch="message")
    pipeline.drive()
    assert [key.partition("/")[2] for key in pipeline.keepers("message")] == ["sea/0001"]
    assert [attempt.number for attempt in pipeline.attempts("message")] == [
        attempt.number for attempt in pipeline.attempts("inbox")
    ]
    assert pipeline.batch("message").fingerprint == pipeline.batch("inbox").fingerprint
    assert not pipeline.store.names(Bucket.INBOX, "message")


def test_the_manifest_is_kept_word_for_word(start: Start) -> None:
    pipeline = start(FIRST)
    requested(pipeline)
    for batch, text in (("spring", MANIFEST), ("b", FIRST)):
        assert manifest_text(pipeline.ledger, pipeline.store, pipeline.batch(batch)) == text


def test_a_batch_is_named_by_the_message_or_else_by_the_manifest_or_its_file(start: Start) -> None:
    pipeline = start(FIRST)
    requested(pipeline, batch="given")
    requested(pipeline)
    requested(pipeline, text=FIRST, name="Autumn 2026.yaml")
    assert {"given", "spring", "autumn-2026"} <= {
        batch.id for name in ("given", "spring", "autumn-2026") if (batch := pipeline.ledger.get(Batch, name))
    }


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        (FIRST, {}, "attribute 'batch'"),
        (MANIFEST, {"batch": "a/b"}, "letters, digits"),
        ("items: [{id: sea}]", {"batch": "c"}, "prompt"),
        (f"name: long\nitems: [{{id: sea, prompt: p}}] # {'x' * MAX_BYTES}", {}, "put it in the inbox bucket"),
    ],
    ids=["no name", "no fit name", "no prompt", "too long"],
)
def test_what_cannot_be_used_is_dropped_with_the_mend(
    start: Start, text: str, fields: dict[str, str], words: str
) -> None:
    pipeline = start(FIRST)
    with pytest.raises(Drop, match=words):
        requested(pipeline, text, **fields)
    assert pipeline.ledger.get(Request, fields.get("batch", "long")) is None


def test_a_request_that_arrives_twice_plans_once(start: Start) -> None:
    pipeline = start(FIRST)
    requested(pipeline, batch="c")
    before = pipeline.attempts("c")
    requested(pipeline, batch="c")
    assert pipeline.attempts("c") == before


def test_another_manifest_under_the_name_of_a_batch_is_dropped(start: Start) -> None:
    pipeline = start(FIRST)
    requested(pipeline)
    with pytest.raises(Drop, match="another manifest"):
        requested(pipeline, batch="b")
    with pytest.raises(Drop, match="another manifest"):
        requested(pipeline, text=FIRST, batch="spring")


def test_the_same_manifest_by_the_other_way_finds_its_batch(start: Start) -> None:
    pipeline = start(MANIFEST)
    requested(pipeline, batch="b")
    assert pipeline.batch().manifest == "b/manifest.yaml"
    assert pipeline.ledger.get(Request, "b") is None


def test_files_that_a_message_names_are_objects_of_the_inbox(start: Start) -> None:
    pipeline = start(FIRST)
    text = (
        "name: cups\ndefaults: {review: none, route: cheap}\nitems: [{id: cup, prompt: a cup, references: [cup.jpg]}]"
    )
    with pytest.raises(Drop, match=r"Put the files into the inbox bucket first.* replay"):
        requested(pipeline, text)
    pipeline.store.put(Bucket.INBOX, "cup.jpg", picture(1), "image/jpeg")
    requested(pipeline, text)
    (item,) = pipeline.items("cups")
    assert [reference.object_name for reference in item.spec.references] == ["cup.jpg"]
    pipeline.drive()
    assert len(pipeline.keepers("cups")) == 1


def test_a_missing_file_beside_a_manifest_in_the_inbox_asks_for_files_first(start: Start) -> None:
    pipeline = start(FIRST)
    with pytest.raises(Drop, match="Put the files into the inbox bucket first"):
        pipeline.submit("items: [{id: cup, prompt: a cup, references: [cup.jpg]}]", batch="cups")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("takeover", [False, True])
def test_an_intake_that_broke_off_goes_on_from_the_message_in_the_ledger(
    start: Start, *, after: bool, takeover: bool
) -> None:
    pipeline = start(FIRST)
    pipeline.drive()
    with pytest.raises(Crash):
        request(ManifestRequested(text=MANIFEST), Tripwire(2, after).wrap(pipeline.ports))
    assert pipeline.batch("spring").state is BatchState.INTAKE
    pipeline.clock.sleep(600)
    while sweep(pipeline.ports, takeover=takeover):
        pipeline.drive()
    assert pipeline.keepers("spring") == ["spring/sea/0001"]


def test_the_manifest_of_a_broken_off_intake_is_not_sent_at_every_sweep(start: Start) -> None:
    pipeline = start(FIRST)
    pipeline.drive()
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.INTAKE)))
    sent = []
    for _ in range(64):
        pipeline.clock.sleep(60)
        sent.append(sweep(pipeline.ports))
    assert [minute for minute, count in enumerate(sent, start=1) if count] == [1, 3, 7, 15, 31, 63]
    invariants.check_caps(pipeline)
