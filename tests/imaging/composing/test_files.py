"""Files keep their limits and say where they come from."""

import re
from io import BytesIO

import pytest
from PIL import Image

from proofpress.domain.designs import Assets, Composition, Encoding, Provenance, SourceType
from proofpress.imaging.composing import BadLogo, CannotCompose, Composed, Composer, OverLimit, compose
from proofpress.imaging.composing.files.encoding import encode as encoded
from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.sniff import sniff
from proofpress.manifests.designs import formats
from tests.imaging.composing.banners import assets, background, composed, job
from tests.imaging.files import encode, jpeg_of, png_of
from tests.imaging.pictures import noise, scene

XMP = b"<xmp/>"


def with_limit(limit: int, *encodings: Encoding) -> Composition:
    form = formats()["iab-300x250"].model_copy(update={"max_bytes": limit, "encodings": encodings})
    return job("hero", form)


def xmp_of(done: Composed) -> str:
    image = Image.open(BytesIO(done.data))
    image.load()
    return str(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp"))


@pytest.mark.parametrize("encoding", Encoding)
def test_every_encoding_says_that_the_picture_was_generated_and_from_what(encoding: Encoding) -> None:
    banner = with_limit(150_000, encoding)
    lineage = Provenance(lineage_id="spring & <mug>/0003", source_type=SourceType.COMPOSED)
    done = composed(banner.model_copy(update={"provenance": lineage}))
    assert sniff(done.data) == done.mime == encoding.mime
    found = xmp_of(done)
    assert "digitalsourcetype/compositeWithTrainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>" in found
    assert "<dc:source>spring &amp; &lt;mug&gt;/0003</dc:source>" in found


def test_a_picture_that_was_only_cropped_is_declared_as_generated() -> None:
    lineage = Provenance(source_type=SourceType.GENERATED)
    assert "/trainedAlgorithmicMedia<" in xmp_of(composed(job().model_copy(update={"provenance": lineage})))


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("limit", [9_000, 14_000, 40_000])
def test_the_limit_holds_for_the_whole_file_and_quality_follows_it(encoding: Encoding, limit: int) -> None:
    done = composed(with_limit(limit, encoding))
    assert len(done.data) == done.figures.bytes <= limit


def test_quality_is_the_best_that_the_limit_allows() -> None:
    picture = scene(600, 400)
    sizes = {q: len(encoded(picture, [Encoding.JPEG], 10**9, XMP).data) for q in (90,)}  # type: ignore[union-attr]
    whole = sizes[90]
    tight = encoded(picture, [Encoding.JPEG], whole - 1, XMP)
    assert tight is not None
    assert tight.quality == 86


def test_another_encoding_is_taken_before_one_is_used_at_a_poor_quality() -> None:
    picture = noise(300, 250)
    jpeg = encoded(picture, [Encoding.JPEG], 33_000, XMP)
    either = encoded(picture, [Encoding.JPEG, Encoding.AVIF], 33_000, XMP)
    assert jpeg is None or jpeg.quality < 60
    assert either is not None
    assert either.encoding is Encoding.AVIF


def test_a_limit_that_no_quality_meets_is_an_error() -> None:
    with pytest.raises(OverLimit, match="no quality that is worth showing has 2,000 bytes or less as jpeg"):
        composed(with_limit(2_000, Encoding.JPEG))


def test_equal_input_gives_equal_bytes_whatever_was_composed_before() -> None:
    alone = compose(background(job().form.shape), job(), assets()).data
    busy = Composer(background(job().form.shape), assets())
    for locale in ("ar-EG", "ja-JP", "de-DE"):
        busy.compose(job("centered", "google-250x250", locale))
    assert busy.compose(job()).data == alone


def test_the_background_is_not_changed_by_what_is_set_over_it() -> None:
    one = Composer(background(job().form.shape), assets())
    first = one.compose(job(headline="Ein erster Text")).data
    one.compose(job(headline="Ein ganz anderer"))
    assert one.compose(job(headline="Ein erster Text")).data == first


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + b'<!ENTITY b "&a;&a;&a;">' * 40
    + b"]><svg>&b;</svg>"
)


@pytest.mark.parametrize("data", [BOMB, b"\xef\xbb\xbf<svg/>", b"\n  <svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_an_svg_logo_is_refused_unread_with_the_mend(data: bytes) -> None:
    with pytest.raises(BadLogo, match="the logo of the brand kit is SVG, which is not read: export it as a PNG"):
        Composer(background(job().form.shape), Assets(logo=data))


@pytest.mark.parametrize("data", [b"GIF89a nothing", encode(scene(60, 60))[:-30], png_of(30_000, 30_000)])
def test_a_logo_that_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadLogo, match="the logo for dark ground of the brand kit is not usable"):
        Composer(background(job().form.shape), Assets(logo_on_dark=data))


def test_a_logo_that_cannot_be_seen_is_refused() -> None:
    with pytest.raises(BadLogo, match="transparent all over"):
        Composer(background(job().form.shape), Assets(logo=encode(Image.new("RGBA", (50, 50)))))


@pytest.mark.parametrize("data", [b"", b"no picture", jpeg_of(9_000, 9_000)])
def test_a_background_that_is_no_picture_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenImage, match=re.escape("not a usable picture")):
        Composer(data)


def test_an_encoding_that_the_format_does_not_take_is_refused() -> None:
    banner = job("hero", "email-1200x400").model_copy(update={"encoding": Encoding.WEBP})
    with pytest.raises(CannotCompose, match="the format does not take webp: write it as jpeg, png"):
        composed(banner)
