"""A manifest that comes in a message."""

import pytest

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestRequested, Message
from proofpress.entry.cloud.manifest_messages import manifest_text
from proofpress.entry.cloud.settings import CloudSettings
from tests.entry.cloud.requests import notification, push, push_event

SETTINGS = CloudSettings(project="shop")
TEXT = "items:\n- {id: keys, prompt: „Schlüssel“}\n"


def _read(data: bytes, **attributes: str) -> ManifestRequested | None:
    return manifest_text(push(Message(data=data, attributes=attributes)).parsed(), SETTINGS)


def test_the_data_of_a_plain_message_are_the_manifest() -> None:
    assert _read(TEXT.encode()) == ManifestRequested(text=TEXT)


def test_attributes_name_the_batch_and_the_file() -> None:
    assert _read(b"id,prompt\n", batch="spring", name="list.csv", campaign="x") == ManifestRequested(
        batch="spring", name="list.csv", text="id,prompt\n"
    )


def test_empty_attributes_name_nothing() -> None:
    assert _read(TEXT.encode(), batch="", name="") == ManifestRequested(text=TEXT)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert _read(b"\xef\xbb\xbfitems: []") == ManifestRequested(text="items: []")


@pytest.mark.parametrize(("data", "reason"), [(b"", "has no data"), (b" \n", "has no data"), (b"\xff", "no UTF-8")])
def test_data_that_are_no_text_are_a_dead_letter(data: bytes, reason: str) -> None:
    with pytest.raises(Drop, match=reason):
        _read(data)


def test_events_and_notifications_are_left_to_other_readers() -> None:
    assert manifest_text(push_event(ManifestRequested(text=TEXT)).parsed(), SETTINGS) is None
    assert manifest_text(notification("b", "spring.yaml").parsed(), SETTINGS) is None
