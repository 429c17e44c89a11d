"""Every text can be read, or there is an error that says so."""

from collections.abc import Iterator

import pytest
from PIL import Image

from proofpress.domain.designs import Assets, BrandColours, BrandKit, Composition
from proofpress.imaging.composing import Composer, ContrastUnreachable
from proofpress.imaging.composing.colours.contrast import contrast_on, luminance, needed, ratio
from proofpress.imaging.composing.colours.inks import lines_of
from proofpress.imaging.composing.fonts.choosing import Fonts
from proofpress.imaging.composing.grounds.ground import Ground, Picture, ground_of
from proofpress.imaging.composing.grounds.saliency import saliency
from proofpress.imaging.composing.layout.arranging import Arranger, is_mirrored
from proofpress.imaging.composing.layout.members import Placed
from proofpress.imaging.composing.painting import Painter
from tests.imaging.composing.banners import assets, composed, job, opened
from tests.imaging.files import encode
from tests.imaging.pictures import noise, scene


def exact_luminance(pixel: tuple[int, ...]) -> float:
    """By the definition, in floating point."""
    linear = [(c / 255) / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in pixel]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def pixels_under(canvas: Image.Image, one: Placed) -> Iterator[tuple[int, ...]]:
    """Pixels of a canvas that glyphs will cover."""
    for line in lines_of(one):
        crop, mask = canvas.crop(line.corners).tobytes(), line.mask.tobytes()
        yield from (tuple(crop[3 * n : 3 * n + 3]) for n, level in enumerate(mask) if level >= 128)


def painter_of(banner: Composition, picture: Image.Image) -> tuple[Painter, list[Placed]]:
    fitted = banner.template.fitted(banner.form)
    placed = Arranger(banner, fitted, Fonts(Assets()), None).placed()
    ground: Ground = ground_of(
        Picture(picture, saliency(picture)), fitted, banner.form, banner.brand.colours, mirrored=is_mirrored(banner)
    )
    return Painter(ground, banner, placed), placed


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("template", "form", "locale"), [("hero", "iab-300x250", "de-DE"), ("centered", "iab-970x250", "ar-EG")]
)
def test_figures_are_never_better_than_a_pixel_by_pixel_count(template: str, form: str, locale: str, seed: int) -> None:
    painter, placed = painter_of(job(template, form, locale), scene(1024, 1024, seed=seed))
    canvas = painter.canvas.copy()
    figures = {text.name: text for text in painter.paint(None, None)}
    for one in placed:
        if one.member.layer.kind != "text":
            continue
        figure = figures[one.member.name]
        own = luminance(figure.colour)
        ratios = sorted(ratio(own, exact_luminance(pixel)) for pixel in pixels_under(canvas, one))
        assert figure.contrast >= figure.needed
        assert ratios[len(ratios) // 50] >= figure.contrast - 0.02


def test_the_ratios_are_those_of_wcag() -> None:
    assert ratio(luminance("#ffffff"), luminance("#000000")) == pytest.approx(21)
    assert ratio(luminance("#777777"), luminance("#ffffff")) == pytest.approx(4.48, abs=0.005)
    assert [needed(18.5, bold=True), needed(18.66, bold=True), needed(23.5, bold=False), needed(24, bold=False)] == [
        4.5, 3, 4.5, 3,
    ]  # fmt: skip


def test_a_grey_that_just_fails_is_not_rounded_up() -> None:
    ground, mask = Image.new("RGB", (40, 40), "#777777"), Image.new("L", (40, 40), 255)
    assert 4.3 < contrast_on(ground, mask, "#ffffff") < 4.48


def test_a_colour_among_those_of_its_ground_has_no_contrast() -> None:
    ground = Image.linear_gradient("L").convert("RGB")
    assert contrast_on(ground, Image.new("L", ground.size, 255), "#808080") == 1.0


def test_the_shade_is_only_as_strong_as_the_text_needs() -> None:
    plain, busy = (encode(picture) for picture in (Image.new("RGB", (1024, 1024), "#14213d"), noise(1024, 1024)))
    weak, strong = (Composer(picture).compose(job("centered")).figures for picture in (plain, busy))
    assert weak.scrim == pytest.approx(0.12)
    assert 0.2 < strong.scrim <= 0.8


def test_colours_of_the_brand_come_in_its_order_and_the_next_is_taken_where_a_shade_is_not_enough() -> None:
    picture = encode(Image.new("RGB", (1024, 1024), "#808080"))
    brand = BrandKit(colours=BrandColours(text=("#8a8a8a", "#ffe680"), accent="#1f4fd8"))
    banner = job("hero").model_copy(update={"brand": brand})
    figures = Composer(picture).compose(banner).figures
    assert {text.colour for text in figures.texts if text.name in {"headline", "subline"}} == {"#ffe680"}


def test_a_picture_on_which_nothing_can_be_read_asks_for_the_next_candidate() -> None:
    colours = BrandColours(ink="#7a7a7a", paper="#8a8a8a", accent="#808080")
    banner = job("centered").model_copy(update={"brand": BrandKit(colours=colours)})
    with pytest.raises(
        ContrastUnreachable, match=r"cannot be made legible on this picture .at best .*%.*another picture"
    ):
        Composer(encode(noise(600, 600))).compose(banner)


def test_a_night_is_not_veiled_in_white_nor_a_snowfield_in_black() -> None:
    night = composed(job("centered", "meta-1080x1080"), dark=True)
    day = composed(job("centered", "meta-1080x1080"))
    assert [text.colour for text in night.figures.texts if text.name == "headline"] == ["#ffffff"]
    assert [text.colour for text in day.figures.texts if text.name == "headline"] == ["#14213d"]


def test_an_accent_that_cannot_carry_its_label_gives_way_to_a_colour_that_can() -> None:
    brand = BrandKit(colours=BrandColours(accent="#909090", ink="#333333", paper="#f0f0f0"))
    figures = composed(job("hero").model_copy(update={"brand": brand})).figures
    button = next(text for text in figures.texts if text.name == "button")
    assert button.contrast >= button.needed


def test_the_logo_for_dark_ground_is_used_on_it() -> None:
    banner, dark = job("hero", "meta-1080x1080"), Image.new("RGB", (512, 512), "#101020")
    with_both = opened(Composer(encode(dark), assets()).compose(banner))
    with_one = opened(Composer(encode(dark), assets().model_copy(update={"logo_on_dark": b""})).compose(banner))
    corner = (60, 60, 400, 180)
    assert luminance_of(with_one.crop(corner)) > 1.5 * luminance_of(with_both.crop(corner)), (
        "a plate behind the dark logo"
    )


def luminance_of(image: Image.Image) -> float:
    return exact_luminance(tuple(image.resize((1, 1), Image.Resampling.BOX).tobytes()))
