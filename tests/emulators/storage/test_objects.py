"""Objects as Google's client and plain HTTP see them."""

import re
from typing import Any

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.emulators.storage.entries import Entry
from tests.emulators.storage.service import Service

NAMES = [
    "a",
    "a/b/c.png",
    "a b",
    "č/ü 😀",
    "100%",
    "a%2Fb",
    "a+b&c=d?e#f",
    "/a",
    "a//b/",
    ".hidden",
    "a/copyTo/b/c/o/d",
]


def ours_only(metadata: dict[str, str] | None) -> dict[str, str]:
    """Custom metadata without what the testbench adds."""
    return {key: value for key, value in (metadata or {}).items() if not key.startswith("x_")}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_back(bucket: Bucket, service: Service, name: str) -> None:
    if service.reference and name in ("a/copyTo/b/c/o/d", "/a", "a//b/"):
        pytest.skip("The testbench decodes a path before it takes it apart.")
    bucket.blob(name).upload_from_string(name.encode(), "text/plain")
    assert [blob.name for blob in bucket.client.list_blobs(bucket)] == [name]
    blob = bucket.get_blob(name)
    assert (blob.name, blob.size, blob.content_type) == (name, len(name.encode()), "text/plain")
    assert blob.download_as_bytes() == name.encode()
    blob.delete()
    assert bucket.get_blob(name) is None


@pytest.mark.parametrize("name", ["", ".", "..", "a\nb", "a\rb", "x" * 1025, ".well-known/acme-challenge/x"])
def test_some_names_cannot_be(ours: Service, name: str) -> None:
    assert ours.upload(name).status_code == 400


def test_custom_metadata_comes_back_in_any_script(bucket: Bucket) -> None:
    blob = bucket.blob("a")
    metadata = {"attempt": "spring/cup/0001", "grüße": "č 😀", "empty": ""}
    blob.metadata = metadata
    blob.upload_from_string(b"x")
    assert ours_only(bucket.get_blob("a").metadata) == metadata


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    metadata=st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))
)
def test_every_map_of_strings_is_kept(ours: Service, metadata: dict[str, str]) -> None:
    ours.upload("a")
    ours.object("PATCH", "a", json={"metadata": None})
    ours.object("PATCH", "a", json={"metadata": metadata}).raise_for_status()
    assert ours.object("GET", "a").json().get("metadata", {}) == metadata


@pytest.mark.parametrize("metadata", [{"a": 1}, {"a": ["b"]}, "a", {"a": "x" * 8192}])
def test_custom_metadata_are_strings_of_8_kib_together(ours: Service, metadata: Any) -> None:
    ours.upload("a")
    assert ours.object("PATCH", "a", json={"metadata": metadata}).status_code == 400
    assert "metadata" not in ours.object("GET", "a").json()


def test_a_patch_changes_what_it_names_and_null_removes(bucket: Bucket, service: Service) -> None:
    blob = bucket.blob("a")
    blob.metadata = {"kept": "1", "changed": "1", "removed": "1"}
    blob.upload_from_string(b"x", "image/png")
    patched = service.object("PATCH", "a", json={"metadata": {"changed": "2", "removed": None, "new": "3"}}).json()
    assert ours_only(patched["metadata"]) == {"kept": "1", "changed": "2", "new": "3"}
    assert patched["contentType"] == "image/png"
    assert (patched["generation"], patched["metageneration"]) == (str(blob.generation), "2")
    assert patched["updated"] >= patched["timeCreated"]
    assert service.object("GET", "a", params={"projection": "full"}).json() == patched


def test_a_patch_cannot_change_what_an_object_is(service: Service) -> None:
    before = service.upload("a").json()
    after = service.object(
        "PATCH", "a", json={"size": "7", "generation": "7", "name": "b", "crc32c": "AAAAAA=="}
    ).json()
    for member in ("size", "generation", "name", "crc32c", "md5Hash"):
        assert after[member] == before[member]


def test_what_is_not_there_is_not_found(bucket: Bucket) -> None:
    assert not bucket.blob("a").exists()
    with pytest.raises(NotFound):
        bucket.blob("a").download_as_bytes()
    with pytest.raises(NotFound):
        bucket.blob("a").delete()
    with pytest.raises(NotFound):
        bucket.client.bucket("no-such-bucket").blob("a").upload_from_string(b"x")


def test_a_resource_has_the_members_that_the_real_one_has(ours: Service) -> None:
    resource = ours.upload("a/b", b"hello").json()
    name, generation = f"{ours.bucket}/a/b", resource["generation"]
    assert (resource["kind"], resource["id"]) == ("storage#object", f"{name}/{generation}")
    assert (resource["size"], resource["metageneration"]) == ("5", "1")
    assert (resource["crc32c"], resource["md5Hash"]) == ("mnG7TA==", "XUFAKrxLKna5cZ2REBfFkg==")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", resource["timeCreated"])
    assert ours.http.get(resource["selfLink"]).json() == resource
    assert ours.http.get(resource["mediaLink"]).content == b"hello"


def test_an_etag_is_made_as_the_real_one_is(ours: Service) -> None:
    # An official sample of a notification has generation 1587627537231057, metageneration 1 and this etag.
    assert Entry("b", "n", 1587627537231057, 1, "", {}).etag == "CNHZkbuF/ugCEAE="
    assert ours.upload("a").json()["etag"] == ours.object("GET", "a").json()["etag"]


def test_errors_have_googles_shape(ours: Service) -> None:
    error = ours.object("GET", "a").json()["error"]
    assert (error["code"], error["message"]) == (404, f"No such object: {ours.bucket}/a")
    assert error["errors"] == [{"message": error["message"], "domain": "global", "reason": "notFound"}]
    assert ours.call("GET", "/b/no-such-bucket/o").json()["error"]["message"] == "The specified bucket does not exist."
    assert ours.call("GET", "/nothing").status_code == 404


@pytest.mark.parametrize("body", [b"{", b"[]", b'"a"', b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(ours: Service, body: bytes) -> None:
    ours.upload("a")
    refused = ours.object("PATCH", "a", content=body)
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (400, "parseError")


def test_a_path_that_is_no_utf8_is_refused(ours: Service) -> None:
    assert ours.call("GET", f"/b/{ours.bucket}/o/%FF").status_code == 400


def test_a_partial_response_has_only_the_members_that_were_asked_for(service: Service) -> None:
    for name in ("a", "b"):
        service.upload(name)
    listed = service.call("GET", f"/b/{service.bucket}/o", params={"fields": "items(name,size),kind"}).json()
    assert listed == {"kind": "storage#objects", "items": [{"name": "a", "size": "1"}, {"name": "b", "size": "1"}]}
    assert service.object("GET", "a", params={"fields": "name"}).json() == {"name": "a"}


def test_who_does_not_ask_for_the_next_page_gets_none(ours: Service) -> None:
    for number in range(4):
        ours.upload(f"{number}")
    for fields, there in (("items/name", False), ("items/name,nextPageToken", True)):
        listed = ours.call("GET", f"/b/{ours.bucket}/o", params={"fields": fields}).json()
        assert listed["items"][0] == {"name": "0"}
        assert ("nextPageToken" in listed) is there


@pytest.mark.parametrize("fields", ["items(", ")", "items(name", "(name)", "/a"])
def test_a_broken_selection_of_members_is_refused(ours: Service, fields: str) -> None:
    assert ours.call("GET", f"/b/{ours.bucket}/o", params={"fields": fields}).status_code == 400
