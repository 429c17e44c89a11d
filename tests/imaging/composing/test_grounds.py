"""What of a picture is shown, and where the copy stands."""

from PIL import Image, ImageChops, ImageDraw

from proofpress.domain.designs import Template, Use, is_right_to_left
from proofpress.imaging.composing import Composer, copy_zone_clutter, text_space
from proofpress.imaging.composing.grounds.saliency import saliency
from proofpress.imaging.composing.grounds.windows import Window, window_of
from proofpress.manifests.designs import formats, templates
from tests.imaging.composing.banners import job, opened
from tests.imaging.files import encode


def with_a_ball(x: float, y: float, size: tuple[int, int] = (1200, 600)) -> Image.Image:
    """A red ball on grey, its middle in parts of the sides."""
    image = Image.new("RGB", size, "#b8b8b8")
    left, top = x * size[0], y * size[1]
    ImageDraw.Draw(image).ellipse((left - 60, top - 60, left + 60, top + 60), fill="#c02020")
    return image


def shown(window: Window, x: float, y: float) -> bool:
    return window.left <= x <= window.right and window.top <= y <= window.bottom


def test_a_crop_keeps_the_subject_wherever_it_is() -> None:
    for x in (0.1, 0.3, 0.5, 0.7, 0.9):
        window = window_of(2.0, 1.0, saliency(with_a_ball(x, 0.5)), None, None)
        assert shown(window, x - 0.05, 0.5), x
        assert shown(window, x + 0.05, 0.5), x


def test_a_crop_to_a_strip_keeps_it_too() -> None:
    for y in (0.15, 0.5, 0.85):
        window = window_of(2.0, 8.0, saliency(with_a_ball(0.5, y)), None, None)
        assert shown(window, 0.5, y), y


def test_a_crop_puts_the_subject_beside_the_copy() -> None:
    salient = saliency(with_a_ball(0.5, 0.5))
    copy_left, copy_right = Window(0, 0, 0.5, 1), Window(0.5, 0, 1, 1)
    for_left, for_right = (window_of(2.0, 1.0, salient, copy, None) for copy in (copy_left, copy_right))
    assert (0.5 - for_left.left) / 0.5 > 0.55
    assert (0.5 - for_right.left) / 0.5 < 0.45


def test_a_focal_point_overrules_what_catches_the_eye() -> None:
    salient = saliency(with_a_ball(0.9, 0.5))
    window = window_of(2.0, 1.0, salient, None, (0.1, 0.5))
    assert (window.left, round(window.right, 6)) == (0.0, 0.5)


def test_a_window_is_as_large_as_the_picture_allows_and_inside_it() -> None:
    for focal in (None, (0.0, 0.0), (1.0, 1.0)):
        for wanted in (0.25, 1.0, 2.0, 8.0):
            window = window_of(2.0, wanted, saliency(with_a_ball(0.2, 0.2)), None, focal)
            width, height = window.right - window.left, window.bottom - window.top
            assert abs(width * 2 / height - wanted) < 1e-6
            assert max(width, height) > 1 - 1e-9
            assert min(window.left, window.top, 1 - window.right, 1 - window.bottom) > -1e-9


def test_right_to_left_locales_mirror_the_banner_and_not_the_picture() -> None:
    picture = Composer(encode(with_a_ball(0.5, 0.4, (1376, 768))))
    plain = dict.fromkeys(("subline", "price", "old_price", "button", "badge", "legal"), "")
    forward = picture.compose(job("product", "responsive-1200x628", "de-DE", **plain))
    backward = picture.compose(job("product", "responsive-1200x628", "he-IL", **plain))
    assert copy_side(opened(forward)) == "left"
    assert copy_side(opened(backward)) == "right"


def copy_side(image: Image.Image) -> str:
    """Where the ink of the brand stands: the picture has none of it."""
    ink = ImageChops.difference(image, Image.new("RGB", image.size, "#14213d")).convert("L")
    box = ink.point(lambda level: 255 if level < 12 else 0).getbbox()
    assert box
    return "left" if box[2] < image.width * 0.55 else "right" if box[0] > image.width * 0.45 else "both"


def test_a_template_may_refuse_to_be_mirrored() -> None:
    fixed: Template = templates()["product"].model_copy(update={"mirrored": False})
    banner = job("product", "responsive-1200x628", "he-IL").model_copy(update={"template": fixed})
    assert copy_side(opened(Composer(encode(with_a_ball(0.5, 0.4, (1376, 768)))).compose(banner))) == "left"


def test_a_locale_runs_right_to_left_by_its_language_and_script() -> None:
    assert [is_right_to_left(name) for name in ("ar", "he-IL", "fa_IR", "ur", "en", "az-Latn", "ku", "uz")] == [
        True, True, True, True, False, False, False, False,
    ]  # fmt: skip


def uses(template: str, *names: str, rtl: bool = False) -> list[Use]:
    return [Use(template=templates()[template], form=formats()[name], right_to_left=rtl) for name in names]


def striped(left: bool) -> bytes:
    """Bars like full shelves on one half, nothing on the other."""
    image = Image.new("RGB", (1376, 768), "#d8d0c0")
    draw = ImageDraw.Draw(image)
    for x in range(0 if left else 688, 688 if left else 1376, 24):
        draw.rectangle((x, 0, x + 10, 768), fill="#203040")
    return encode(image)


def test_a_busy_copy_zone_is_found_and_named_with_its_format() -> None:
    wide = uses("hero", "responsive-1200x628", "meta-1200x628")
    busy, calm = copy_zone_clutter(striped(left=True), wide), copy_zone_clutter(striped(left=False), wide)
    assert (busy.passed, calm.passed) == (False, True)
    assert "too busy where the copy goes: hero in" in busy.reason
    assert min(busy.clutter.values()) > 2 * max(calm.clutter.values())


def test_mirrored_copy_is_judged_on_its_own_side() -> None:
    backward = uses("hero", "responsive-1200x628", rtl=True)
    assert copy_zone_clutter(striped(left=True), backward).passed
    assert not copy_zone_clutter(striped(left=False), backward).passed


def test_copy_that_stands_beside_the_picture_is_never_cluttered() -> None:
    assert copy_zone_clutter(striped(left=True), uses("band", "meta-1080x1080", "iab-728x90")).passed


def test_the_prompt_asks_for_room_where_the_copy_goes() -> None:
    assert "Keep the left half of the picture calm" in text_space(uses("hero", "meta-1200x628"))
    assert "Keep the right half of the picture calm" in text_space(uses("hero", "meta-1200x628", rtl=True))
    assert "Keep the lower half of the picture calm" in text_space(uses("hero", "iab-640x1136"))
    assert "Keep the middle of the picture calm" in text_space(uses("centered", "meta-1080x1080"))
    assert "left third and the right third" in text_space(
        [*uses("hero", "meta-1200x628"), *uses("hero", "meta-1200x628", rtl=True)]
    )


def test_the_prompt_always_asks_for_no_lettering_and_does_not_depend_on_the_order_of_uses() -> None:
    assert text_space(uses("product", "meta-1080x1080")).startswith("Do not draw any text")
    mixed = [*uses("hero", "iab-640x1136", "meta-1200x628"), *uses("centered", "meta-1080x1080")]
    assert text_space(mixed) == text_space(mixed[::-1])
