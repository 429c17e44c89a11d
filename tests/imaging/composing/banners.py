"""A brand, pictures and compositions for the tests of composing."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from proofpress.domain.designs import Assets, BrandColours, BrandKit, Composition, Format, Provenance, Shape
from proofpress.imaging.composing import Composed, Composer
from proofpress.manifests.designs import formats, templates
from tests.imaging.composing.copy import TEXTS
from tests.imaging.files import encode

BRAND = BrandKit(name="Nova", colours=BrandColours(accent="#c73e1d", ink="#14213d"))
SIZES = {
    Shape.STRIP: (2816, 352),
    Shape.BANNER: (1408, 352),
    Shape.WIDE: (1376, 768),
    Shape.SQUARE: (1024, 1024),
    Shape.PORTRAIT: (768, 1376),
    Shape.TOWER: (512, 2048),
}
"""Pixels of a background for each shape: what a model returns, about."""


def still_life(size: tuple[int, int], *, dark: bool = False) -> Image.Image:
    """A ball on a soft ground, right of the middle."""
    width, height = size
    ramp = Image.linear_gradient("L").resize(size).convert("RGB")
    ends = ((16, 22, 44), (58, 64, 110)) if dark else ((238, 224, 205), (190, 205, 220))
    ground = Image.composite(Image.new("RGB", size, ends[0]), Image.new("RGB", size, ends[1]), ramp.convert("L"))
    side = min(size) // 2
    ball = Image.radial_gradient("L").resize((side, side))
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    colour = ImageChops.multiply(Image.new("RGB", (side, side), (200, 92, 70)), ImageChops.invert(ball).convert("RGB"))
    ground.paste(colour, (round(width * 0.72) - side // 2, round(height * 0.45) - side // 2), mask)
    return ground.filter(ImageFilter.GaussianBlur(1))


@cache
def background(shape: Shape, *, dark: bool = False) -> bytes:
    """The still life as a file, in the shape of a format."""
    return encode(still_life(SIZES[shape], dark=dark), "JPEG", quality=92)


def logo(colour: str = "#14213d") -> bytes:
    """A ring and a bar, on nothing."""
    image = Image.new("RGBA", (700, 260))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, 240, 240), outline=colour, width=56)
    draw.rectangle((290, 70, 680, 190), fill=colour)
    return encode(image)


@cache
def assets() -> Assets:
    """The brand's files."""
    return Assets(logo=logo(), logo_on_dark=logo("#ffffff"))


@cache
def composer(shape: Shape, *, dark: bool = False) -> Composer:
    """One for each background."""
    return Composer(background(shape, dark=dark), assets())


def job(
    template: str = "hero",
    form: str | Format = "iab-300x250",
    locale: str = "de-DE",
    **texts: str,
) -> Composition:
    """A banner of a shipped template; `texts` replace those of the locale."""
    return Composition(
        template=templates()[template],
        form=formats()[form] if isinstance(form, str) else form,
        brand=BRAND,
        texts=TEXTS[locale] | texts,
        locale=locale,
        provenance=Provenance(lineage_id="spring/mug/0003"),
    )


def composed(banner: Composition, *, dark: bool = False) -> Composed:
    """The banner over the still life."""
    return composer(banner.form.shape, dark=dark).compose(banner)


def opened(done: Composed) -> Image.Image:
    """Its pixels."""
    image = Image.open(BytesIO(done.data))
    image.load()
    return image.convert("RGB")
