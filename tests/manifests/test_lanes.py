"""What a manifest says of lanes and deadlines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from proofpress.domain.lanes import LaneChoice, LaneSpec
from proofpress.manifests import InvalidManifest, load
from tests.manifests.loading import CATALOG, MemoryFiles, loaded, only_problem

AUTO, BATCH, LIVE = LaneChoice.AUTO, LaneChoice.BATCH, LaneChoice.LIVE


def lanes_of(settings: str, defaults: str = "") -> LaneSpec:
    return loaded(f"defaults: {{{defaults}}}\nitems:\n- {{prompt: p, {settings}}}").items[0].lanes


@pytest.mark.parametrize(
    ("settings", "defaults", "draft", "final"),
    [
        ("", "", LIVE, LIVE),
        ("lane: batch", "", BATCH, BATCH),
        ("lane: {draft: batch}", "", BATCH, LIVE),
        ("lane: {final: batch}", "lane: {draft: batch}", BATCH, BATCH),
        ("lane: live", "lane: batch", LIVE, LIVE),
        ("lane: auto, needed_by: 2100-01-01", "", AUTO, AUTO),
        ("lane: {draft: auto}", "lane: batch, needed_by: 2100-01-01", AUTO, BATCH),
    ],
)
def test_lanes_are_those_of_the_item_over_those_of_the_defaults(
    settings: str, defaults: str, draft: LaneChoice, final: LaneChoice
) -> None:
    found = lanes_of(settings, defaults)
    assert (found.draft, found.final) == (draft, final)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2100-12-24", datetime(2100, 12, 24, tzinfo=UTC)),
        ("'2100-12-24T09:00:00Z'", datetime(2100, 12, 24, 9, tzinfo=UTC)),
        ("'2100-12-24T09:00:00+01:00'", datetime(2100, 12, 24, 9, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_deadline_is_a_moment_or_the_beginning_of_a_day(written: str, moment: datetime) -> None:
    assert lanes_of(f"lane: auto, needed_by: {written}").needed_by == moment


@pytest.mark.parametrize("written", ["tomorrow", "'2100-12-24T09:00:00'", "24.12.2100", "2100-13-01", "20991224"])
def test_a_deadline_that_is_no_moment_is_refused(written: str) -> None:
    problem = only_problem(f"items:\n- prompt: p\n  lane: batch\n  needed_by: {written}\n")
    assert (problem.line, problem.field) == (4, "items[0].needed_by")
    assert problem.message.startswith("must be a date like 2026-12-24")


def test_auto_needs_a_deadline() -> None:
    problem = only_problem("items:\n- prompt: p\n  lane: auto\n")
    assert (problem.line, problem.field) == (3, "items[0].lane")
    assert "needs a deadline" in problem.message
    assert "needed_by: 2026-12-24" in problem.hint


def test_a_misspelt_lane_gets_a_hint() -> None:
    word, key = (
        only_problem("items:\n- prompt: p\n  lane: bacth\n"),
        only_problem("items:\n- prompt: p\n  lane: {drafts: live}\n"),
    )
    assert "batch" in word.hint
    assert (key.message, "draft" in key.hint) == ("unknown key", True)


def test_a_lane_without_a_price_stops_the_batch() -> None:
    models = {
        key: model.model_copy(update={"lanes": frozenset({"live"})}) if "lite" in key else model
        for key, model in CATALOG.models.items()
    }
    unpriced = CATALOG.model_copy(update={"models": models})
    with pytest.raises(InvalidManifest, match=r"no batch price for gemini-3\.1-flash-lite-image"):
        load("m.yaml", b"items: [{prompt: p, lane: batch}]", MemoryFiles({}), unpriced, datetime.now(UTC).date())


def test_what_is_said_besides_stands_over_the_defaults_and_under_the_items() -> None:
    text = b"defaults: {lane: live}\nitems: [{id: a, prompt: p}, {id: b, prompt: q, lane: live}]"
    items = load("m.yaml", text, MemoryFiles({}), CATALOG, datetime.now(UTC).date(), {"lane": "batch"}).items
    assert [item.lanes.draft for item in items] == [BATCH, LIVE]


def test_more_waves_are_taken_at_their_word_in_either_lane() -> None:
    assert (lanes_of("").waves, lanes_of("waves: 3").waves) == (2, 3)
