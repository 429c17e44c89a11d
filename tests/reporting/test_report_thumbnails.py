import base64
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from proofpress.adapters.local.store import FolderStore
from proofpress.ports import Bucket
from proofpress.reporting.entries import object_of
from proofpress.reporting.model import ObjectReport
from proofpress.reporting.thumbnails import Thumbnails
from tests.reporting.records import picture

NAME = "autumn/fox/0001.png"


def drawn(colour: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (640, 480), colour).save(target, "PNG")
    return target.getvalue()


def named(data: bytes) -> ObjectReport:
    return object_of(picture("drafts", NAME)).model_copy(update={"sha256": sha256(data).hexdigest()})


def opened(uri: str | None) -> Image.Image:
    assert uri is not None
    head, _, data = uri.partition(",")
    assert head == "data:image/webp;base64"
    return Image.open(BytesIO(base64.b64decode(data)))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "work")


def test_a_thumbnail_fits_its_box(store: FolderStore, tmp_path: Path) -> None:
    red = drawn("red")
    store.put(Bucket.DRAFTS, NAME, red, "image/png")
    small = opened(Thumbnails(store, tmp_path / "cache")(named(red), 160))
    assert (small.format, small.size) == ("WEBP", (160, 120))


def test_a_thumbnail_is_made_once(store: FolderStore, tmp_path: Path) -> None:
    red = drawn("red")
    store.put(Bucket.DRAFTS, NAME, red, "image/png")
    first = Thumbnails(store, tmp_path / "cache")(named(red), 160)
    store.delete(Bucket.DRAFTS, NAME)
    assert Thumbnails(store, tmp_path / "cache")(named(red), 160) == first
    assert Thumbnails(store, tmp_path / "cache")(named(red), 320) is None


def test_another_picture_of_the_same_name_gets_its_own_thumbnail(store: FolderStore, tmp_path: Path) -> None:
    thumbnails = Thumbnails(store, tmp_path / "cache")
    for colour, expected in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
        data = drawn(colour)
        store.delete(Bucket.DRAFTS, NAME)
        store.put(Bucket.DRAFTS, NAME, data, "image/png")
        pixel = opened(thumbnails(named(data), 160)).convert("RGB").getpixel((5, 5))
        assert isinstance(pixel, tuple)
        assert all(abs(found - wanted) < 12 for found, wanted in zip(pixel, expected, strict=True))


@pytest.mark.parametrize("data", [b"", b"<html>busy</html>", drawn("red")[:200]])
def test_bytes_that_are_no_picture_have_no_thumbnail(store: FolderStore, tmp_path: Path, data: bytes) -> None:
    store.put(Bucket.DRAFTS, NAME, data, "image/png")
    assert Thumbnails(store, tmp_path / "cache")(named(data), 160) is None


def test_the_page_of_a_large_batch_gets_no_more_thumbnails_than_it_can_carry(
    store: FolderStore, tmp_path: Path
) -> None:
    red = drawn("red")
    store.put(Bucket.DRAFTS, NAME, red, "image/png")
    thumbnails = Thumbnails(store, tmp_path / "cache", most=2)
    assert [thumbnails(named(red), 160) is not None for _ in range(3)] == [True, True, False]
