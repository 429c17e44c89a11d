"""The raw answers of generateContent, as far as Proofpress reads them; unknown fields are no error."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from proofpress.domain.pricing import Usage


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


class Blob(_Wire):
    """Bytes and what the server says they are."""

    # Either alphabet, padded or not; decoded while the JSON is parsed, which is several times faster than afterwards.
    model_config = ConfigDict(val_json_bytes="base64")

    mime_type: str = ""
    data: bytes | str = Field(default=b"", union_mode="left_to_right")
    """A string where it is no base64."""


class Part(_Wire):
    """A piece of an answer; thoughts are interim."""

    text: str = ""
    thought: bool = False
    inline_data: Blob | None = None


class Content(_Wire):
    """The parts of one answer."""

    parts: tuple[Part, ...] = ()


class Candidate(_Wire):
    """One answer, and why it ended."""

    content: Content = Content()
    finish_reason: str = ""
    finish_message: str = ""


class PromptFeedback(_Wire):
    """Why a prompt was not even tried."""

    block_reason: str = ""
    block_reason_message: str = ""


class ModalityTokens(_Wire):
    """Tokens of one kind of output."""

    modality: str = ""
    token_count: int = 0


class UsageMetadata(_Wire):
    """What the call is billed by."""

    prompt_token_count: int = 0
    tool_use_prompt_token_count: int = 0
    candidates_token_count: int = 0
    thoughts_token_count: int = 0
    candidates_tokens_details: tuple[ModalityTokens, ...] = ()

    def usage(self, *, drew: bool) -> Usage:
        """Billed tokens. An answer with a picture but no count of its tokens is read at the dearest: all are image."""
        details = self.candidates_tokens_details
        candidates = max(self.candidates_token_count, sum(detail.token_count for detail in details))
        image = sum(detail.token_count for detail in details if detail.modality == "IMAGE")
        if drew and not image:
            image = candidates
        return Usage(
            text_in=self.prompt_token_count + self.tool_use_prompt_token_count,
            text_out=candidates - image + self.thoughts_token_count,
            image_out=image,
        )


class Answer(_Wire):
    """A generateContent response."""

    candidates: tuple[Candidate, ...] = ()
    prompt_feedback: PromptFeedback = PromptFeedback()
    usage_metadata: UsageMetadata | None = None
    model_version: str = ""
    response_id: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The first candidate's parts without its thoughts; only one candidate is ever asked for."""
        return tuple(part for part in self.candidates[0].content.parts if not part.thought) if self.candidates else ()

    @property
    def text(self) -> str:
        """What was said besides pictures."""
        return "".join(part.text for part in self.parts)

    @property
    def image(self) -> Blob | None:
        """The last picture: earlier ones are interim states."""
        blobs = [part.inline_data for part in self.parts if part.inline_data and part.inline_data.data]
        return blobs[-1] if blobs else None

    @property
    def usage(self) -> Usage | None:
        """Billed tokens, or None where the server reported none."""
        return self.usage_metadata.usage(drew=self.image is not None) if self.usage_metadata else None
