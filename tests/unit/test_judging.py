"""From figures to a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from proofpress.domain.screening import DEFAULT_RULES, Action, Checks, Profile, Rules, ScreenSpec, Thresholds, judge
from proofpress.domain.screening.judging import CHECKS

BLURRED: dict[str, int | float | str] = {"sharpness": 0.3, "detail": 0.9, "edge": 60, "luma_p0_1": 5}


def test_recorded_figures_can_be_judged_again_by_other_rules() -> None:
    assert judge(BLURRED, DEFAULT_RULES).reasons == ("blur",)
    assert judge(BLURRED, Rules(thresholds=Thresholds(blur_sharpness=0.2))).reasons == ()


def test_what_a_check_cannot_tell_from_intent_is_a_warning_at_most() -> None:
    silk = {**BLURRED, "detail": 0.5}
    assert judge(silk, DEFAULT_RULES) == ((), ("blur",))
    assert judge(silk, Rules(Checks(blur=Action.OFF))) == ((), ())


def test_without_figures_no_check_says_anything() -> None:
    assert judge({}, DEFAULT_RULES) == ((), ())
    assert judge({"noise": "much", "whiteness": 2}, DEFAULT_RULES) == ((), ())


@pytest.mark.parametrize("profile", Profile)
def test_a_picture_whose_data_end_early_is_rejected_by_every_profile(profile: Profile) -> None:
    assert judge({"torn": 1}, ScreenSpec(profile=profile).rules()).reasons == ("broken",)


def test_off_rejects_and_warns_of_nothing_else() -> None:
    figures = {**BLURRED, "declared_mime": "image/png", "pixels_share": 0.1, "bar_pair": 0.2}
    assert judge(figures, ScreenSpec(profile=Profile.OFF).rules()) == ((), ())


def test_a_profile_gives_way_to_what_is_said_over_it() -> None:
    rules = ScreenSpec(profile=Profile.OFF, checks={"blur": Action.WARN}, thresholds={"blur_sharpness": 0.4}).rules()
    assert (rules.checks.blur, rules.checks.noise, rules.thresholds.blur_sharpness) == ("warn", "off", 0.4)


@pytest.mark.parametrize("thresholds", [{"blurr": 1.0}, {"dark_peak": 256.0}, {"dark_peak": float("nan")}])
def test_a_spec_of_unknown_or_impossible_thresholds_cannot_be_made(thresholds: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ScreenSpec(thresholds=thresholds)


def test_every_check_that_can_be_set_is_made() -> None:
    assert set(CHECKS) == {*Checks.model_fields, "broken"}


@given(st.dictionaries(st.sampled_from(sorted({*BLURRED, "noise", "spread", "reach", "tail", "peak"})), st.floats()))
def test_a_reason_is_never_a_warning_too(figures: dict[str, float]) -> None:
    reasons, warnings = judge(figures, DEFAULT_RULES)
    assert not set(reasons) & set(warnings)
    assert {*reasons, *warnings} <= set(CHECKS)
