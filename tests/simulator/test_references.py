"""A reference image steers the composition: finals and edits stay near it, lost looks do not."""

import io
from collections.abc import Callable

import pytest
from google import genai
from google.genai import types
from PIL import Image, ImageChops, ImageStat

from proofpress.simulator.profile import Profile
from proofpress.simulator.server import Simulator

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]
AGAIN = "Render this draft again at full quality.\n\nmountains in fog"
STANDARD = "gemini-nano-banana-2.1"


def apart(one: bytes, other: bytes) -> float:
    """Mean difference of two pictures in levels, after both are made small."""
    small = [
        Image.open(io.BytesIO(data)).convert("RGB").resize((32, 32), Image.Resampling.BOX) for data in (one, other)
    ]
    return float(sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3)


def mean_colour(data: bytes) -> list[float]:
    return [float(value) for value in ImageStat.Stat(Image.open(io.BytesIO(data)).convert("RGB")).mean]


@pytest.mark.parametrize("prompt", ["mountains in fog", "city at night", "geometric shapes", "a planet"])
def test_a_final_keeps_the_drafts_look(draw: Draw, picture: Picture, prompt: str) -> None:
    draft = picture(draw(prompt))
    final = picture(draw(f"Render this draft again.\n\n{prompt}", draft, model=STANDARD, size="2K"))
    assert Image.open(io.BytesIO(final)).size == (2048, 2048)
    assert apart(draft, final) < 4


def test_the_seed_alone_does_not_carry_a_picture_to_another_model(draw: Draw, picture: Picture) -> None:
    assert apart(picture(draw("mountains at dusk")), picture(draw("mountains at dusk", model=STANDARD))) > 8


def test_a_final_follows_the_last_of_several_images(draw: Draw, picture: Picture) -> None:
    product, draft = picture(draw("a bottle", seed=1)), picture(draw("mountains in fog", seed=2))
    final = picture(draw(AGAIN, product, draft))
    assert apart(final, draft) < 4
    assert apart(final, product) > 12


def test_a_lost_look_ignores_the_reference(draw: Draw, studio: Callable[..., genai.Client], picture: Picture) -> None:
    draft = picture(draw("mountains in fog"))
    with Simulator(Profile(lost_look=1)) as forgetful:
        assert apart(draft, picture(draw(AGAIN, draft, client=studio(forgetful)))) > 8


def test_an_edit_keeps_the_composition_and_changes_the_light(draw: Draw, picture: Picture) -> None:
    draft = picture(draw("sea at noon"))
    night = picture(draw("Edit this image: make it night\n\nIt was made from this prompt:\n\nsea at noon", draft))
    assert sum(mean_colour(night)) < 0.8 * sum(mean_colour(draft))
    grey = [Image.open(io.BytesIO(data)).convert("L").resize((32, 32)) for data in (draft, night)]
    levels = [[value / (max(image.tobytes()) or 1) for value in image.tobytes()] for image in grey]
    assert sum(abs(a - b) for a, b in zip(*levels, strict=True)) / 1024 < 0.12


def test_a_final_is_not_graded_by_the_words_of_its_prompt(draw: Draw, picture: Picture) -> None:
    draft = picture(draw("sea at noon"))
    final = picture(draw("Render this draft again.\n\nmake it night", draft))
    assert mean_colour(final) == pytest.approx(mean_colour(draft), abs=3)


def test_an_edit_to_black_and_white_loses_its_colour(draw: Draw, picture: Picture) -> None:
    grey = picture(draw("Edit this image: black and white, please", picture(draw("sea at dusk"))))
    assert max(mean_colour(grey)) - min(mean_colour(grey)) < 1


def test_a_product_photo_becomes_the_subject_of_the_scene(draw: Draw, picture: Picture) -> None:
    photo = io.BytesIO()
    plain = Image.new("RGB", (600, 600), "white")
    plain.paste((0, 200, 0), (200, 100, 400, 560))
    plain.save(photo, "JPEG", quality=95)
    scene = Image.open(io.BytesIO(picture(draw("our bottle on a rose ground", photo.getvalue())))).convert("RGB")
    middle = scene.crop((492, 560, 532, 600)).resize((1, 1), Image.Resampling.BOX).tobytes()
    corner = scene.crop((0, 0, 40, 40)).resize((1, 1), Image.Resampling.BOX).tobytes()
    assert middle[1] - max(middle[0], middle[2]) > 120, "the product is green and stands in the middle"
    assert corner[1] - max(corner[0], corner[2]) < 20, "and nothing of its white ground came along"


def test_a_shape_that_is_not_asked_for_is_the_references(
    draw: Draw, simulator: Simulator, studio: Callable[..., genai.Client], picture: Picture
) -> None:
    draft = picture(draw(ratio="16:9"))
    contents = types.UserContent([types.Part.from_bytes(data=draft, mime_type="image/jpeg"), types.Part(text=AGAIN)])
    response = studio(simulator).models.generate_content(model=STANDARD, contents=contents)
    assert Image.open(io.BytesIO(picture(response))).size == (1376, 768)
