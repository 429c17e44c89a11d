"""Fonts and logos of a brand, and banners that are set with them."""

import io
from functools import cache
from importlib import resources

from PIL import Image

from fuzz.mutation import LONGEST
from fuzz.target import Target
from proofpress.domain.designs import Assets, BrandKit, Composition, Provenance
from proofpress.imaging.composing import CannotCompose, Composed, Composer
from proofpress.manifests.designs import formats, templates
from tests.support.shops import ground

_FONTS = resources.files("proofpress.imaging.composing.fonts") / "data"
_FORM = formats()["iab-300x250"]


def _composed(brand: BrandKit, assets: Assets) -> Composed:
    """A small banner; one that is made has its size, and is as large as it may be."""
    job = Composition(
        template=templates()["hero"],
        form=_FORM,
        brand=brand,
        texts={"headline": "Ready for rain", "price": "9.00"},
        locale="en-GB",
        focal=None,
        provenance=Provenance(lineage_id="b/i/0001"),
    )
    done = Composer(ground(1, (512, 512)), assets).compose(job)
    with Image.open(io.BytesIO(done.data)) as made:
        if made.size != (done.width, done.height) or made.size != (_FORM.width, _FORM.height):
            raise AssertionError(f"a banner of {made.size}")
    return done


def _font(data: bytes) -> None:
    _composed(BrandKit(heading_font="font.ttf"), Assets(heading_font=data))


def _logo(data: bytes) -> None:
    _composed(BrandKit(logo="logo.png"), Assets(logo=data))


def _fonts() -> tuple[bytes, ...]:
    """Those that are shorter than the longest input."""
    found = (path.read_bytes() for path in _FONTS.iterdir() if path.name.endswith((".ttf", ".otf")))
    return tuple(data for data in found if len(data) < LONGEST)


@cache
def _logos() -> tuple[bytes, ...]:
    made = []
    for kind in ("PNG", "WEBP", "JPEG"):
        out = io.BytesIO()
        Image.new("RGB" if kind == "JPEG" else "RGBA", (60, 20), "navy").save(out, kind)
        made.append(out.getvalue())
    return tuple(made)


TARGETS = (
    Target("font", _font, (CannotCompose,), _fonts, share=0.2),
    Target("logo", _logo, (CannotCompose,), _logos, share=0.2),
)
