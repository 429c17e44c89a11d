"""lineage, models and schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from PIL import Image

from proofpress.domain.events import EVENTS, DraftAccepted, encode
from proofpress.entry.cli.app import run_app
from proofpress.manifests.senders.own import TYPE

PACKAGED = Path(__file__).parents[2] / "shared" / "proofpress" / "models.toml"
MANIFEST = """
name: cups
defaults:
  prompt: "a cup in {{ colour }}"
  draft: lite
  final: pro
  route: two_tier
  review: {mode: model, rubric: "A [plain] cup :moon:"}
items: [{id: teal, variables: {colour: teal}, references: [cup.png]}]
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("batch")
    (folder / "m.yaml").write_text(MANIFEST)
    Image.new("RGB", (64, 64), "teal").save(folder / "cup.png")
    work = str(folder / "work")
    assert run_app(["run", str(folder / "m.yaml"), "-w", work, "--simulate", "--profile", "perfect", "--json"]) == 0
    return work


def lineage(capsys: pytest.CaptureFixture[str], workspace: str, attempt: str) -> dict[str, Any]:
    assert run_app(["lineage", attempt, "--json", "-w", workspace]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_lineage_explains_and_rebuilds_a_keeper(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = lineage(capsys, workspace, "cups/teal/0001")
    assert (found["state"], found["keeper"], found["origin"]["batch"]) == ("delivered", 1, "cups")
    assert found["item"]["variables"] == {"colour": "teal"}
    draft, final = found["draft"], found["finals"][0]
    assert draft["instruction"]["prompt"] == "a cup in teal"
    assert [image["sha256"] for image in draft["instruction"]["images"]] == [found["item"]["references"][0]["sha256"]]
    assert final["instruction"]["images"][-1]["sha256"] == draft["image"]["sha256"]
    assert final["likeness"]["band"] == "ok"
    assert [bill["stage"] for bill in draft["bills"]] == ["draft", "review"]
    assert found["usd"] == pytest.approx(sum(bill["usd"] for bill in draft["bills"] + final["bills"]))
    assert final["deliveries"][0]["bucket"] == "deliveries"


@pytest.mark.parametrize("name", ["teal/1", "cups/teal/1", "work/drafts/cups/teal/0001.jpg", "teal/0001-1"])
def test_an_attempt_is_found_by_what_people_type(workspace: str, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert lineage(capsys, workspace, name)["attempt"] == "cups/teal/0001"


@pytest.mark.parametrize("name", ["cups/teel/0001", "cups/teal/9", "cups/teal"])
def test_an_unknown_attempt_is_answered_with_the_nearest(
    workspace: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run_app(["lineage", name, "-w", workspace]) == 2
    assert "Near: cups/teal/0001." in capsys.readouterr().err


def test_people_read_a_lineage_as_a_tree(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["lineage", "teal/1", "-w", workspace]) == 0
    shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "cups/teal/0001: delivered, keeper 1 of 1, $" in shown
    assert "colour = teal" in shown
    assert "rubric: A [plain] cup :moon:" in shown
    assert "final, try 1: delivered" in shown


def test_a_folder_without_runs_has_no_lineage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["lineage", "a/b/1", "-w", str(tmp_path / "none")]) == 2
    assert "no work folder" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_models_are_listed_with_both_prices(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["models", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    models = {model["id"]: model for model in found["models"]}
    assert models["gemini-3.1-flash-lite-image"]["usd_per_picture"] == {"1K": {"live": 0.0336, "batch": 0.0168}}
    assert models["gemini-3.1-flash-lite-image"]["tiers"] == ["lite"]
    assert models["gemini-2.5-flash-image"]["retired"] is True
    assert run_app(["models"]) == 0
    shown = capsys.readouterr().out
    assert "$0.0336  $0.0168" in shown
    assert "retired 2026-10-02" in shown
    assert "Nano Banana Pro, Nano Banana make 1:1 2:3" in shown


def test_a_tier_of_a_retired_model_is_warned_of_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "models.toml"
    packaged = PACKAGED.read_text("utf-8")
    mine.write_text(packaged.replace('lite = "gemini-3.1-flash-lite-image"', 'lite = "gemini-2.5-flash-image"'))
    monkeypatch.setenv("PROOFPRESS_MODELS", str(mine))
    assert run_app(["models", "--json"]) == 0
    warning = json.loads(capsys.readouterr().out)["warnings"][0]
    assert warning.startswith("tier lite: gemini-2.5-flash-image was retired on 2026-10-02")


def test_the_schema_of_manifests_takes_what_validate_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(MANIFEST))
    assert not validator.is_valid({"itmes": []})


def test_the_schemas_of_events_hold_by_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["schema", "events"]) == 0
    schemas = json.loads(capsys.readouterr().out)
    assert list(schemas) == [*EVENTS, TYPE]
    assert TYPE not in EVENTS
    accepted = json.loads(encode(DraftAccepted(attempt="a/b/0001")).data)
    jsonschema.validate(accepted, schemas[DraftAccepted.type])


def test_the_schema_of_reports_takes_a_report(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["schema", "report"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.validate(json.loads((Path(workspace) / "report.json").read_text("utf-8")), schema)
