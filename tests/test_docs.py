"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

from proofpress.domain.catalog import parse_catalog
from proofpress.domain.manifest import Manifest, Settings, WrittenLanes, WrittenReview

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("key", sorted({*Manifest.model_fields, *Settings.model_fields}))
def test_every_key_of_a_manifest_is_documented(key: str) -> None:
    assert f"| `{key}` |" in (ROOT / "docs/manifest.md").read_text("utf-8")


@pytest.mark.parametrize("key", sorted({*WrittenReview.model_fields, *WrittenLanes.model_fields}))
def test_every_key_of_a_review_or_a_lane_is_documented(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs/manifest.md").read_text("utf-8") or key == "mode"


def test_no_key_is_documented_that_is_none() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/manifest.md").read_text("utf-8"), re.MULTILINE))
    assert documented == {*Manifest.model_fields, *Settings.model_fields}


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")), ids=lambda page: page.name
)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_packaged_catalogue_is_newer_than_its_newest_model() -> None:
    catalog = parse_catalog((ROOT / "shared/proofpress/models.toml").read_text("utf-8"))
    assert all(model.released is None or model.released <= catalog.checked for model in catalog.models.values())
