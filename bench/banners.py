"""Banners a second and a core, against what resizing and encoding alone would take."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageFilter

from bench.sections import Section, columns
from proofpress.domain.designs import BrandColours, BrandKit, Composition, Encoding, Format
from proofpress.imaging.composing import Composer
from proofpress.manifests.designs import formats, templates

FORMATS: Final = (
    "iab-970x250", "iab-728x90", "iab-300x250", "iab-160x600", "iab-320x50", "responsive-1200x628", "meta-1080x1080",
    "meta-story",
)  # fmt: skip
TEXTS: Final = {
    "en": {"headline": "Light as the morning", "subline": "The new linen collection.", "button": "Shop now"},
    "de-DE": {"headline": "Leicht wie der Morgen", "subline": "Die neue Leinenkollektion.", "button": "Entdecken"},
    "ar-EG": {"headline": "خفيف مثل نسيم الصباح", "subline": "مجموعة الكتان الجديدة.", "button": "تسوق الآن"},
}
PRICES: Final = ("29.99 €", "24.99 €", "19.99 €", "34.99 €", "22.49 €")
_BACKGROUND: Final = (1376, 768)
_QUALITY: Final = 90


@dataclass(frozen=True)
class Row:
    """One way to make the banners of a campaign; CPU seconds."""

    way: str
    banners: int
    seconds: float
    megapixels: float

    @property
    def banners_a_second(self) -> float:
        """On one core."""
        return self.banners / self.seconds

    @property
    def megapixels_a_second(self) -> float:
        """On one core."""
        return self.megapixels / self.seconds


def section(*, quick: bool) -> Section:
    """The part of the bench."""
    rows = measure(PRICES[:1] if quick else PRICES)
    floor = rows[-1].seconds / rows[-1].banners
    table = columns(
        ("on one core", "banners", "banners a second", "megapixels a second", "times the floor"),
        [
            (
                row.way,
                row.banners,
                f"{row.banners_a_second:.1f}",
                f"{row.megapixels_a_second:.1f}",
                f"{row.seconds / row.banners / floor:.2f}",
            )
            for row in rows
        ],
    )
    text = f"{table}\n\nA repaint changes prices only, over backgrounds and texts that the process has met before."
    return Section(
        "banners", "Banners against the floor of resizing and encoding alone", text, [asdict(row) for row in rows]
    )


def measure(prices: tuple[str, ...]) -> list[Row]:
    """A campaign of 8 formats, 3 locales and some prices: from nothing, repainted, and its floor."""
    background, forms = _background(), [formats()[name] for name in FORMATS]
    composer = Composer(background)
    first = _row("first paint", lambda: _compose(composer, forms, prices))
    again = _row("repaint at new prices", lambda: _compose(composer, forms, tuple(f"1{price}" for price in prices)))
    floor = _row("floor: resize, encode", lambda: _floor(background, forms, len(prices) * len(TEXTS)))
    return [first, again, floor]


def _row(way: str, work: Callable[[], Iterator[Format]]) -> Row:
    started = time.process_time()
    made = list(work())
    seconds = time.process_time() - started
    return Row(way, len(made), seconds, sum(form.width * form.height for form in made) / 1e6)


def _compose(composer: Composer, forms: list[Format], prices: tuple[str, ...]) -> Iterator[Format]:
    brand = BrandKit(colours=BrandColours(accent="#c73e1d", ink="#14213d"))
    for form in forms:
        for locale, texts in TEXTS.items():
            for price in prices:
                job = Composition(
                    template=templates()["hero"],
                    form=form,
                    brand=brand,
                    texts=texts | {"price": price},
                    locale=locale,
                    encoding=Encoding.JPEG,
                )
                composer.compose(job)
                yield form


def _floor(background: bytes, forms: list[Format], times: int) -> Iterator[Format]:
    """The same pixels from the same picture without anything set over them: one decode, then resize and encode for each."""
    picture = Image.open(BytesIO(background)).convert("RGB")
    for form in forms:
        for _ in range(times):
            resized = picture.resize((form.width, form.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            resized.save(BytesIO(), "JPEG", quality=_QUALITY, subsampling="4:4:4", optimize=True)
            yield form


def _background() -> bytes:
    """Soft shapes, about as hard to encode as a picture of a model."""
    noise = Image.effect_noise((86, 48), 90).resize(_BACKGROUND, Image.Resampling.BICUBIC)
    ramp = Image.linear_gradient("L").resize(_BACKGROUND)
    picture = Image.merge("RGB", (noise, ramp, noise.filter(ImageFilter.GaussianBlur(30))))
    target = BytesIO()
    picture.save(target, "JPEG", quality=92)
    return target.getvalue()
