from datetime import date

import pytest

from proofpress.domain.spec import ItemSpec, Route
from proofpress.manifests import InvalidManifest, load
from tests.manifests.loading import CATALOG, MemoryFiles, assert_problem, loaded, only_problem


def item_of(settings: str, defaults: str = "") -> ItemSpec:
    return loaded(f"defaults: {{{defaults}}}\nitems:\n- {{prompt: p, {settings}}}").items[0]


@pytest.mark.parametrize(
    ("settings", "defaults", "draft", "final", "route"),
    [
        ("", "", "lite", "standard", None),
        ("final: pro", "", "lite", "pro", None),
        ("hero: true", "", "standard", "standard", Route.DIRECT),
        ("hero: true, route: two_tier", "", "lite", "standard", Route.TWO_TIER),
        ("hero: true", "route: two_tier", "standard", "standard", Route.DIRECT),
        ("hero: false", "hero: true", "lite", "standard", None),
        ("text_heavy: true", "", "lite", "text", None),
        ("text_heavy: true", "final: pro", "lite", "text", None),
        ("text_heavy: true, final: pro", "", "lite", "pro", None),
        ("text_heavy: true, hero: true", "", "text", "text", Route.DIRECT),
        ("final: none", "", "lite", "lite", Route.CHEAP),
        ("draft: none", "", "standard", "standard", Route.DIRECT),
        ("route: direct", "final: pro", "pro", "pro", Route.DIRECT),
        ("route: cheap", "", "lite", "lite", Route.CHEAP),
        ("draft: gemini-3.1-flash-image", "", "gemini-3.1-flash-image", "standard", None),
    ],
)
def test_tiers_and_route_follow_from_the_settings(
    settings: str, defaults: str, draft: str, final: str, route: Route | None
) -> None:
    item = item_of(settings, defaults)
    assert (item.draft, item.final, item.route) == (draft, final, route)


@pytest.mark.parametrize(
    ("settings", "defaults", "ratio", "size", "pixels"),
    [
        ("", "", "1:1", "1K", None),
        ("size: 1170x2532", "", "9:16", "2K", (1170, 2532)),
        ("size: [1170, 2532]", "", "9:16", "2K", (1170, 2532)),
        ("size: 700x1200", "", "9:16", "1K", (700, 1200)),
        ("size: 3000x3000", "aspect_ratio: 16:9", "1:1", "4K", (3000, 3000)),
        ("aspect_ratio: 16:9", "size: 1170x2532", "16:9", "1K", None),
        ("size: 1170x2532, image_size: 4K", "", "9:16", "4K", (1170, 2532)),
        ("size: 970x90, final: pro", "", "21:9", "1K", (970, 90)),
        ("aspect_ratio: 8:1, draft: gemini-3.1-flash-image, image_size: 512, final: none", "", "8:1", "512", None),
    ],
)
def test_shape_and_size_follow_from_the_settings(
    settings: str, defaults: str, ratio: str, size: str, pixels: tuple[int, int] | None
) -> None:
    item = item_of(settings, defaults)
    assert (item.aspect_ratio, item.image_size, item.pixels) == (ratio, size, pixels)


@pytest.mark.parametrize(
    ("settings", "field", "message", "hint"),
    [
        ("final: stnadard", "final", "unknown tier or model 'stnadard'", "'standard'"),
        ("draft: zzzzzz", "draft", "unknown tier or model", "tiers are lite"),
        ("final: review", "final", "makes no pictures", "lite"),
        ("final: gemini-2.5-flash-image", "final", "was retired on 2026-10-02", "another model"),
        ("review: {tier: nobody}", "review", "unknown tier or model 'nobody'", "tiers are"),
        ("aspect_ratio: 7:5", "aspect_ratio", "flash-lite-image and gemini-nano-banana-2.1 cannot make 7:5", "4:3"),
        ("aspect_ratio: 8:1, final: pro", "aspect_ratio", "^gemini-3-pro-image cannot make 8:1", "21:9"),
        ("image_size: 512", "image_size", "gemini-nano-banana-2.1 makes no 512", "1K, 2K, 4K"),
        ("image_size: 2K, final: none", "image_size", "flash-lite-image makes no 2K", "1K"),
        ("final: none, draft: none", "final", "both none", "one of them"),
        ("final: none, hero: true", "hero", "needs a final tier", "name one"),
        ("final: none, route: two_tier", "route", "needs a final tier", ""),
        ("draft: none, route: cheap", "route", "needs a draft tier", ""),
    ],
)
def test_settings_that_do_not_go_together_are_reported(settings: str, field: str, message: str, hint: str) -> None:
    problem = only_problem(f"items:\n- {{prompt: p, {settings}}}")
    assert_problem(problem, 2, f"items[0].{field}", message, hint)


def test_a_fault_of_the_defaults_is_reported_once_and_there() -> None:
    problem = only_problem("defaults:\n  final: prro\nitems: [p, q, r]")
    assert_problem(problem, 2, "defaults.final", "unknown tier", "'pro'")


def test_a_retired_tier_says_what_to_edit() -> None:
    catalog = CATALOG.model_copy(update={"tiers": {**CATALOG.tiers, "lite": "gemini-2.5-flash-image"}})
    with pytest.raises(InvalidManifest) as caught:
        load("m.yaml", b"- p", MemoryFiles(), catalog, date(2026, 11, 21))
    assert_problem(caught.value.problems[0], 1, "", "retired", "point the tier 'lite' at a successor in models.toml")


def test_a_model_near_its_end_is_warned_of_once() -> None:
    batch = loaded("defaults: {final: gemini-3.1-flash-image}\nitems: [p, q]")
    assert [warning for warning in batch.warnings if "deprecated" in warning] == list(batch.warnings)
    assert len(batch.warnings) == 1


def test_a_picture_smaller_than_what_is_wanted_is_warned_of() -> None:
    assert "will be enlarged" in loaded("- {prompt: p, size: 9000x9000}").warnings[0]


def test_caps_below_what_is_wanted_are_warned_of() -> None:
    batch = loaded("max_attempts: 3\nitems: [{prompt: p, want: 9, max_attempts: 2}]")
    assert batch.warnings == (
        "max_attempts of 2 cannot bring 9 keepers.",
        "max_attempts of 3 for the batch cannot bring 9 keepers.",
    )


def test_seeds_are_stable_distinct_and_the_users_own_where_given() -> None:
    text = "items: [{id: a, prompt: p}, {id: b, prompt: p}, {id: c, prompt: p, seed: 5}]"
    seeds = [item.seed for item in loaded(text).items]
    assert seeds == [item.seed for item in loaded(text).items]
    assert len(set(seeds)) == 3
    assert seeds[2] == 5
    assert [item.seed for item in loaded(f"defaults: {{seed: 1}}\n{text}").items][:2] != seeds[:2]
