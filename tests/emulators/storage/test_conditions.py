"""Preconditions, generations and metagenerations."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from google.api_core.exceptions import PreconditionFailed
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from tests.emulators.storage.service import Service

STALE = 17


def test_a_name_is_created_once(bucket: Bucket) -> None:
    blob = bucket.blob("a")
    blob.upload_from_string(b"first", if_generation_match=0)
    with pytest.raises(PreconditionFailed):
        bucket.blob("a").upload_from_string(b"second", if_generation_match=0)
    assert blob.download_as_bytes() == b"first"


def test_an_object_is_replaced_only_at_the_generation_that_was_seen(bucket: Bucket) -> None:
    blob = bucket.blob("a")
    blob.upload_from_string(b"first")
    seen = blob.generation
    blob.upload_from_string(b"second", if_generation_match=seen)
    with pytest.raises(PreconditionFailed):
        blob.upload_from_string(b"third", if_generation_match=seen)
    assert blob.download_as_bytes() == b"second"


def test_a_generation_is_not_matched_by_nothing(service: Service) -> None:
    assert service.upload("a", ifGenerationMatch=STALE).status_code == 412


def test_of_racing_creators_exactly_one_wins(service: Service) -> None:
    start = Barrier(16)

    def create(number: int) -> int:
        start.wait()
        return service.upload("a", f"{number:02d}".encode(), ifGenerationMatch=0).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(create, range(16)))
    assert sorted(statuses) == [200] + [412] * 15
    assert service.media("a").content == f"{statuses.index(200):02d}".encode()


def test_generations_grow_over_deletion(service: Service) -> None:
    generations = []
    for _ in range(10):
        generations.append(int(service.upload("a").json()["generation"]))
        service.object("DELETE", "a")
    assert generations == sorted(set(generations))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"ifGenerationMatch": "live"}, 200),
        ({"ifGenerationMatch": STALE}, 412),
        ({"ifGenerationMatch": 0}, 412),
        ({"ifGenerationNotMatch": STALE}, 200),
        ({"ifGenerationNotMatch": 0}, 200),
        ({"ifGenerationNotMatch": "live"}, 304),
        ({"ifMetagenerationMatch": 1}, 200),
        ({"ifMetagenerationMatch": STALE}, 412),
        ({"ifMetagenerationNotMatch": STALE}, 200),
        ({"ifMetagenerationNotMatch": 1}, 304),
        ({"generation": "live"}, 200),
        ({"generation": STALE}, 404),
    ],
)
@pytest.mark.parametrize("alt", ["json", "media"])
def test_reads_are_conditional(service: Service, query: dict[str, Any], status: int, alt: str) -> None:
    live = service.upload("a").json()["generation"]
    params = {name: live if value == "live" else value for name, value in query.items()}
    assert service.object("GET", "a", params={"alt": alt, **params}).status_code == status


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize(
    "query", [{"ifGenerationMatch": STALE}, {"ifGenerationMatch": 0}, {"ifMetagenerationMatch": STALE}]
)
def test_changes_of_something_else_are_refused(service: Service, method: str, query: dict[str, int]) -> None:
    before = service.upload("a").json()
    assert service.object(method, "a", params=query, json={"metadata": {"b": "c"}}).status_code == 412
    assert service.object("GET", "a").json() == before


@pytest.mark.parametrize("query", [{"ifGenerationNotMatch": "live"}, {"ifMetagenerationNotMatch": 1}])
def test_a_change_that_finds_what_it_must_not_find_is_refused(service: Service, query: dict[str, Any]) -> None:
    live = service.upload("a").json()["generation"]
    params = {name: live if value == "live" else value for name, value in query.items()}
    # Reads are answered with 304 by both; the testbench does so for changes as well.
    assert service.object("DELETE", "a", params=params).status_code == service.either(412, reference=304)
    assert service.object("GET", "a").status_code == 200


def test_what_is_not_there_cannot_be_changed_whatever_the_condition(service: Service) -> None:
    for params in ({}, {"ifGenerationMatch": STALE}):
        assert service.object("DELETE", "a", params=params).status_code == 404
        assert service.object("PATCH", "a", params=params, json={"metadata": {}}).status_code == 404


def test_an_object_is_deleted_at_its_generation_and_metageneration(service: Service) -> None:
    generation = service.upload("a").json()["generation"]
    service.object("PATCH", "a", json={"metadata": {"b": "c"}})
    params = {"ifGenerationMatch": generation, "ifMetagenerationMatch": 2}
    assert service.object("DELETE", "a", params=params).status_code == service.either(204, reference=200)
    assert service.object("GET", "a").status_code == 404


def test_a_condition_must_be_a_number(ours: Service) -> None:
    refused = ours.upload("a", ifGenerationMatch="new")
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (400, "invalid")


def test_an_etag_changes_with_the_metadata_and_serves_as_a_condition(ours: Service) -> None:
    ours.upload("a")
    old = ours.object("GET", "a").json()["etag"]
    new = ours.object("PATCH", "a", json={"metadata": {"b": "c"}}).json()["etag"]
    assert old != new
    assert ours.media("a").headers["ETag"] == new
    for tag, not_modified, failed in ((old, 200, 412), (new, 304, 200), ("*", 304, 200)):
        assert ours.media("a", headers={"If-None-Match": tag}).status_code == not_modified
        assert ours.object("GET", "a", headers={"If-None-Match": f'"{tag}"'}).status_code == not_modified
        assert ours.media("a", headers={"If-Match": tag}).status_code == failed
