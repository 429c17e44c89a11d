"""The catalogue of models, and what is wrong with one."""

from datetime import date
from importlib import resources

import pytest

from proofpress.domain.catalog import Catalog, parse_catalog, shape
from proofpress.domain.errors import BadInput, UnknownPrice

PACKAGED = resources.files("proofpress").joinpath("models.toml").read_text("utf-8")

SMALL = """
checked = 2026-01-01
batch_factor = 0.5
[tiers]
lite = "painter"
[pixels]
"1:1" = [1024, 1024]
"16:9" = [1376, 768]
[models.painter]
name = "Painter"
deprecated = 2026-03-01
retires = 2026-06-01
ratios = ["1:1"]
lanes = ["live"]
input_limit = 1000
output_limit = 2000
reference_images = 1
reference_tokens = 100
usd_per_million = { text_in = 0.25, text_out = 1.50, image_out = 30 }
image_tokens = { 1K = 1_120, 2K = 1_680 }
"""


@pytest.fixture
def catalog() -> Catalog:
    return parse_catalog(SMALL)


def test_the_packaged_catalogue_can_be_read_and_every_tier_has_its_model() -> None:
    packaged = parse_catalog(PACKAGED)
    assert set(packaged.tiers) >= {"lite", "standard", "pro", "text", "review"}
    assert all(packaged.model(tier).id == name for tier, name in packaged.tiers.items())


def test_a_model_is_found_by_its_tier_and_by_its_id(catalog: Catalog) -> None:
    assert catalog.model("lite") is catalog.model("painter")
    with pytest.raises(UnknownPrice, match=r"'sculptor'\. It has: lite, painter"):
        catalog.model("sculptor")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 2, 1), None),
        (date(2026, 3, 1), "is deprecated since 2026-03-01"),
        (date(2026, 4, 1), "is deprecated"),
        (date(2026, 4, 2), "retires on 2026-06-01"),
        (date(2026, 5, 31), "retires on 2026-06-01"),
        (date(2026, 6, 1), None),
    ],
)
def test_a_model_warns_before_it_retires(catalog: Catalog, today: date, words: str | None) -> None:
    model = catalog.model("lite")
    warning = model.warning(today)
    assert (warning is None) == (words is None)
    assert (words or "") in (warning or "")
    assert model.is_retired(today) == (today >= date(2026, 6, 1))


def test_a_size_without_a_price_stops_and_names_those_that_have_one(catalog: Catalog) -> None:
    assert catalog.model("lite").tokens_of("2K") == 1_680
    with pytest.raises(UnknownPrice, match="4K picture by painter \\(it lists: 1K, 2K\\)"):
        catalog.model("lite").tokens_of("4K")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('lite = "painter"', 'lite = "sculptor"', "names 'sculptor'"),
        ('ratios = ["1:1"]', 'ratios = ["1:1", "5:3"]', r"painter makes 5:3, of which \[pixels\] says nothing"),
        ("2K = 1_680", "3K = 1_680", "painter lists the sizes 3K; only 512, 1K, 2K, 4K are known"),
        ("text_in = 0.25, ", "", "text_in"),
        ("batch_factor = 0.5", "batch_factor = 0.5\ncolour = 1", "colour"),
        ("[tiers]", "[tiers", "cannot be used"),
        ("[models.painter]", "[models]\npainter = 3\n[other]", "cannot be used"),
    ],
    ids=["tier", "ratio", "size", "rate", "unknown key", "syntax", "no table"],
)
def test_a_faulty_catalogue_is_refused_with_the_place(before: str, after: str, words: str) -> None:
    assert before in SMALL
    with pytest.raises(BadInput, match=words):
        parse_catalog(SMALL.replace(before, after), "mine.toml")


def test_sizes_scale_the_pixels_of_a_ratio(catalog: Catalog) -> None:
    sizes = [catalog.pixel_size("16:9", size) for size in ("512", "1K", "2K", "4K")]
    assert sizes == [(688, 384), (1376, 768), (2752, 1536), (5504, 3072)]


def test_the_smallest_size_that_covers_the_wanted_pixels_is_taken(catalog: Catalog) -> None:
    model = catalog.model("lite")
    assert catalog.smallest_size(model, 1024, 1024, "1:1") == "1K"
    assert catalog.smallest_size(model, 1025, 1, "1:1") == "2K"
    assert catalog.smallest_size(model, 9999, 9999, "1:1") == "2K"


def test_the_nearest_ratio_is_nearest_in_shape(catalog: Catalog) -> None:
    assert catalog.nearest_ratio(1920, 1080) == "16:9"
    assert catalog.nearest_ratio(1000, 1100) == "1:1"
    assert catalog.nearest_ratio(1920, 1080, ("1:1",)) == "1:1"
    assert shape("16:9") == pytest.approx(1.7778, abs=1e-4)
