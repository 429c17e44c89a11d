"""What cannot be used has one clear error; the banners that it does not concern are delivered."""

import io
from pathlib import Path

import pytest
from PIL import Image

from proofpress.domain.errors import Retry
from proofpress.domain.states import ProductState
from proofpress.manifests.problems import InvalidManifest
from tests.support.pipeline import picture
from tests.support.shops import CAMPAIGN, Shop, news

PHOTO = "https://cdn.shop.example/jacket.jpg"
WITH_PHOTO = (
    CAMPAIGN.replace('colour: "variants[0].option1"', 'colour: "variants[0].option1", photo: photo')
    + "photos: {variables: photo, hosts: [cdn.shop.example]}\n"
)
SVG_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
)


def photographed(number: int = 1, url: str = PHOTO) -> dict[str, object]:
    return news(number, fields={"photo": url})


def test_a_photo_goes_along_as_a_reference_and_a_changed_one_makes_new_pictures(tmp_path: Path) -> None:
    shop = Shop(tmp_path, WITH_PHOTO)
    shop.web.pages[PHOTO] = picture(1)
    shop.hear(photographed())
    assert all(len(instruction.images) >= 1 for _, instruction in shop.models.calls)
    paid = shop.paid
    shop.hear(photographed(2))
    assert (shop.paid, len(shop.web.asked)) == (paid, 1)
    shop.web.pages[PHOTO + "?v=2"] = picture(2)
    shop.hear(photographed(3, PHOTO + "?v=2"))
    assert shop.paid == 2 * paid
    assert len(shop.index().banners) == 12


def test_the_same_photo_under_another_address_makes_no_new_picture(tmp_path: Path) -> None:
    shop = Shop(tmp_path, WITH_PHOTO)
    shop.web.pages[PHOTO] = shop.web.pages[PHOTO + "?v=2"] = picture(1)
    shop.hear(photographed())
    paid = shop.paid
    shop.hear(photographed(2, PHOTO + "?v=2"))
    assert shop.paid == paid


def large(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG", quality=10)
    return out.getvalue()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (large(8_000, 5_000), "40 megapixels; at most 25 are taken"),
        (SVG_BOMB, "is no picture that the models take"),
        (picture(1)[:2_000], "damaged"),
    ],
    ids=["40 megapixels", "SVG", "cut"],
)
def test_a_photo_that_cannot_be_used_holds_its_product_with_the_reason(tmp_path: Path, page: bytes, words: str) -> None:
    shop = Shop(tmp_path, WITH_PHOTO)
    shop.web.pages[PHOTO] = page
    shop.hear(photographed())
    assert (shop.paid, shop.product().state) == (0, ProductState.HELD)
    assert words in shop.product().words
    assert PHOTO in shop.product().words


def test_a_photo_that_is_not_to_be_had_now_is_asked_for_again(tmp_path: Path) -> None:
    shop = Shop(tmp_path, WITH_PHOTO)
    shop.web.pages[PHOTO] = Retry("busy")
    shop.send(photographed())
    with pytest.raises(AssertionError, match="does not come to rest"):
        shop.drive(limit=20)
    shop.web.pages[PHOTO] = picture(1)
    shop.drive()
    assert len(shop.index().banners) == 12


def test_a_segment_that_the_campaign_does_not_have_is_named_and_the_others_are_made(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hear(news(segments=["hikers", "comuters"]))
    index = shop.index()
    assert {banner.segment for banner in index.banners} == {"hikers"}
    (fault,) = index.faults
    assert "no segment 'comuters' (did you mean 'commuters'?)" in fault


def test_a_text_that_does_not_fit_is_named_and_the_other_banners_are_made(tmp_path: Path) -> None:
    words = " ".join(["unbelievably"] * 30)
    shop = Shop(tmp_path, CAMPAIGN.replace("en-GB: For members", f"en-GB: {words}"))
    shop.hear(news())
    index = shop.index()
    assert {(banner.segment, banner.locale) for banner in index.banners} >= {("hikers", "en-GB"), ("members", "ar-EG")}
    assert index.faults
    assert all(fault.startswith("members/en-GB/") and "headline" in fault for fault in index.faults)


def test_a_price_that_is_no_number_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hear(news(price="on request"))
    assert len(shop.index().faults) == 12
    shop.hear(news(2, price="12.50"))
    assert (len(shop.index().banners), shop.index().faults) == (12, ())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("brand: {logo: logo.svg}", "logo.svg' is no PNG, WebP or JPEG (export the logo as a PNG"),
        ("brand: {heading_font: missing.ttf}", "there is no file 'missing.ttf'"),
        ("brand: {heading_font: logo.svg}", "'logo.svg' is no font (use TrueType or OpenType"),
    ],
    ids=["SVG bomb", "missing font", "no font"],
)
def test_a_brand_that_cannot_be_used_is_refused_when_the_campaign_is_added(
    tmp_path: Path, change: str, words: str
) -> None:
    with pytest.raises(InvalidManifest) as refusal:
        Shop(tmp_path, f"{CAMPAIGN}{change}\n", {"logo.svg": SVG_BOMB})
    (problem,) = refusal.value.problems
    assert words in str(problem)
    assert problem.line == CAMPAIGN.count("\n") + 1
