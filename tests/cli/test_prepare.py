"""init, validate and plan."""

import json
from pathlib import Path

import pytest

from proofpress.entry.cli.app import run_app

ONE = """
name: one
defaults: {prompt: dunes, draft: lite, final: pro, review: none, max_usd_per_keeper: 0.5}
items: [{id: a, want: 2, max_attempts: 10, route: two_tier}]
"""


def write(folder: Path, text: str, name: str = "m.yaml") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def planned(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert run_app(["plan", "--json", *arguments]) == 0
    figures: dict[str, object] = json.loads(capsys.readouterr().out)
    return figures


def test_init_writes_a_manifest_that_validates_without_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(["init", str(tmp_path / "new")]) == 0
    manifest = str(tmp_path / "new" / "wallpapers.yaml")
    assert f"proofpress plan {manifest}\n  proofpress run {manifest}\n" in capsys.readouterr().out
    assert run_app(["validate", "--json", manifest]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "valid": True,
        "name": "wallpapers",
        "items": 5,
        "keepers_wanted": 9,
        "references": 0,
        "warnings": [],
    }


def test_init_leaves_a_manifest_that_is_there_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "wallpapers.yaml"
    mine.write_text("mine")
    assert run_app(["init", str(tmp_path)]) == 2
    assert mine.read_text() == "mine"
    assert "exists and is left as it is" in capsys.readouterr().err


def test_a_valid_manifest_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write(tmp_path, ONE)
    assert run_app(["validate", manifest]) == 0
    line = f"{manifest} is valid: 1 item, 2 keepers.\n"
    assert capsys.readouterr().out == line


def test_all_errors_of_a_manifest_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write(tmp_path, "items:\n  - {prompt: a, wnat: 2}\n  - {prompt: b, aspect_ratio: 7:5}\n")
    assert run_app(["validate", manifest]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "m.yaml:2: " in captured.err
    assert "want" in captured.err
    assert "m.yaml:3: " in captured.err


def test_errors_are_objects_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write(tmp_path, "items:\n  - {prompt: a, wnat: 2}\n")
    assert run_app(["validate", "--json", manifest]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["valid"] is False
    assert [(problem["file"], problem["line"]) for problem in found["problems"]] == [(manifest, 2)]
    assert "'want'" in found["problems"][0]["hint"]


def test_a_misspelt_file_name_is_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, ONE, "wallpapers.yaml")
    assert run_app(["plan", str(tmp_path / "walpapers.yaml")]) == 2
    assert f"Did you mean {tmp_path / 'wallpapers.yaml'}?" in capsys.readouterr().err


def test_a_folder_is_no_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["validate", str(tmp_path)]) == 2
    assert "name the manifest in it" in capsys.readouterr().err


def test_the_worst_case_is_the_printed_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worst = planned(capsys, write(tmp_path, ONE))["worst"]
    assert isinstance(worst, dict)
    # 4,096 output tokens at $30 a million, and two input tokens at $0.25.
    assert worst["draft_and_review_usd"] == 0.1228805
    assert (worst["leases"], worst["slots"], worst["wanted"]) == (2, 10, 2)
    slots = worst["slots"] * worst["draft_and_review_usd"]
    finals = worst["wanted"] * worst["renders"] * worst["final_usd"]
    assert worst["usd"]["total"] == pytest.approx(worst["leases"] * (slots + finals), abs=1e-6)
    assert run_app(["plan", str(tmp_path / "m.yaml")]) == 0
    assert "2 leases x (10 slots x $0.1229 a draft with its review + 2 keepers x" in capsys.readouterr().out


def test_the_cap_in_dollars_bounds_both_bills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    free = planned(capsys, write(tmp_path, ONE))
    capped = planned(capsys, write(tmp_path, f"max_usd: 0.4\n{ONE}"))
    assert capped["worst_usd"] == 0.4
    assert free["worst_usd"] > 0.4  # type: ignore[operator]
    assert capped["expected"]["usd"]["total"] == pytest.approx(0.4)  # type: ignore[index]
    assert capped["expected"]["keepers"] < free["expected"]["keepers"]  # type: ignore[index]


def test_the_cap_on_attempts_bounds_the_slots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capped = planned(capsys, write(tmp_path, f"max_attempts: 4\n{ONE}"))
    assert capped["worst"]["slots"] == 4  # type: ignore[index]


def test_stages_add_up_to_the_bill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = planned(capsys, write(tmp_path, ONE.replace("review: none", "review: model")))
    for bill in (view["expected"]["usd"], view["worst"]["usd"]):  # type: ignore[index]
        assert bill["review"] > 0
        assert bill["draft"] + bill["review"] + bill["render"] == pytest.approx(bill["total"], abs=1e-8)


def test_items_are_grouped_by_route_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = "items: [{id: a}, {id: b}, {id: c, hero: true}]"
    manifest = write(tmp_path, f"defaults: {{prompt: dunes, draft: lite, final: pro}}\n{items}\n")
    grouped = planned(capsys, manifest)
    assert [(route["route"], route["items"]) for route in grouped["routes"]] == [("two_tier", 2), ("direct", 1)]  # type: ignore[attr-defined]
    assert "items" not in grouped
    each = planned(capsys, "--items", manifest)["items"]
    assert [(item["id"], item["route"], item["final_model"]) for item in each] == [  # type: ignore[attr-defined]
        ("a", "two_tier", "gemini-3-pro-image"),
        ("b", "two_tier", "gemini-3-pro-image"),
        ("c", "direct", None),
    ]


def test_people_read_why_each_item_takes_its_route(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["plan", "--items", write(tmp_path, ONE)]) == 0
    shown = capsys.readouterr().out
    assert "a: 2 keepers wanted, 10 drafts at most" in shown
    assert "two tiers (as the manifest asks):" in shown


def test_the_pace_follows_the_account_or_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write(tmp_path, ONE)
    by_account = planned(capsys, manifest, "--usd-per-ten-minutes", "0.1")
    assert 0.4 < by_account["expected"]["usd"]["total"] < 0.5  # type: ignore[index]
    assert by_account["pace"]["held_up_by"] == "usd_per_ten_minutes"  # type: ignore[index]
    assert by_account["pace"]["minutes"] == 40  # type: ignore[index]
    by_machine = planned(capsys, manifest, "--usd-per-ten-minutes", "0", "--concurrency", "1")["pace"]
    assert by_machine["held_up_by"] == "concurrency"  # type: ignore[index]
    by_images = planned(capsys, manifest, "--images-per-minute", "0.1")["pace"]
    assert by_images["held_up_by"] == "images_per_minute"  # type: ignore[index]


@pytest.mark.parametrize(
    ("cap", "doubt"),
    [
        ("max_usd: 0.4", "below the $"),
        ("max_usd: 0.1", "no room for one draft and one final, at their worst price, of a: raise max_usd"),
        ("max_attempts: 1", "cannot bring 2 keepers"),
    ],
)
def test_caps_that_stop_the_batch_short_are_doubted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cap: str, doubt: str
) -> None:
    view = planned(capsys, write(tmp_path, f"{cap}\n{ONE}"))
    assert any(doubt in warning for warning in view["warnings"])  # type: ignore[attr-defined]


