"""Sketches: what drafts look like, and the marks by which alike ones find each other."""

from typing import ClassVar

from proofpress.domain.records.record import Record


class Sketch(Record):
    """What one draft looks like. Written once, when the draft has passed its own checks, and never changed.

    A record of its own because whoever looks for alike drafts reads every one that shares a mark, and would otherwise
    read their prompts, bills and figures as well.
    """

    indexed: ClassVar[tuple[str, ...]] = ("scope",)
    listed: ClassVar[tuple[str, ...]] = ("marks",)

    attempt: str
    """Key of the attempt."""
    scope: str
    """Names the drafts that it is compared with: those of its batch, or of its campaign."""
    opened: int
    """Epoch seconds of its batch's beginning."""
    wave: int
    """The attempt's; 0 for an edit."""
    sha256: str
    hash: str
    """See imaging.hashing."""
    signature: str
    """See imaging.signature."""
    radius: int
    """Bits in which the hash of an alike draft may differ; the smaller one of the two counts."""
    marks: tuple[str, ...]
    """See domain.marks."""

    @property
    def key(self) -> str:
        """The attempt's key."""
        return self.attempt

    @property
    def is_edit(self) -> bool:
        """Whether somebody ordered it as the edit of another draft."""
        return self.wave == 0

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """Which of two alike drafts stands: the lower, by batch, wave and key; edits come last in their batch."""
        return self.opened, self.is_edit, self.wave, self.attempt
