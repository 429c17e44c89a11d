"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

from proofpress.domain.catalog import parse_catalog
from proofpress.domain.manifest import Manifest, Settings, WrittenLanes, WrittenReview
from proofpress.domain.screening import Checks, Profile, Thresholds
from proofpress.domain.written_screen import WrittenScreen, WrittenShadow

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("key", sorted({*Manifest.model_fields, *Settings.model_fields}))
def test_every_key_of_a_manifest_is_documented(key: str) -> None:
    assert f"| `{key}` |" in (ROOT / "docs/manifest.md").read_text("utf-8")


@pytest.mark.parametrize("key", sorted({*WrittenReview.model_fields, *WrittenLanes.model_fields}))
def test_every_key_of_a_review_or_a_lane_is_documented(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs/manifest.md").read_text("utf-8") or key == "mode"


@pytest.mark.parametrize("key", sorted({*WrittenScreen.model_fields} - {*WrittenShadow.model_fields}))
def test_what_a_screen_takes_besides_its_rules_is_documented(key: str) -> None:
    for page in ("docs/manifest.md", "docs/screening.md"):
        assert re.search(rf"`[^`]*\b{key}: [^`]*`", (ROOT / page).read_text("utf-8")), page


@pytest.mark.parametrize("name", sorted({*Checks.model_fields, *Thresholds.model_fields, *Profile}))
def test_every_check_and_threshold_of_the_screen_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs/screening.md").read_text("utf-8")


def test_the_documented_thresholds_are_those_of_the_screen() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", (ROOT / "docs/screening.md").read_text("utf-8"), re.MULTILINE)
    assert {name: float(default) for name, default in rows} == Thresholds().model_dump()


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