def test_an_item_that_may_not_draft_enough_is_doubted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = planned(capsys, write(tmp_path, ONE.replace("max_attempts: 10", "max_attempts: 1")))
    assert any("Not enough drafts are allowed for a:" in warning for warning in view["warnings"])  # type: ignore[attr-defined]


def test_a_sound_plan_has_no_doubts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planned(capsys, write(tmp_path, ONE))["warnings"] == []


def test_a_batch_that_goes_direct_costs_what_the_final_model_alone_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = write(tmp_path, f"max_usd: 0.4\n{ONE.replace('two_tier', 'direct')}")
    view = planned(capsys, manifest)
    assert view["would_have_cost"]["final_alone"] == pytest.approx(  # type: ignore[index]
        view["expected"]["usd"]["total"],  # type: ignore[index]
        rel=1e-3,
    )
    assert run_app(["plan", manifest]) == 0
    assert "with the final model alone" not in capsys.readouterr().out


def test_other_ways_are_priced_for_the_keepers_that_are_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    free = planned(capsys, write(tmp_path, ONE))
    capped = planned(capsys, write(tmp_path, f"max_usd: 0.2\n{ONE}"))
    share = capped["expected"]["keepers"] / free["expected"]["keepers"]  # type: ignore[index]
    for way, usd in free["would_have_cost"].items():  # type: ignore[attr-defined]
        assert capped["would_have_cost"][way] == pytest.approx(share * usd, rel=1e-3)  # type: ignore[index]


@pytest.mark.parametrize("example", ["wallpapers.yaml", "queue.jsonl", "products.yaml", "hard-prompt.yaml"])
def test_the_planner_is_expected_to_beat_three_drafts_for_each_in_every_example(
    example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    view = planned(capsys, str(Path(__file__).parents[2] / "examples" / example))
    assert view["expected"]["usd"]["total"] < view["would_have_cost"]["fixed_multiple"]  # type: ignore[index]


def test_a_plan_says_why_it_expects_fewer_keepers_than_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(["plan", write(tmp_path, ONE.replace("want: 2", "want: 20"))]) == 0
    assert "Fewer than wanted, because prompts differ" in capsys.readouterr().out
    assert run_app(["plan", write(tmp_path, ONE)]) == 0
    assert "Fewer than wanted" not in capsys.readouterr().out
