"""What is wrong with a picture, at several strengths, and what only looks like it."""

import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from proofpress.imaging.screening import screen
from tests.imaging.files import FORMATS, encode
from tests.imaging.pictures import scene

Change = Callable[[Image.Image], Image.Image]
PICTURE = scene(1024, 1024, seed=2)


def blurred(pixels: float) -> Change:
    return lambda image: image.filter(ImageFilter.GaussianBlur(pixels))


def enlarged(times: int) -> Change:
    return lambda image: image.reduce(times).resize(image.size, Image.Resampling.BICUBIC)


def moved(across: int, down: int, pixels: int) -> Change:
    """As by a camera that moves while the picture is taken."""

    def change(image: Image.Image) -> Image.Image:
        total = image
        for number in range(1, pixels):
            shifted = ImageChops.offset(image, across * number, down * number)
            total = Image.blend(total, shifted, 1 / (number + 1))
        return total

    return change


def specked(percent: float) -> Change:
    """That share of the pixels black or white, as where single ones are lost."""

    def change(image: Image.Image) -> Image.Image:
        dice, (width, height) = random.Random(3), image.size
        specked = image.copy()
        for _ in range(round(width * height * percent / 100)):
            specked.putpixel((dice.randrange(width), dice.randrange(height)), dice.choice(((0,) * 3, (255,) * 3)))
        return specked

    return change


def noisy(sigma: float) -> Change:
    def change(image: Image.Image) -> Image.Image:
        noise = Image.merge("RGB", [Image.effect_noise(image.size, sigma) for _ in range(3)])
        return ImageChops.add(image, noise, 1, -128)

    return change


