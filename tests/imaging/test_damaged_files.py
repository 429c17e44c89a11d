import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.imaging.screening import Asked, screen
from tests.imaging.files import FILES

MAGIC = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBPVP8 ", b"RIFF\x20\0\0\0WEBPVP8X", b"GIF89a"]


@given(st.sampled_from(MAGIC), st.binary(max_size=200))
@settings(max_examples=300)
def test_random_bytes_never_pass(magic: bytes, rest: bytes) -> None:
    verdict = screen(magic + rest, Asked("1:1", 64, 64))
    assert verdict.reasons in {("broken",), ("resolution",)}
    assert not verdict.passed


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=300)
def test_a_cut_file_is_broken_wherever_it_is_cut(name: str, draw: st.DataObject) -> None:
    whole = FILES[name]
    assert screen(whole, None).passed
    kept = draw.draw(st.integers(0, len(whole) - 1))
    assert screen(whole[:kept], None).broken


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_lacks_its_very_last_byte_is_called_cut(name: str) -> None:
    assert "is cut" in str(screen(FILES[name][:-1], None).figures["fault"])


@pytest.mark.parametrize("name", FILES)
def test_padding_behind_a_whole_file_does_no_harm(name: str) -> None:
    assert screen(FILES[name] + bytes(5), None).passed


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_bytes_end_in_a_verdict(name: str, draw: st.DataObject) -> None:
    data = bytearray(FILES[name])
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=5)):
        data[place] = draw.draw(st.integers(0, 255))
    verdict = screen(bytes(data), Asked("4:3", 120, 90))
    assert verdict.passed is not bool(verdict.reasons)


@given(st.integers(0, len(FILES["PNG"]) - 1), st.integers(0, 7))
def test_no_flipped_bit_of_a_png_goes_unnoticed(place: int, bit: int) -> None:
    data = bytearray(FILES["PNG"])
    data[place] ^= 1 << bit
    assert screen(bytes(data), None).broken
