import pytest
from PIL import Image, ImageDraw

from proofpress.domain.near_duplicates import is_near_duplicate
from proofpress.domain.screening import Checks, Rules, Thresholds
from proofpress.imaging.screening import Asked, Screened, screen
from tests.imaging.files import FORMATS, encode
from tests.imaging.pictures import GOOD, flat_art, noise, scene

DOUBTFUL = {"silk": {"blur"}, "fog": {"blur"}}
"""What cannot be told from a fault, and is named in a warning."""
WIDE = Asked("16:9", 1376, 768)


def judged(image: Image.Image, kind: str = "PNG", asked: Asked | None = None) -> Screened:
    return screen(encode(image, kind), asked)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", GOOD)
def test_a_good_picture_passes_however_extreme(name: str, kind: str) -> None:
    verdict = judged(GOOD[name](), kind)
    assert verdict.passed, verdict
    assert not verdict.reasons
    assert set(verdict.warnings) <= DOUBTFUL.get(name, set())


@pytest.mark.parametrize(
    ("share", "reasons"), [(0.05, ("dark",)), (0.09, ("dark",)), (0.4, ())], ids=["lost", "nearly lost", "dim"]
)
def test_a_picture_lost_in_black_is_dark(share: float, reasons: tuple[str, ...]) -> None:
    assert judged(scene().point(lambda level: round(level * share)), "JPEG").reasons == reasons


