"""Sheets of small banners, one for each template and locale: what composing should look like.

    python -m tests.imaging.composing.golden_sheets [LOCALE ...]

draws them anew after a change that is meant. Look at each before it is committed.
"""

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from proofpress.domain.designs import Format
from proofpress.imaging.composing import Composed
from proofpress.manifests.designs import formats, templates
from tests.imaging.composing.banners import composed, job, opened
from tests.imaging.composing.copy import TEXTS

FOLDER = Path(__file__).parent / "goldens"
CELL, ACROSS, DOWN = 112, 6, 6
QUALITY = 85
MOST_BLOCK, MOST_MEAN = 26.0, 3.5
"""Levels of 255 by which a block of 4 x 4 pixels, and a whole cell, may differ: more than another version of a font library,
a decoder or an encoder makes, and less than a word that stands elsewhere."""
_BLOCK = 4


def distinct_formats() -> list[Format]:
    """One of each geometry: some formats differ in their byte limit only."""
    found: dict[object, Format] = {}
    for form in formats().values():
        found.setdefault((form.width, form.height, form.safe, form.smallest_text), form)
    return list(found.values())


def banners(template: str, locale: str) -> Iterator[tuple[Format, Composed]]:
    """Every format of a template and a locale; every second one over a dark picture."""
    for number, form in enumerate(distinct_formats()):
        yield form, composed(job(template, form.name, locale), dark=number % 2 == 1)


def thumbnail(done: Composed) -> Image.Image:
    """A cell with a small banner in it."""
    small = opened(done)
    small.thumbnail((CELL - 4, CELL - 4), Image.Resampling.BOX)
    cell = Image.new("RGB", (CELL, CELL), "#808080")
    cell.paste(small, (2, 2))
    return cell


def corners(number: int) -> tuple[int, int, int, int]:
    """Where a cell stands on its sheet."""
    left, top = number % ACROSS * CELL, number // ACROSS * CELL
    return left, top, left + CELL, top + CELL


def golden(template: str, locale: str) -> Image.Image:
    """The committed sheet."""
    return Image.open(BytesIO((FOLDER / f"{template}-{locale}.webp").read_bytes())).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Of two cells: the most of any block, and the mean."""
    apart = ImageChops.difference(one, other).convert("L")
    blocks = apart.resize((CELL // _BLOCK, CELL // _BLOCK), Image.Resampling.BOX)
    highest = blocks.getextrema()[1]
    mean = sum(level * count for level, count in enumerate(apart.histogram())) / (CELL * CELL)
    return float(str(highest)), mean


def looks_the_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether a person would take two cells for the same."""
    block, mean = difference(one, other)
    return block <= MOST_BLOCK and mean <= MOST_MEAN


def main(locales: Sequence[str]) -> None:
    """Draw the sheets of some locales, of all without any."""
    FOLDER.mkdir(exist_ok=True)
    for template in templates():
        for locale in locales or TEXTS:
            sheet = Image.new("RGB", (ACROSS * CELL, DOWN * CELL), "#808080")
            for number, (_, done) in enumerate(banners(template, locale)):
                sheet.paste(thumbnail(done), corners(number)[:2])
            sheet.save(FOLDER / f"{template}-{locale}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main(sys.argv[1:])
