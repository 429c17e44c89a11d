"""What is kept beside a local object: the facts that a bucket keeps and a folder cannot."""

import mimetypes
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from proofpress.domain.errors import Stop
from proofpress.ports import Bucket, Stored

_GUESSES = mimetypes.MimeTypes()
for _mime, _suffix in (("image/webp", ".webp"), ("image/avif", ".avif"), ("application/yaml", ".yaml")):
    _GUESSES.add_type(_mime, _suffix)


class Sidecar(BaseModel):
    """The stored form; `size` tells a sidecar that belongs to an earlier object of the same name."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    generation: int
    size: int
    content_type: str
    metadata: dict[str, str]

    def describe(self, bucket: Bucket, name: str) -> Stored:
        """What the bucket says of the object."""
        return Stored(bucket, name, str(self.generation), self.size, self.content_type, self.metadata)


def read_sidecar(path: Path) -> Sidecar | None:
    """The sidecar in a file, or None where there is none; Stop where it is damaged."""
    try:
        return Sidecar.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as error:
        raise Stop(f"{path} is damaged: restore it from a copy, or remove it to use the object without it.") from error


def guessed(path: Path, size: int, modified_ns: int) -> Sidecar:
    """A stand-in for a file that somebody put into the folder by hand."""
    content_type = _GUESSES.guess_type(path.name)[0] or "application/octet-stream"
    return Sidecar(generation=modified_ns, size=size, content_type=content_type, metadata={})
