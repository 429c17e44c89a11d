"""Every template in every script and format looks as it did when a person last looked, and is fit to be delivered."""

import pytest
from PIL import Image

from proofpress.domain.designs import Box, Composition
from proofpress.domain.designs.layers import Edge
from proofpress.manifests.designs import templates
from tests.imaging.composing.banners import composed, job, opened
from tests.imaging.composing.copy import TEXTS
from tests.imaging.composing.golden_sheets import (
    FOLDER,
    banners,
    corners,
    difference,
    distinct_formats,
    golden,
    looks_the_same,
    thumbnail,
)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("locale", TEXTS)
@pytest.mark.parametrize("template", sorted(templates()))
def test_every_format_looks_as_it_did_and_is_legible_and_within_its_limits(template: str, locale: str) -> None:
    sheet = golden(template, locale)
    faults = []
    for number, (form, done) in enumerate(banners(template, locale)):
        assert (done.width, done.height) == opened(done).size == (form.width, form.height)
        assert done.figures.bytes == len(done.data) <= form.max_bytes
        for text in done.figures.texts:
            assert text.needed >= 3
            assert text.contrast >= text.needed, (form.name, text)
            assert text.size >= form.smallest_text
        cell = thumbnail(done)
        if not looks_the_same(cell, sheet.crop(corners(number))):
            faults.append((form.name, *difference(cell, sheet.crop(corners(number)))))
    assert not faults, f"look at them, then: python -m tests.imaging.composing.golden_sheets\n{faults}"


def _with_copy_moved(banner: Composition) -> Composition:
    """The same with the copy's area a fifteenth lower."""
    fitted = banner.template.fitted(banner.form)
    area = fitted.areas["copy"]
    box = area.box or Box()
    moved = box.model_copy(update={"top": box.top + 0.065, "height": box.height - 0.065})
    areas = fitted.areas | {"copy": area.model_copy(update={"box": moved, "justify": Edge.TOP})}
    return banner.model_copy(update={"template": fitted.model_copy(update={"areas": areas})})


def _cell_of(form: str, locale: str, template: str) -> Image.Image:
    number = [one.name for one in distinct_formats()].index(form)
    return golden(template, locale).crop(corners(number))


@pytest.mark.parametrize(
    ("template", "form", "locale"),
    [
        ("hero", "meta-1080x1350", "ar-EG"),
        ("hero", "iab-160x600", "zh-CN"),
        ("centered", "meta-1080x1080", "hi-IN"),
        ("product", "responsive-1200x628", "he-IL"),
    ],
)
def test_text_that_has_moved_does_not_pass_for_the_same(template: str, form: str, locale: str) -> None:
    number = [one.name for one in distinct_formats()].index(form)
    banner, cell = job(template, form, locale), _cell_of(form, locale, template)
    dark = number % 2 == 1
    assert looks_the_same(thumbnail(composed(banner, dark=dark)), cell)
    assert not looks_the_same(thumbnail(composed(_with_copy_moved(banner), dark=dark)), cell)


@pytest.mark.parametrize(
    "change",
    [{"price": "1.249,99 €"}, {"headline": "Sommersonderverkauf für Spätaufsteher"}, {"button": "Ansehen"}],
    ids=lambda change: next(iter(change)),
)
def test_another_text_does_not_pass_for_the_same(change: dict[str, str]) -> None:
    done = composed(job("hero", "iab-300x250", "de-DE", **change))
    number = [one.name for one in distinct_formats()].index("iab-300x250")
    before = composed(job("hero", "iab-300x250", "de-DE"), dark=number % 2 == 1)
    after = composed(job("hero", "iab-300x250", "de-DE", **change), dark=number % 2 == 1)
    assert done.figures.texts
    assert not looks_the_same(thumbnail(after), thumbnail(before))


def test_the_golden_sheets_are_those_of_the_templates_and_locales() -> None:
    assert {path.stem for path in FOLDER.glob("*.webp")} == {
        f"{name}-{locale}" for name in templates() for locale in TEXTS
    }
