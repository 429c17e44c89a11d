"""Events that bring something in: manifests, what a shop tells, objects in buckets."""

import hashlib
import json
from typing import ClassVar

from pydantic import AwareDatetime, Field

from proofpress.domain.events.event import Event


class ManifestSubmitted(Event):
    """A manifest lies in the inbox bucket."""

    type: ClassVar[str] = "dev.proofpress.manifest.submitted.v1"
    batch: str
    name: str

    @property
    def subject(self) -> str:
        """The batch."""
        return self.batch


class ManifestRequested(Event):
    """A manifest that travels in the message itself."""

    type: ClassVar[str] = "dev.proofpress.manifest.requested.v1"
    batch: str = ""
    """Empty: the manifest's own name."""
    name: str = "manifest.yaml"
    """File name, whose suffix tells the format."""
    text: str

    @property
    def subject(self) -> str:
        """The batch, or a digest of the text where that names it."""
        return self.batch or hashlib.sha256(self.text.encode()).hexdigest()[:32]


class ShopEventReceived(Event):
    """An event of a shop, as it came."""

    type: ClassVar[str] = "dev.proofpress.event.received.v1"
    attributes: dict[str, str] = Field(default_factory=dict)
    """Of the message, or the headers of the request."""
    text: str
    """Its JSON."""
    published: AwareDatetime | None = None

    @property
    def subject(self) -> str:
        """A digest of all that it says, which copies share."""
        said = json.dumps([sorted(self.attributes.items()), self.text])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class ObjectFinalized(Event):
    """An object was written to a bucket."""

    type: ClassVar[str] = "dev.proofpress.object.finalized.v1"
    bucket: str
    name: str
    generation: str = ""

    @property
    def subject(self) -> str:
        """The object."""
        return f"{self.bucket}/{self.name}"
