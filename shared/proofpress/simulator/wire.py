"""The body of a generateContent request, in whichever key case and base64 alphabet a client writes it."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import AliasChoices, AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from proofpress.domain.seeds import SEED_LIMIT


def _either_case(name: str) -> AliasChoices:
    return AliasChoices(to_camel(name), name)


def _decode(data: object) -> object:
    if not isinstance(data, str):
        return data
    standard = data.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("Base64 decoding failed") from error


class _Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=AliasGenerator(validation_alias=_either_case)
    )


class Blob(_Wire):
    """Inline bytes with their MIME type."""

    mime_type: str
    data: Annotated[bytes, BeforeValidator(_decode)]


class FileData(_Wire):
    """The address of a picture with its MIME type."""

    mime_type: str = ""
    file_uri: str


class Part(_Wire):
    """A piece of a turn: text, a picture, or the address of one."""

    text: str | None = None
    inline_data: Blob | None = None
    file_data: FileData | None = None
    thought_signature: str | None = None


class Content(_Wire):
    """One turn."""

    role: str = "user"
    parts: tuple[Part, ...] = ()


class OutputOptions(_Wire):
    """The file format wanted (Vertex only in the real service)."""

    mime_type: str | None = None
    compression_quality: int | None = Field(default=None, ge=1, le=100)


class ImageConfig(_Wire):
    """Shape and size of the picture wanted."""

    aspect_ratio: str | None = None
    image_size: str = "1K"
    image_output_options: OutputOptions = OutputOptions()


class GenerationConfig(_Wire):
    """How to answer."""

    seed: int | None = Field(default=None, ge=-SEED_LIMIT, lt=SEED_LIMIT)
    candidate_count: int = Field(default=1, ge=1, le=1)
    max_output_tokens: int | None = Field(default=None, ge=1)
    response_modalities: tuple[str, ...] = ()
    response_mime_type: str = "text/plain"
    response_schema: dict[str, Any] | None = None
    response_json_schema: dict[str, Any] | None = None
    image_config: ImageConfig = ImageConfig()


class Body(_Wire):
    """A whole request."""

    contents: tuple[Content, ...] = Field(min_length=1)
    system_instruction: Content | None = None
    generation_config: GenerationConfig = GenerationConfig()

    @property
    def prompt(self) -> str:
        """All text of the request, in order."""
        turns = (self.system_instruction, *self.contents) if self.system_instruction else self.contents
        return "\n".join(part.text for turn in turns for part in turn.parts if part.text)
