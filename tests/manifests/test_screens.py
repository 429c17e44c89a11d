"""What a manifest says of the screen besides its checks: duplicates, audits, the shadow."""

import pytest

from proofpress.domain.screening import Across, Action, Profile, ScreenSpec
from tests.manifests.loading import assert_problem, loaded, only_problem


def screen_of(text: str) -> ScreenSpec:
    return loaded(text).items[0].screen


def test_without_a_word_duplicates_are_looked_for_in_the_batch_and_nothing_is_audited() -> None:
    screen = screen_of("items: [p]")
    assert (screen.duplicates.across, screen.duplicates.radius) == (Across.BATCH, 60)
    assert (screen.audit, screen.shadow) == (0, None)


@pytest.mark.parametrize(("written", "share"), [("2%", 0.02), ("0.5 %", 0.005), ("100%", 1), ("0.02", 0.02), ("1", 1)])
def test_an_audit_is_a_share_or_a_percentage(written: str, share: float) -> None:
    assert screen_of(f"defaults: {{screen: {{audit: {written}}}}}\nitems: [p]").audit == pytest.approx(share)


@pytest.mark.parametrize("written", ["200%", "-1", "lots", "true", "2"])
def test_an_audit_of_anything_else_is_a_fault(written: str) -> None:
    problem = only_problem(f"defaults:\n  screen: {{audit: {written}}}\nitems: [p]")
    assert_problem(problem, 2, "defaults.screen.audit", "must be")


def test_duplicates_may_be_one_word_and_are_merged_key_by_key() -> None:
    text = "defaults: {screen: {duplicates: off}}\nitems: [{prompt: p, screen: {duplicates: {radius: 30}}}]"
    duplicates = screen_of(text).duplicates
    assert (duplicates.across, duplicates.radius) == (Across.OFF, 30)


def test_a_shadow_starts_from_the_rules_of_the_screen() -> None:
    text = "items: [{prompt: p, screen: {profile: photo, blur: warn, dark_peak: 9, shadow: {dark_peak: 40}}}]"
    shadow = screen_of(text).shadow
    assert shadow is not None
    assert shadow.profile is Profile.PHOTO
    assert (shadow.checks, shadow.thresholds) == ({"blur": Action.WARN}, {"dark_peak": 40})


def test_a_shadow_that_names_a_profile_starts_from_that() -> None:
    shadow = screen_of("items: [{prompt: p, screen: {blur: warn, shadow: banner}}]").shadow
    assert shadow is not None
    assert (shadow.profile, shadow.checks) == (Profile.BANNER, {})


@pytest.mark.parametrize(
    ("screen", "field", "hint"),
    [
        ("{duplicates: {radis: 3}}", "duplicates.radis", "'radius'"),
        ("{duplicates: bach}", "duplicates.across", "'batch'"),
        ("{shadow: {dark_peek: 3}}", "shadow.dark_peek", "'dark_peak'"),
        ("{duplicates: {radius: 101}}", "duplicates.radius", ""),
    ],
)
def test_a_slip_inside_of_the_screen_is_named_with_its_place(screen: str, field: str, hint: str) -> None:
    problem = only_problem(f"defaults:\n  screen: {screen}\nitems: [p]")
    assert_problem(problem, 2, f"defaults.screen.{field}", "", hint)


def test_an_audit_that_nobody_would_see_is_a_fault() -> None:
    problem = only_problem("defaults:\n  screen: {audit: 2%}\n  review: none\nitems: [p]")
    assert_problem(problem, 2, "defaults.screen", "nobody sees", "audit: 0")


def test_duplicates_of_a_campaign_need_its_name() -> None:
    text = "defaults: {screen: {duplicates: campaign}}\nitems: [p]"
    assert_problem(only_problem(text), 1, "", "names none", "campaign: spring")
    batch = loaded(f"campaign: spring\n{text}")
    assert batch.campaign == "spring"
    assert batch.fingerprint != loaded(f"campaign: autumn\n{text}").fingerprint
