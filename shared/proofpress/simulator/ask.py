"""A request for content, understood and checked: which model, what to draw or judge, from which pictures."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from PIL import Image
from pydantic import ValidationError

from proofpress.domain.catalog import Catalog, Model
from proofpress.simulator.chance import Chance
from proofpress.simulator.painting.develop import FORMATS, JPEG
from proofpress.simulator.refusal import Refused
from proofpress.simulator.wire import Body, GenerationConfig, Part


@dataclass(frozen=True)
class InputImage:
    """A picture that came with a request."""

    data: bytes

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def open(self) -> Image.Image:
        """The decoded picture; Refused where it cannot be decoded."""
        try:
            with Image.open(io.BytesIO(self.data)) as image:
                return image.convert("RGB")
        except (OSError, SyntaxError, ValueError) as error:
            raise Refused(400, "Unable to process input image. Please retry or report in the forum.") from error


@dataclass(frozen=True)
class Drawing:
    """The picture that is wanted."""

    ratio: str
    image_size: str
    mime: str
    quality: int


@dataclass(frozen=True)
class Ask:
    """One request for content."""

    model: Model
    prompt: str
    images: tuple[InputImage, ...]
    config: GenerationConfig
    drawing: Drawing | None
    """None where text is wanted."""

    def chance(self, seed: int) -> Chance:
        """Chance for this request: its model, prompt, seed and pictures, under the simulator's seed."""
        return Chance(seed, self.model.id, self.prompt, self.config.seed, [image.sha256 for image in self.images])


def find_model(catalog: Catalog, model_id: str) -> Model:
    """The model that answers to an id; Refused where there is none, or none any more."""
    model = catalog.models.get(model_id)
    if model is None or model.is_retired(datetime.now(UTC).date()):
        words = f"models/{model_id} is not found for API version v1, or is not supported for generateContent."
        raise Refused(404, f"{words} Call ListModels to see the list of available models.")
    return model


Fetch = Callable[[str], bytes]
"""Brings the picture that a request names by its address; Refused where there is none."""


def read_ask(catalog: Catalog, model: Model, data: bytes, fetch: Fetch) -> Ask:
    """The request of a body; Refused where the real service would not take it."""
    try:
        body = Body.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise Refused(400, f"Invalid value at '{where}': {first['msg']}") from error
    images = _images(model, body, fetch)
    return Ask(model, body.prompt, images, body.generation_config, _drawing(catalog, model, body, images))


def _images(model: Model, body: Body, fetch: Fetch) -> tuple[InputImage, ...]:
    found = []
    for position, turn in enumerate(body.contents):
        for number, part in enumerate(turn.parts):
            if part.file_data is not None:
                found.append(InputImage(fetch(part.file_data.file_uri)))
            if part.inline_data is None:
                continue
            _check_signature(turn.role, part, f"content position {position + 1}, part position {number + 1}")
            found.append(InputImage(part.inline_data.data))
    if len(found) > model.reference_images:
        raise Refused(400, f"Too many images: {len(found)} given, {model.reference_images} allowed.")
    return tuple(found)


def _check_signature(role: str, part: Part, place: str) -> None:
    if role == "model" and not part.thought_signature:
        raise Refused(400, f"Image part is missing a thought_signature in {place}")


def _drawing(catalog: Catalog, model: Model, body: Body, images: tuple[InputImage, ...]) -> Drawing | None:
    config = body.generation_config
    wants_image = "IMAGE" in config.response_modalities
    if wants_image and not model.image_tokens:
        raise Refused(400, f"{model.id} does not support the requested response modalities: image")
    if not model.image_tokens or (config.response_modalities and not wants_image):
        return None
    wanted = config.image_config
    ratio = wanted.aspect_ratio or _ratio_of(catalog, model, images)
    if ratio not in model.ratios or ratio not in catalog.pixels:
        raise Refused(400, f"aspect_ratio {ratio!r} is not supported; use one of {', '.join(model.ratios)}")
    if wanted.image_size not in model.image_tokens:
        raise Refused(
            400, f"image_size {wanted.image_size!r} is not supported; use one of {', '.join(model.image_tokens)}"
        )
    mime = wanted.image_output_options.mime_type or JPEG
    if mime not in FORMATS:
        raise Refused(400, f"mime_type {mime!r} is not supported; use one of {', '.join(FORMATS)}")
    return Drawing(ratio, wanted.image_size, mime, wanted.image_output_options.compression_quality or 88)


def _ratio_of(catalog: Catalog, model: Model, images: tuple[InputImage, ...]) -> str:
    if not images:
        return "1:1"
    return catalog.nearest_ratio(*images[-1].open().size, among=model.ratios)
