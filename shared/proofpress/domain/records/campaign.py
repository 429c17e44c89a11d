"""Campaigns that hear the events of shops."""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from proofpress.domain.money import ZERO, Usd
from proofpress.domain.records.record import Record


class Campaign(Record):
    """A campaign that listens to events, and the dollars that its batches were promised."""

    indexed: ClassVar[tuple[str, ...]] = ("active",)

    name: str
    fingerprint: str
    """Of the file and of all that it names; a changed file is another edition of the campaign."""
    folder: str
    """Where its files lie in the inbox bucket."""
    file: str
    """Name of its file, whose suffix tells the format."""
    source: str
    """The file's text as the user wrote it."""
    active: bool = True
    """Whether it still hears events."""
    changed: AwareDatetime
    public_url: str = ""
    """Where the public finds the deliveries bucket."""
    has_webhook: bool = False
    max_usd: Usd
    promised: dict[str, Usd] = Field(default_factory=dict)
    """Most that each of its batches may still cost in all. They add up to less than `max_usd`, always."""
    spent: Usd = ZERO
    """Dollars of the batches whose promise was settled."""

    @property
    def key(self) -> str:
        """The campaign's name."""
        return self.name

    def url_of(self, name: str) -> str:
        """Where the public finds an object of the deliveries bucket; empty where the campaign does not say."""
        return f"{self.public_url}/{name}" if self.public_url else ""

    @property
    def room(self) -> Usd:
        """Dollars that may still be promised."""
        return self.max_usd - self.spent - sum(self.promised.values(), ZERO)
