"""Reads the events that shops send: one module for each sender, each bringing its own form to `News`.

A sender's module has `recognises(event)`, which looks at as little as tells it apart, and `read(event)`.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Protocol, cast

from proofpress.domain.campaigns.news import News
from proofpress.domain.errors import Drop
from proofpress.manifests.senders import bigcommerce, commercetools, own, saleor, shopify, shopify_events
from proofpress.manifests.senders.raw import Ignored, RawEvent, read_raw

__all__ = ["SENDERS", "Ignored", "News", "RawEvent", "is_recognised", "read_news", "read_raw", "sender_names"]


class Sender(Protocol):
    """What a sender's module offers."""

    def recognises(self, event: RawEvent) -> bool:
        """Whether an event is this sender's."""

    def read(self, event: RawEvent) -> News | Ignored:
        """What it says; Drop where it is this sender's, but cannot be used."""


_MODULES: Sequence[ModuleType] = (own, shopify, shopify_events, commercetools, saleor, bigcommerce)

SENDERS: dict[str, Sender] = {
    module.__name__.rpartition(".")[2].replace("_", "-"): cast("Sender", module) for module in _MODULES
}
"""By their names, in the order in which they are asked."""


def sender_names() -> tuple[str, ...]:
    """All senders, as campaigns name them."""
    return tuple(SENDERS)


def is_recognised(event: RawEvent) -> bool:
    """Whether some sender's events look like this one."""
    return any(sender.recognises(event) for sender in SENDERS.values())


def read_news(event: RawEvent) -> News | Ignored:
    """What an event says of a product.

    Raises:
        Drop: no sender is known whose events look like this, or the event lacks what its sender always sends.
    """
    for name, sender in SENDERS.items():
        if sender.recognises(event):
            found = sender.read(event)
            return found.model_copy(update={"sender": name}) if isinstance(found, News) else found
    raise Drop(
        f"this event is of no sender that is known here ({', '.join(SENDERS)}): {event.shown}. Send it as a CloudEvent "
        f"of the type {own.TYPE}, or its manifest as text."
    )
