"""Which objects of the inbox bucket start a batch."""

import pytest

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestSubmitted
from proofpress.entry.cloud.inbox_rule import inbox_object
from proofpress.entry.cloud.reading import Nothing
from proofpress.entry.cloud.settings import CloudSettings
from tests.entry.cloud.requests import notification, push_event

SETTINGS = CloudSettings(project="shop")
INBOX = "shop-proofpress-inbox"


def _read(name: str, metadata: dict[str, str] | None = None) -> ManifestSubmitted | Nothing | None:
    return inbox_object(notification(INBOX, name, metadata).parsed(), SETTINGS)


@pytest.mark.parametrize(
    ("name", "metadata", "batch"),
    [
        ("spring/wallpapers.yaml", {"batch": "spring"}, "spring"),
        ("deep/down/list.txt", {"batch": "b-2"}, "b-2"),
        ("spring.yaml", {}, "spring"),
        ("spring.YML", {}, "spring"),
        ("spring.v2.json", {}, "spring.v2"),
        ("queue.jsonl", {}, "queue"),
        ("products.csv", {}, "products"),
        ("spring/manifest.yaml", {}, "spring"),
        ("spring/manifest.csv", {}, "spring"),
        ("manifest.yaml", {}, "manifest"),
    ],
)
def test_a_manifest_starts_its_batch(name: str, metadata: dict[str, str], batch: str) -> None:
    assert _read(name, metadata) == ManifestSubmitted(batch=batch, name=name)


@pytest.mark.parametrize(
    "name",
    [
        "spring/products.csv",
        "spring/mug.png",
        "mug.png",
        "a/spring/manifest.yaml",
        "spring/",
        "spring/manifest.yaml/",
        "spring/manifest.txt",
        ".yaml",
        "./spring.yaml",
        "spring//manifest.yaml",
    ],
)
def test_any_other_object_starts_nothing(name: str) -> None:
    assert isinstance(_read(name), Nothing)


@pytest.mark.parametrize(
    ("name", "metadata", "mend"),
    [
        ("My Campaign.yaml", {}, "Upload it as my-campaign.yaml, or give it the custom metadata batch=NAME."),
        ("Frühling/manifest.yaml", {}, "Upload it as fruhling.yaml"),
        ("con.yaml", {}, "Give it the custom metadata"),
        ("spring.yaml", {"batch": ""}, "Give it the custom metadata"),
        ("spring.yaml", {"batch": "a/b"}, "Upload it as a-b.yaml"),
    ],
)
def test_a_name_that_no_batch_can_have_is_a_dead_letter_with_the_mend(
    name: str, metadata: dict[str, str], mend: str
) -> None:
    with pytest.raises(Drop) as drop:
        _read(name, metadata)
    assert mend in str(drop.value)


def test_another_buckets_notification_is_a_dead_letter_that_names_both_buckets() -> None:
    with pytest.raises(Drop, match=r"'other'.*'shop-proofpress-inbox'.*PROOFPRESS_INBOX_BUCKET"):
        inbox_object(notification("other", "spring.yaml").parsed(), SETTINGS)


def test_a_message_is_no_object() -> None:
    assert inbox_object(push_event(ManifestSubmitted(batch="b", name="n")).parsed(), SETTINGS) is None