@pytest.mark.parametrize(("floor", "reasons"), [(235, ("bright",)), (220, ("bright",)), (120, ())])
def test_a_picture_lost_in_white_is_bright(floor: int, reasons: tuple[str, ...]) -> None:
    assert judged(scene().point(lambda level: floor + level * (255 - floor) // 255), "JPEG").reasons == reasons


@pytest.mark.parametrize(
    ("colour", "reasons"),
    [("black", ("dark", "blank")), ("white", ("bright", "blank")), ((90, 140, 200), ("blank",))],
)
@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_picture_is_blank(kind: str, colour: str | tuple[int, int, int], reasons: tuple[str, ...]) -> None:
    assert judged(Image.new("RGB", (1024, 1024), colour), kind).reasons == reasons


def test_faint_grain_does_not_make_a_blank_picture_a_drawing() -> None:
    grain = noise(1024, 1024).point(lambda level: 118 + level // 32)
    assert judged(grain).reasons == ("blank",)


def test_a_transparent_picture_is_judged_on_white() -> None:
    image = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    assert judged(image).reasons == ("bright", "blank")
    ImageDraw.Draw(image).rectangle((100, 100, 300, 300), fill=(200, 30, 30, 255))
    assert judged(image).passed


@pytest.mark.parametrize(
    ("size", "reasons"),
    [
        ((1376, 768), ()),
        ((1365, 768), ()),
        ((1344, 768), ()),
        ((1264, 848), ("aspect",)),
        ((1200, 690), ()),
        ((1180, 660), ("resolution",)),
        ((688, 384), ("resolution",)),
        ((768, 1376), ("aspect",)),
        ((2752, 1536), ()),
    ],
)
def test_size_and_shape_are_held_against_what_was_asked(size: tuple[int, int], reasons: tuple[str, ...]) -> None:
    assert judged(flat_art().resize(size), asked=WIDE).reasons == reasons


@pytest.mark.parametrize("size", [(64, 1100), (1100, 64), (257, 259)])
def test_a_strip_has_directions_too(size: tuple[int, int]) -> None:
    assert "softest" in judged(scene(*size)).figures


def test_a_jpeg_that_holds_rgb_is_not_taken_for_one_that_holds_ycbcr() -> None:
    usual, rare = (screen(encode(scene(), "JPEG", quality=95, keep_rgb=keep), None) for keep in (False, True))
    assert is_near_duplicate(usual.hash, usual.signature, rare.hash, rare.signature)
    assert rare.figures["luma_p50"] == pytest.approx(usual.figures["luma_p50"], abs=2)


@pytest.mark.parametrize("asked", [None, Asked("", 0, 0), Asked("auto", 0, 0), Asked("0:0", 0, 0)])
def test_nothing_is_held_against_a_picture_of_which_nothing_was_asked(asked: Asked | None) -> None:
    assert judged(scene(100, 900), asked=asked).passed


def test_an_unnamed_ratio_follows_from_the_nominal_pixels() -> None:
    assert judged(scene(600, 400), asked=Asked("", 600, 400)).passed
    assert judged(scene(400, 600), asked=Asked("", 600, 400)).reasons == ("aspect",)


@pytest.mark.parametrize(
    ("declared", "reasons"),
    [("", ()), ("image/jpeg", ()), ("Image/JPG; charset=binary", ()), ("image/png", ("mime",))],
)
def test_a_wrong_declared_type_is_a_reason_of_its_own(declared: str, reasons: tuple[str, ...]) -> None:
    verdict = judged(scene(), "JPEG", Asked("1:1", 512, 512, declared))
    assert verdict.reasons == reasons
    assert not verdict.broken
    assert verdict.mime == "image/jpeg"


@pytest.mark.parametrize(("action", "warnings"), [("warn", ("mime",)), ("off", ())])
def test_a_check_can_be_made_to_warn_or_turned_off(action: str, warnings: tuple[str, ...]) -> None:
    rules = Rules(Checks.model_validate({"mime": action}))
    verdict = screen(encode(scene(), "JPEG"), Asked("1:1", 512, 512, "image/png"), rules)
    assert verdict.passed
    assert verdict.warnings == warnings


def test_a_verdict_carries_every_figure() -> None:
    data = encode(flat_art())
    verdict = screen(data, Asked("3:2", 1264, 848))
    assert (verdict.width, verdict.height, verdict.mime) == (1264, 848, "image/png")
    assert len(verdict.hash) == 64
    assert verdict.figures == {
        "bytes": len(data),
        "mime": "image/png",
        "width": 1264,
        "height": 848,
        "pixels_share": 1.0,
        "aspect_deviation": 0.0063,
        "luma_p0_1": 94,
        "luma_p1": 94,
        "luma_p50": 219,
        "luma_p99_9": 219,
        "trough": 84,
        "peak": 250,
        "spread": 156,
        "reach": 156,
        "edge": 125,
        "sharpness": pytest.approx(1, abs=0.1),
        "detail": pytest.approx(1.9, abs=0.2),
        "softest": pytest.approx(1, abs=0.1),
        "noise": 0,
        "whiteness": 0,
        "bar_pair": 0,
        "bar_single": 0,
        "tail": 0,
        "smear": 0,
        "smear_plain": 0,
        "torn": 0,
        "slipped": 0,
    }


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("pixels_share", 1.0, "resolution"),
        ("aspect_deviation", 0.001, "aspect"),
        ("blank_spread", 255, "blank"),
        ("dark_p99_9", 255, "dark"),
        ("bright_p1", 0, "bright"),
        ("contrast_spread", 255, "low_contrast"),
        ("blur_sharpness", 4, "blur"),
        ("noise_level", 0, "noise"),
        ("border_single", 0, "border"),
        ("tail_plain", 0, "broken"),
    ],
)
def test_every_check_has_a_threshold_that_moves_it(name: str, value: float, reason: str) -> None:
    loose = {
        "blank_reach": 255,
        "blank_edge": 255,
        "dark_peak": 255,
        "bright_p0_1": 0,
        "bright_trough": 0,
        "contrast_reach": 255,
        "contrast_light": 255,
        "noise_whiteness": 0,
    }
    rules = Rules(thresholds=Thresholds.model_validate({**loose, name: value}))
    assert screen(encode(flat_art()), Asked("3:2", 1300, 860), rules).reasons == (reason,)


def test_every_threshold_says_its_unit_and_its_reason() -> None:
    for field in Thresholds.model_json_schema()["properties"].values():
        assert field["unit"]
        assert len(field["description"]) > 40