def squeezed(low: int, high: int) -> Change:
    return lambda image: image.point(lambda level: low + level * (high - low) // 255)


def barred(sides: str, share: float, colour: str) -> Change:
    def change(image: Image.Image) -> Image.Image:
        barred, (width, height) = image.copy(), image.size
        across, down = round(width * share), round(height * share)
        boxes = {
            "left": (0, 0, across, height),
            "right": (width - across, 0, width, height),
            "top": (0, 0, width, down),
            "bottom": (0, height - down, width, height),
        }
        for side in sides.split():
            barred.paste(colour, boxes[side])
        return barred

    return change


DEFECTS: dict[str, tuple[str, Change]] = {
    "blurred by 3 pixels": ("blur", blurred(3)),
    "blurred by 6 pixels": ("blur", blurred(6)),
    "blurred by 12 pixels": ("blur", blurred(12)),
    "moved across by 16 pixels": ("blur", moved(1, 0, 16)),
    "moved down by 30 pixels": ("blur", moved(0, 1, 30)),
    "moved along a diagonal by 20 pixels": ("blur", moved(1, -1, 14)),
    "moved between the diagonals by 36 pixels": ("blur", moved(2, 1, 16)),
    "enlarged 6 times": ("blur", enlarged(6)),
    "enlarged 12 times": ("blur", enlarged(12)),
    "enlarged 24 times": ("blur", enlarged(24)),
    "noise of 20 levels": ("noise", noisy(20)),
    "noise of 50 levels": ("noise", noisy(50)),
    "one lost pixel in 100": ("noise", specked(1)),
    "one lost pixel in 12": ("noise", specked(8)),
    "within 14 levels": ("low_contrast", squeezed(100, 114)),
    "within 22 levels": ("low_contrast", squeezed(70, 92)),
    "letterbox": ("border", barred("top bottom", 0.12, "black")),
    "thin letterbox": ("border", barred("top bottom", 0.05, "white")),
    "coloured pillars": ("border", barred("left right", 0.1, "navy")),
    "frame": ("border", barred("left right top bottom", 0.06, "white")),
    "one black bar": ("border", barred("left", 0.12, "black")),
    "one coloured bar": ("border", barred("left", 0.12, "teal")),
    "black from the middle on": ("broken", barred("bottom", 0.5, "black")),
    "grey at the end": ("broken", barred("bottom", 0.1, "#808080")),
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_by_its_reason_alone(name: str, kind: str) -> None:
    reason, change = DEFECTS[name]
    verdict = screen(encode(change(PICTURE), kind), None)
    assert verdict.reasons == (reason,)
    assert verdict.broken is (reason == "broken")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_row_that_repeats_to_the_bottom_is_where_the_data_ended(kind: str) -> None:
    busy = Image.frombytes("RGB", (128, 128), random.Random(1).randbytes(128 * 128 * 3)).resize((1024, 1024))
    busy.paste(busy.crop((0, 700, 1024, 701)).resize((1024, 324)), (0, 700))
    verdict = screen(encode(busy, kind), None)
    assert verdict.broken
    assert verdict.figures["smear"] == pytest.approx(0.32, abs=0.02)


def test_a_plain_row_that_repeats_where_all_of_the_picture_breaks_off_is_where_the_data_ended() -> None:
    """One that repeats below a roof is a wall: see the skyline among the good pictures."""
    calm = Image.new("RGB", (1024, 1024), (60, 90, 140))
    draw, dice = ImageDraw.Draw(calm), random.Random(4)
    for _ in range(100):
        x, y = dice.randrange(0, 1024, 8), dice.randrange(0, 1024, 8)
        draw.ellipse((x, y, x + 40, y + 40), fill=(dice.randrange(200, 255), 200, 60), outline="black")
    calm.paste(calm.crop((0, 860, 1024, 861)).resize((1024, 164)), (0, 860))
    verdict = screen(encode(calm), None)
    assert verdict.broken
    assert verdict.figures["smear_plain"] == pytest.approx(0.16, abs=0.01)
    assert float(verdict.figures["smear_break"]) >= 0.04


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("ground", [(12, 12, 20), (245, 244, 240), (60, 120, 90)])
def test_lost_pixels_are_found_on_any_ground(ground: tuple[int, int, int], kind: str) -> None:
    plain = Image.new("RGB", (1024, 1024), ground)
    ImageDraw.Draw(plain).ellipse((300, 300, 640, 700), fill=(200, 120, 40))
    assert screen(encode(plain, kind), None).passed
    assert screen(encode(specked(1)(plain), kind), None).reasons == ("noise",)


def test_noise_is_found_where_half_of_it_is_lost_in_black() -> None:
    dark = PICTURE.point(lambda level: level // 3)
    dark.paste((6, 6, 10), (0, 0, 1024, 500))
    assert screen(encode(dark, "JPEG"), None).passed
    assert screen(encode(noisy(26)(dark), "JPEG"), None).reasons == ("noise",)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_grey_end_is_found_below_a_picture_that_is_as_light(kind: str) -> None:
    teal = Image.merge(
        "RGB", [PICTURE.convert("L").point(lambda level, by=by: 118 + level // 12 + by) for by in (-40, 10, 20)]
    )
    assert not screen(encode(teal, kind), None).broken
    assert screen(encode(barred("bottom", 0.1, "#808080")(teal), kind), None).broken


@pytest.mark.parametrize("edge", [(0, 2), (1, 3), (5, 1), (1, 0)])
def test_a_few_straight_edges_are_as_sharp_as_many_however_they_run(edge: tuple[int, int]) -> None:
    """Steps are taken from every fifth pixel only; a horizon is one row."""
    across, down = edge
    image = Image.new("RGB", (1024, 1024), (20, 40, 70))
    far = 2048
    corners = [(512 - across * far, 512 - down * far), (512 + across * far, 512 + down * far)]
    ImageDraw.Draw(image).polygon(
        [*corners, (512 + (across - down) * far, 512 + (down + across) * far)], fill=(230, 220, 190)
    )
    verdict = screen(encode(image, "JPEG"), None)
    assert verdict.passed
    assert not verdict.warnings


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95, 0.995])
def test_a_cut_jpeg_with_an_end_marker_put_on_is_broken(share: float) -> None:
    whole = encode(PICTURE, "JPEG")
    assert screen(whole[: round(len(whole) * share)].rstrip(b"\xff") + b"\xff\xd9", None).reasons == ("broken",)


def test_most_jpegs_with_flipped_bytes_are_found() -> None:
    dice, whole = random.Random(1), encode(PICTURE, "JPEG")
    found = 0
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(10):
            data[dice.randrange(len(whole) // 10, len(whole) - 10)] ^= dice.randrange(1, 256)
        found += screen(bytes(data), None).broken
    assert found >= 24


def test_a_colour_that_slips_along_a_stair_of_blocks_is_damage() -> None:
    slipped = PICTURE.copy()
    for box in ((0, 512, 1024, 1024), (384, 496, 1024, 512)):
        red, green, blue = PICTURE.crop(box).split()
        slipped.paste(Image.merge("RGB", (red.point(lambda level: min(255, level + 24)), green, blue)), box)
    assert screen(encode(slipped, "JPEG"), None).reasons == ("broken",)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_webp_whose_end_is_filled_with_zeros_is_broken(share: float) -> None:
    whole = encode(PICTURE.filter(ImageFilter.UnsharpMask(2, 200)), "WEBP", quality=95)
    kept = round(len(whole) * share)
    assert screen(whole[:kept] + bytes(len(whole) - kept), None).reasons == ("broken",)


@pytest.mark.parametrize("quality", [50, 80, 100])
@pytest.mark.parametrize("method", [0, 4, 6])
def test_a_plain_webp_may_be_coded_in_zeros(quality: int, method: int) -> None:
    plain = encode(Image.new("RGB", (1376, 768), "black"), "WEBP", quality=quality, method=method)
    assert not screen(plain, None).broken


def test_a_level_that_slips_along_a_stair_of_blocks_is_damage() -> None:
    dim = PICTURE.point(lambda level: level * 4 // 5)
    lighter = dim.point(lambda level: level + 12)
    horizon = dim.copy()
    horizon.paste(lighter.crop((0, 512, 1024, 1024)), (0, 512))
    assert screen(encode(horizon, "JPEG"), None).passed
    horizon.paste(lighter.crop((384, 496, 1024, 512)), (384, 496))
    assert screen(encode(horizon, "JPEG"), None).reasons == ("broken",)


@pytest.mark.parametrize("grey", ["ground", "bars"])
def test_mid_grey_that_is_painted_is_no_missing_data(grey: str) -> None:
    image = Image.new("RGB", (1024, 1024), "#808080")
    if grey == "ground":
        ImageDraw.Draw(image).ellipse((300, 300, 700, 700), fill="orange")
    else:
        image.paste(PICTURE.crop((0, 0, 700, 1024)), (162, 0))
    assert not screen(encode(image, "JPEG"), None).broken


def test_rough_stone_is_not_taken_for_noise() -> None:
    fine, rough = (Image.effect_noise((side, side), 50).resize((1024, 1024), 3) for side in (512, 256))
    stone = Image.blend(fine, rough, 0.4)
    verdict = screen(encode(stone.convert("RGB")), None)
    assert verdict.passed
    assert verdict.warnings == ("noise",)


@pytest.mark.parametrize("at", [(300, 300), (0, 0)])
def test_room_around_a_square_subject_is_no_frame(at: tuple[int, int]) -> None:
    image = Image.new("RGB", (1024, 1024), "white")
    image.paste(PICTURE.resize((424, 424)), at)
    assert screen(encode(image, "JPEG"), None).passed


def test_a_sky_that_darkens_towards_the_top_is_no_bar() -> None:
    sky = Image.linear_gradient("L").resize((1024, 1024)).point(lambda level: max(0, level - 60))
    image = sky.convert("RGB")
    ImageDraw.Draw(image).ellipse((400, 600, 600, 800), fill="gold")
    assert screen(encode(image, "JPEG"), None).passed
