"""Objects that are made from others."""

import pytest
from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud.storage import Blob, Bucket  # type: ignore[import-untyped]

from tests.emulators.storage.service import Service


@pytest.fixture
def source(bucket: Bucket) -> Blob:
    """An object to copy, whose name needs quoting."""
    blob = bucket.blob("a/č")
    blob.metadata = {"b": "c"}
    blob.upload_from_string(b"hello", "image/png")
    return blob


def test_a_copy_is_a_new_object_with_the_same_bytes_and_metadata(bucket: Bucket, source: Blob) -> None:
    copy = bucket.copy_blob(source, bucket, "x/ü")
    assert (copy.download_as_bytes(), copy.content_type, copy.metadata["b"]) == (b"hello", "image/png", "c")
    assert (copy.metageneration, copy.crc32c) == (1, source.crc32c)
    assert copy.generation > source.generation
    source.delete()
    assert copy.download_as_bytes() == b"hello"


def test_a_rewrite_is_done_in_one_call_and_sets_what_it_names(bucket: Bucket, source: Blob) -> None:
    copy = bucket.blob("x")
    copy.content_type = "text/plain"
    assert copy.rewrite(source) == (None, 5, 5)
    assert (copy.download_as_bytes(), copy.content_type, copy.metadata["b"]) == (b"hello", "text/plain", "c")


def test_copies_are_conditional(bucket: Bucket, source: Blob) -> None:
    bucket.blob("taken").upload_from_string(b"taken")
    for name, options in (
        ("taken", {"if_generation_match": 0}),
        ("free", {"if_source_generation_match": 17}),
        ("free", {"if_source_metageneration_match": 17}),
    ):
        with pytest.raises(PreconditionFailed):
            bucket.copy_blob(source, bucket, name, **options)
        with pytest.raises(PreconditionFailed):
            bucket.blob(name).rewrite(source, **options)
    assert bucket.blob("taken").download_as_bytes() == b"taken"
    assert not bucket.blob("free").exists()
    with pytest.raises(NotFound):
        bucket.copy_blob(source, bucket, "free", source_generation=17)


def test_objects_are_composed_in_order(bucket: Bucket, source: Blob) -> None:
    other = bucket.blob("b")
    other.upload_from_string(b" world")
    whole = bucket.blob("whole")
    whole.content_type = "text/plain"
    whole.compose([source, other, source], if_generation_match=0)
    assert (whole.download_as_bytes(), whole.content_type) == (b"hello worldhello", "text/plain")
    with pytest.raises(PreconditionFailed):
        whole.compose([source], if_generation_match=0)
    with pytest.raises(PreconditionFailed):
        bucket.blob("new").compose([source], if_source_generation_match=[17])
    with pytest.raises(NotFound):
        bucket.blob("new").compose([source, bucket.blob("missing")])


def test_a_composed_object_has_no_md5(ours: Service) -> None:
    ours.upload("a", b"hello")
    order = {"sourceObjects": [{"name": "a"}, {"name": "a"}]}
    made = ours.object("POST", "b/compose", json=order)
    assert made.status_code == 404, "the slash belongs to the path, not to the name"
    made = ours.call("POST", f"/b/{ours.bucket}/o/b/compose", json=order)
    assert (made.json()["componentCount"], "md5Hash" in made.json()) == (2, False)
    assert ours.media("b").headers["X-Goog-Hash"] == f"crc32c={made.json()['crc32c']}"


@pytest.mark.parametrize("sources", [[], [{"name": "a"}] * 33, [{"name": "a", "generation": "new"}]])
def test_a_composition_that_cannot_be_is_refused(ours: Service, sources: list[dict[str, str]]) -> None:
    ours.upload("a")
    refused = ours.call("POST", f"/b/{ours.bucket}/o/b/compose", json={"sourceObjects": sources})
    assert refused.status_code == 400
