"""Keeper slots."""

from typing import ClassVar

from proofpress.domain.records.record import Record

MAX_RENDERS = 2
"""A final that lost the look is rendered once more."""

MAX_SLOT_RENDERS = 3
"""Finals that one keeper slot pays for: two of one draft, and one of the spare that follows it."""


class Keeper(Record):
    """One of the item's `want` keeper slots, held by an accepted attempt: no counter is raced for.

    A slot whose first draft comes to nothing is held by one spare more, under a record of its own. Together they
    pay for MAX_SLOT_RENDERS finals, so that the finals of an item are capped by its slots alone.
    """

    indexed: ClassVar[tuple[str, ...]] = ("batch", "cohort", "item", "held")

    batch: str
    cohort: str
    item: str
    slot: int
    spare: bool = False
    """Whether it is held in place of the slot's first draft, whose finals came to nothing."""
    attempt: int
    """Number of the attempt that holds it, or held it last."""
    held: bool = True
    renders: int = 0
    """Finals that were ordered through this record; 0 in a freed one where the order was taken back."""

    @property
    def key(self) -> str:
        """Item key and slot, from 1 to want; `s` marks the spare's."""
        return f"{self.item}/k{self.slot:04d}{'s' if self.spare else ''}"

    @property
    def can_render(self) -> bool:
        """Whether one more final may be ordered through this record."""
        return self.renders < (MAX_SLOT_RENDERS - MAX_RENDERS if self.spare else MAX_RENDERS)

    @property
    def is_free(self) -> bool:
        """Whether it can be held as if it never had been."""
        return not self.held and self.renders == 0

    @property
    def is_taken(self) -> bool:
        """Whether the slot needs no further draft: it is held, or its spare came to nothing too."""
        return self.held or (self.spare and not self.is_free)
