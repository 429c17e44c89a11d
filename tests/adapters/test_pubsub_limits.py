"""What the Pub/Sub bus refuses by itself, without a client; the official emulator has none of these limits."""

import pytest

from proofpress.adapters.google.bus import PubSubBus
from proofpress.adapters.google.bus_limits import MAX_BYTES
from proofpress.domain.errors import Drop
from proofpress.domain.events import Message
from proofpress.ports import Topic


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"ce-subject": "s" * 1025}, "ce-subject is longer than 1024 bytes"),
        ({"note": "ü" * 513}, "note is longer than 1024 bytes"),
        ({"k" * 257: ""}, "may not name an attribute"),
        ({"": "x"}, "may not name an attribute"),
        ({"goog-anything": "x"}, "may not name an attribute"),
        ({"timeout": "30"}, "'timeout' may not name an attribute"),
        ({f"k{number}": "" for number in range(101)}, "it has 101 attributes, and 100 are allowed"),
    ],
    ids=["subject", "bytes", "long key", "empty key", "the service's key", "the client's key", "number"],
)
def test_attributes_that_pub_sub_would_not_take_are_dropped(attributes: dict[str, str], words: str) -> None:
    with pytest.raises(Drop, match=words):
        PubSubBus({}).forward(Topic.REQUESTS, Message(data=b"{}", attributes=attributes))


def test_a_message_that_is_too_large_is_dropped_with_the_mend() -> None:
    message = Message(data=b"x" * (MAX_BYTES - 12), attributes={"ce-subject": "big"})
    with pytest.raises(Drop, match=r"the message about 'big' .* put the data into a bucket"):
        PubSubBus({}).forward(Topic.REQUESTS, message)
