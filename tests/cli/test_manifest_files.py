"""A manifest on disk with the files it names."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.entry.manifest_files import read_manifest
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.manifests.problems import InvalidManifest

TODAY = date(2026, 11, 21)


@pytest.fixture
def catalog() -> Catalog:
    return read_catalog(read_settings({}))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "photos" / "cup.png")
    (tmp_path / "rows.csv").write_text("sku,photo\ncup,photos/cup.png\n")
    (tmp_path / "unused.csv").write_text("sku\n")
    path = tmp_path / "m.yaml"
    path.write_text(
        "defaults: {prompt: 'a {{ product.sku }}', references: ['{{ product.photo }}']}\nmatrix: {product: rows.csv}\n"
    )
    return path


def test_what_a_manifest_names_is_attached_and_nothing_else(manifest: Path, catalog: Catalog) -> None:
    loaded = read_manifest(manifest, catalog, TODAY)
    folder = manifest.parent
    assert dict(loaded.attachments) == {
        "rows.csv": (folder / "rows.csv").read_bytes(),
        "photos/cup.png": (folder / "photos" / "cup.png").read_bytes(),
    }
    assert loaded.data == manifest.read_bytes()
    assert loaded.name == "m.yaml"
    assert [item.prompt for item in loaded.spec.items] == ["a cup"]


@pytest.mark.parametrize("change", [b"other", b""])
def test_an_attachment_that_changed_meanwhile_is_not_submitted(manifest: Path, catalog: Catalog, change: bytes) -> None:
    loaded = read_manifest(manifest, catalog, TODAY)
    (manifest.parent / "rows.csv").write_bytes(change)
    with pytest.raises(BadInput, match=r"rows\.csv has changed"):
        loaded.attachments["rows.csv"]


def test_an_attachment_that_vanished_meanwhile_is_not_submitted(manifest: Path, catalog: Catalog) -> None:
    loaded = read_manifest(manifest, catalog, TODAY)
    (manifest.parent / "rows.csv").unlink()
    with pytest.raises(BadInput, match=r"rows\.csv has changed"):
        loaded.attachments["rows.csv"]


def test_a_manifest_of_100_megabytes_is_refused_unparsed(tmp_path: Path, catalog: Catalog) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(BadInput, match="MB"):
        read_manifest(huge, catalog, TODAY)


def test_problems_name_their_files_as_the_user_finds_them(manifest: Path, catalog: Catalog) -> None:
    (manifest.parent / "rows.csv").write_text("sku,photo\ncup,photos/none.png\n")
    with pytest.raises(InvalidManifest) as caught:
        read_manifest(manifest, catalog, TODAY)
    assert {problem.file for problem in caught.value.problems} == {str(manifest)}
    manifest.write_text("items: [{prompt: a, wnat: 2}]")
    with pytest.raises(InvalidManifest, match=f"^{manifest}:1: "):
        read_manifest(manifest, catalog, TODAY)
