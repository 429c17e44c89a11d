"""Preconditions: what must hold of an object, or of a bucket, for a request to be carried out."""

from dataclasses import dataclass

from proofpress.emulators.storage.entries import Entry
from proofpress.emulators.storage.messages import Request
from proofpress.emulators.storage.refusals import unchanged, unmet


@dataclass(frozen=True)
class Conditions:
    """Numbers to compare with; None demands nothing, and the number of what is not there is 0."""

    generation: int | None = None
    not_generation: int | None = None
    metageneration: int | None = None
    not_metageneration: int | None = None
    reading: bool = False
    """Whether what is there already is an answer (304) rather than a refusal (412)."""

    def check(self, entry: Entry | None) -> None:
        """Refused where something does not hold of an object, or of its absence."""
        if entry is None:
            self.compare(0, 0)
        else:
            self.compare(entry.generation, entry.metageneration)

    def compare(self, generation: int, metageneration: int) -> None:
        """Refused where something does not hold of these numbers."""
        if self.generation not in (None, generation) or self.metageneration not in (None, metageneration):
            raise unmet()
        if generation == self.not_generation or metageneration == self.not_metageneration:
            raise unchanged() if self.reading else unmet()


def conditions_of(request: Request, prefix: str = "if") -> Conditions:
    """What a request demands of its object; with the prefix `ifSource`, of the one that it copies."""
    return Conditions(
        request.number(f"{prefix}GenerationMatch"),
        request.number(f"{prefix}GenerationNotMatch"),
        request.number(f"{prefix}MetagenerationMatch"),
        request.number(f"{prefix}MetagenerationNotMatch"),
        reading=request.method == "GET",
    )


def check_etags(request: Request, entry: Entry) -> None:
    """Refused where the headers If-Match and If-None-Match say so."""
    wanted, known = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if wanted is not None and not _names(wanted, entry.etag):
        raise unmet()
    if known is not None and _names(known, entry.etag):
        raise unchanged() if request.method == "GET" else unmet()


def _names(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}
    return "*" in tags or etag in tags
