import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from proofpress.imaging.cropping import fit
from proofpress.imaging.decoding import BrokenImage
from tests.imaging.files import FORMATS, decode, encode, png_with
from tests.imaging.pictures import noise, scene

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    b'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
EXIF = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0"
ICC = b"a colour profile, for all that is known here"


@given(st.sampled_from(FORMATS), st.integers(1, 150), st.integers(1, 150))
@settings(max_examples=40, deadline=None)
def test_the_pixels_are_exact_and_the_format_stays(kind: str, width: int, height: int) -> None:
    fitted = fit(encode(scene(120, 90), kind), width, height)
    image = decode(fitted.data)
    assert image.size == (fitted.width, fitted.height) == (width, height)
    assert image.format == kind
    assert fitted.scale == max(width / 120, height / 90)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_of_these_pixels_is_handed_back_untouched(kind: str) -> None:
    data = encode(scene(120, 90), kind)
    assert fit(data, 120, 90).data is data


def test_enlarging_is_told() -> None:
    assert fit(encode(scene(120, 90)), 240, 180).scale == 2.0


def test_the_crop_is_around_the_centre() -> None:
    image = Image.new("RGB", (300, 100), "red")
    image.paste("lime", (100, 0, 200, 100))
    cropped = decode(fit(encode(image), 50, 50).data)
    assert [cropped.getpixel((x, 25)) for x in (8, 25, 41)] == [(0, 255, 0)] * 3


@pytest.mark.parametrize("size", [(100, 90), (99, 90), (120, 47)])
def test_a_crop_without_scaling_keeps_every_pixel(size: tuple[int, int]) -> None:
    image = noise(120, 90)
    left, top = (120 - size[0]) // 2, (90 - size[1]) // 2
    expected = image.crop((left, top, left + size[0], top + size[1]))
    assert decode(fit(encode(image), *size).data).tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_profile_exif_and_provenance_go_along(kind: str) -> None:
    data = encode(scene(120, 90), kind, xmp=XMP, exif=EXIF, icc_profile=ICC)
    info = decode(fit(data, 60, 60).data).info
    assert (info["xmp"], info["icc_profile"]) == (XMP, ICC)
    assert info["exif"].removeprefix(b"Exif\0\0") == EXIF.removeprefix(b"Exif\0\0")


def test_profile_exif_provenance_and_texts_of_a_png_go_along() -> None:
    data = encode(scene(120, 90), exif=EXIF, icc_profile=ICC)
    data = png_with(data, b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    data = png_with(data, b"tEXt", b"Software\0a model")
    info = decode(fit(data, 60, 60).data).info
    assert (info["xmp"], info["exif"], info["icc_profile"]) == (XMP, EXIF, ICC)
    assert info["Software"] == "a model"


def test_metadata_too_long_for_a_jpeg_does_not_stop_a_delivery() -> None:
    part = b"\xff\xe1\xff\xffExif\0\0" + bytes(65_527)
    whole = encode(scene(120, 90), "JPEG")
    assert decode(fit(whole[:2] + part + part + whole[2:], 60, 60).data).size == (60, 60)


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (encode(scene(120, 90).convert("CMYK"), "JPEG"), "CMYK"),
        (encode(scene(120, 90).convert("L"), "JPEG"), "L"),
        (encode(scene(120, 90).quantize(16)), "RGB"),
        (encode(scene(120, 90).quantize(4), transparency=b"\0\x80\xff\xff"), "RGBA"),
        (encode(scene(120, 90), transparency=(1, 2, 3)), "RGBA"),
        (encode(scene(120, 90).convert("1")), "L"),
        (encode(scene(120, 90).convert("L").convert("I;16")), "L"),
        (encode(scene(120, 90).convert("RGBA"), "WEBP", lossless=True), "RGB"),
    ],
    ids=["cmyk", "grey", "palette", "palette with alpha", "colour key", "two tones", "16 bits", "opaque webp"],
)
def test_every_mode_is_resized_as_what_it_shows(data: bytes, mode: str) -> None:
    assert decode(fit(data, 60, 40).data).mode == mode


@pytest.mark.parametrize("options", [{}, {"icc_profile": ICC}, {"xmp": XMP}])
def test_a_lossless_webp_stays_lossless(options: dict[str, bytes]) -> None:
    image = noise(64, 64)
    cropped = decode(fit(encode(image, "WEBP", lossless=True, **options), 32, 64).data)
    assert cropped.tobytes() == image.crop((16, 0, 48, 64)).tobytes()


@pytest.mark.parametrize("options", [{}, {"icc_profile": ICC}])
def test_a_lossy_webp_stays_lossy(options: dict[str, bytes]) -> None:
    image = noise(64, 64)
    assert len(fit(encode(image, "WEBP", quality=60, **options), 32, 64).data) < 32 * 64 * 3


def test_lettering_keeps_its_colour() -> None:
    """Halved chroma would mix the colours of thin neighbouring lines."""
    image = Image.new("RGB", (200, 200), "red")
    for x in range(0, 200, 2):
        image.paste("blue", (x, 0, x + 1, 200))
    fitted = decode(fit(encode(image, "JPEG", quality=95, subsampling="4:4:4"), 200, 100).data)
    red, blue = fitted.getchannel("R"), fitted.getchannel("B")
    assert ImageStat.Stat(ImageChops.difference(red, blue)).mean[0] > 200


def test_a_cut_picture_is_not_delivered() -> None:
    with pytest.raises(BrokenImage, match="cut"):
        fit(encode(scene(120, 90), "JPEG")[:-100], 60, 60)


def test_noise_that_outgrows_the_encoder_s_buffer_is_delivered_all_the_same() -> None:
    fitted = fit(encode(noise(800, 800), "JPEG", quality=95, subsampling="4:4:4"), 700, 700)
    assert decode(fitted.data).size == (700, 700)
