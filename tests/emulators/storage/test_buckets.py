"""Buckets."""

import pytest
from google.api_core.exceptions import Conflict, NotFound
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from tests.emulators.storage.service import Service


def test_a_bucket_is_made_once(bucket: Bucket) -> None:
    assert bucket.exists()
    with pytest.raises(Conflict):
        bucket.client.create_bucket(bucket.name)


def test_a_bucket_that_is_not_there_is_not_found(bucket: Bucket) -> None:
    assert not bucket.client.bucket("no-such-bucket").exists()
    with pytest.raises(NotFound):
        bucket.client.get_bucket("no-such-bucket")


def test_settings_of_a_bucket_are_kept(bucket: Bucket) -> None:
    bucket.reload()
    bucket.cors = [{"origin": ["*"], "method": ["GET"], "maxAgeSeconds": 60}]
    bucket.labels = {"team": "press"}
    bucket.add_lifecycle_delete_rule(age=30)
    bucket.patch()
    found = bucket.client.get_bucket(bucket.name)
    assert (found.metageneration, found.labels) == (bucket.metageneration, {"team": "press"})
    assert found.cors[0]["origin"] == ["*"]
    assert next(found.lifecycle_rules)["condition"]["age"] == 30
    found.labels = {}
    found.patch()
    assert bucket.client.get_bucket(bucket.name).labels == {}


def test_a_bucket_is_changed_only_at_the_metageneration_that_was_seen(service: Service) -> None:
    path = f"/b/{service.bucket}"
    seen = service.call("GET", path).json()["metageneration"]
    for status in (200, 412):
        changed = service.call("PATCH", path, params={"ifMetagenerationMatch": seen}, json={"labels": {"a": "b"}})
        assert changed.status_code == status


def test_only_an_empty_bucket_is_deleted(service: Service) -> None:
    service.upload("a")
    refused = service.call("DELETE", f"/b/{service.bucket}")
    assert refused.status_code == service.either(409, reference=400)
    service.object("DELETE", "a")
    assert service.call("DELETE", f"/b/{service.bucket}").status_code == service.either(204, reference=200)
    assert service.call("GET", f"/b/{service.bucket}").status_code == 404


def test_a_projects_buckets_are_listed_page_by_page(bucket: Bucket) -> None:
    made = {bucket.client.create_bucket(f"{bucket.name[:50]}-{number}").name for number in range(5)}
    assert {found.name for found in bucket.client.list_buckets(prefix=bucket.name[:50])} == made | {bucket.name}


def test_another_projects_buckets_are_not_listed(ours: Service) -> None:
    assert "items" not in ours.call("GET", "/b", params={"project": "another"}).json()
    assert ours.call("GET", "/b").status_code == 400


@pytest.mark.parametrize("name", ["", "ab", "A-bucket", "a_", "-a-bucket", "a" * 64, "a bucket", None])
def test_some_names_cannot_be(ours: Service, name: str | None) -> None:
    assert ours.call("POST", "/b", params={"project": "test"}, json={"name": name}).status_code == 400


def test_a_bucket_may_be_used_by_everybody(bucket: Bucket, service: Service) -> None:
    wanted = ["storage.objects.create", "storage.objects.get"]
    # The testbench tells its own list, whatever was asked.
    assert set(bucket.test_iam_permissions(wanted)) >= set(service.either(wanted, reference=[]))
