"""The vision reviewer judges by the picture's bytes and answers in the form asked for."""

import io
import json
from collections.abc import Callable

import jsonschema
import pytest
from google import genai
from google.genai import errors, types
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import BaseModel, Field

from proofpress.simulator.painting.mark import Mark, read_mark
from proofpress.simulator.profile import Profile
from proofpress.simulator.schema import fill
from proofpress.simulator.server import Simulator

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]
REVIEWER = "gemini-3.1-flash-lite"
VERDICT = {
    "type": "OBJECT",
    "properties": {
        "score": {"type": "NUMBER"},
        "accept": {"type": "BOOLEAN"},
        "reasons": {"type": "ARRAY", "items": {"type": "STRING"}},
    },
}


def judge(client: genai.Client, data: bytes, **config: object) -> str:
    picture = types.Part.from_bytes(data=data, mime_type="image/jpeg")
    response = client.models.generate_content(
        model=REVIEWER,
        contents=types.UserContent([picture, types.Part(text="Would you ship this?")]),
        config=types.GenerateContentConfig.model_validate(config),
    )
    return response.text or ""


def verdict(client: genai.Client, data: bytes) -> dict[str, object]:
    text = judge(client, data, response_mime_type="application/json", response_schema=VERDICT)
    parsed: dict[str, object] = json.loads(text)
    return parsed


@pytest.mark.parametrize(("rate", "liked"), [(1.0, True), (0.0, False)])
def test_the_reviewer_likes_what_the_profile_lets_be_liked(
    draw: Draw, studio: Callable[..., genai.Client], picture: Picture, rate: float, liked: bool
) -> None:
    with Simulator(Profile(accept_rate=rate)) as simulator:
        client = studio(simulator)
        found = verdict(client, picture(draw(client=client)))
    assert found["accept"] is liked
    assert (float(str(found["score"])) >= 0.6) is liked
    assert bool(found["reasons"]) is not liked


def test_any_simulator_judges_the_same_bytes_alike(
    draw: Draw, simulator: Simulator, studio: Callable[..., genai.Client], picture: Picture
) -> None:
    data = picture(draw())
    with Simulator(Profile(accept_rate=0), seed=99) as other:
        assert verdict(studio(other), data) == verdict(studio(simulator), data)


def test_a_declined_picture_shows_its_flaw(draw: Draw, studio: Callable[..., genai.Client], picture: Picture) -> None:
    with Simulator(Profile(accept_rate=0)) as strict, Simulator(Profile(accept_rate=1)) as kind:
        flawed = picture(draw(client=studio(strict)))
        sound = picture(draw(client=studio(kind)))
    small = [Image.open(io.BytesIO(data)).convert("RGB").resize((64, 64)).tobytes() for data in (flawed, sound)]
    assert sum(abs(a - b) for a, b in zip(*small, strict=True)) / len(small[0]) > 2


def test_a_picture_from_elsewhere_is_judged_by_light_and_contrast(
    simulator: Simulator, studio: Callable[..., genai.Client]
) -> None:
    client = studio(simulator)

    def judged(image: Image.Image) -> object:
        file = io.BytesIO()
        image.save(file, "JPEG")
        return verdict(client, file.getvalue())["accept"]

    assert judged(Image.linear_gradient("L")) is True
    assert judged(Image.new("L", (256, 256), 3)) is False


def test_a_broken_picture_cannot_be_judged(
    draw: Draw, simulator: Simulator, studio: Callable[..., genai.Client], picture: Picture
) -> None:
    with pytest.raises(errors.ClientError, match="Unable to process input image"):
        verdict(studio(simulator), picture(draw())[:9_000])


def test_plain_text_is_answered_where_no_json_is_asked_for(
    draw: Draw, simulator: Simulator, studio: Callable[..., genai.Client], picture: Picture
) -> None:
    assert judge(studio(simulator), picture(draw())).startswith("Accept, score 0.")
    assert simulator.requests[-1].outcome == "text"
    assert simulator.requests[-1].usage.text_in == 5 + 1_120
    assert simulator.requests[-1].usage.text_out > 0


def test_the_mark_outlives_both_formats(draw: Draw, vertex: genai.Client, picture: Picture) -> None:
    config = types.GenerateContentConfig(image_config=types.ImageConfig(output_mime_type="image/png"))
    as_png = vertex.models.generate_content(model="gemini-3.1-flash-lite-image", contents="sea", config=config)
    for data in (picture(draw("sea")), picture(as_png)):
        mark = read_mark(data)
        assert mark is not None
        assert mark.accept


class Issue(BaseModel):
    name: str
    severity: int = Field(ge=1, le=5)


class Wide(BaseModel):
    score: float = Field(ge=0, le=10)
    accept: bool
    reasons: list[str]
    issues: list[Issue] = Field(min_length=1)
    note: str | None


@given(st.floats(0, 1), st.booleans(), st.lists(st.text()))
def test_a_wider_schema_is_filled_with_what_fits_it(score: float, accept: bool, reasons: list[str]) -> None:
    filled = fill(Wide.model_json_schema(), Mark(score=score, accept=accept, reasons=tuple(reasons)))
    jsonschema.validate(filled, Wide.model_json_schema())
    assert filled["accept"] is accept
    assert filled["reasons"] == reasons
    assert filled["score"] == pytest.approx(score * 10, abs=0.01)
