"""What a report says of the screen: audits, suggested thresholds, the shadow, alike keepers."""

from decimal import Decimal

import pytest

from proofpress.domain.records import Attempt, Audit, Item, Record
from proofpress.domain.screening import Profile, Rules, RulesSpec, ScreenSpec, Thresholds, judge
from proofpress.domain.states import AttemptState
from proofpress.ports import Ledger
from proofpress.reporting.build import build
from proofpress.reporting.page import page
from proofpress.reporting.screening import AuditReport, ScreeningReport, ShadowReport
from proofpress.reporting.suggesting import Case, suggestions
from tests.reporting.markup import Markup
from tests.reporting.records import BATCH, DRAFT_USD, attempt, batch, catalog, item, save

DARK = ("dark",)


def screened(name: str = "fox", position: int = 0, **screen: object) -> Item:
    made = item(name, position=position)
    return made.having(spec=made.spec.model_copy(update={"screen": ScreenSpec.model_validate(screen)}))


def audited(number: int, *, liked: bool, share: float = 0.5, light: float = 20, of: str = "fox") -> Attempt:
    state = AttemptState.APPROVED if liked else AttemptState.DECLINED
    figures = {"luma_p99_9": light, "peak": light, "hash": "0"}
    return attempt(number, state, of=of, figures=figures, audit=Audit(reasons=DARK, share=share), decided_by="model")


def rejected(number: int, *reasons: str, of: str = "fox") -> Attempt:
    return attempt(number, AttemptState.REJECTED, of=of, reasons=reasons or DARK)


def reported(ledger: Ledger, *records: Record) -> ScreeningReport:
    save(ledger, batch(), *records)
    return build(ledger, BATCH, catalog()).screening


def audit_of(ledger: Ledger, *records: Record) -> AuditReport:
    audit = reported(ledger, *records).audit
    assert audit is not None
    return audit


def shadow_of(ledger: Ledger, *records: Record) -> ShadowReport:
    shadow = reported(ledger, *records).shadow
    assert shadow is not None
    return shadow


def test_false_rejects_are_estimated_in_dollars_with_their_uncertainty(ledger: Ledger) -> None:
    seen = [audited(number, liked=number == 1) for number in range(1, 5)]
    audit = audit_of(ledger, screened(audit=0.5), *seen, *(rejected(number) for number in range(5, 11)))
    assert (audit.audited, audit.judged, audit.liked, audit.rejected) == (4, 4, 1, 6)
    assert audit.rate == 0.25
    assert audit.low == pytest.approx(0.0456, abs=1e-4)
    assert audit.high == pytest.approx(0.6994, abs=1e-4)
    assert audit.rejected_usd == 6 * DRAFT_USD
    assert audit.wasted_usd == Decimal("0.25") * 6 * DRAFT_USD
    assert audit.wasted_usd_low is not None
    assert audit.wasted_usd_high is not None
    assert audit.wasted_usd_low < audit.wasted_usd < audit.wasted_usd_high


def test_a_verdict_counts_for_as_many_rejects_as_it_stands_for(ledger: Ledger) -> None:
    items = screened(audit=0.5), screened("owl", 1, audit=0.1)
    audit = audit_of(ledger, *items, audited(1, liked=True), audited(1, liked=False, share=0.1, of="owl"))
    assert audit.rate == pytest.approx(2 / 12)


def test_what_no_look_could_refute_is_no_false_reject(ledger: Ledger) -> None:
    others = [rejected(1, "duplicate"), rejected(2, "mime", "dark"), rejected(3, of="owl")]
    audit = audit_of(ledger, screened(audit=0.5), screened("owl", 1), *others)
    assert (audit.rejected, audit.rate, audit.wasted_usd) == (0, None, None)


def test_a_batch_without_an_audit_or_a_shadow_reports_none(ledger: Ledger) -> None:
    assert reported(ledger, item(), rejected(1)) == ScreeningReport()


def test_a_threshold_is_suggested_at_which_the_liked_ones_pass(ledger: Ledger) -> None:
    lights = {1: (27.05, True), 2: (22.0, True), 3: (24.0, False), 4: (12.0, False)}
    seen = [audited(number, liked=liked, light=light) for number, (light, liked) in lights.items()]
    audit = audit_of(ledger, screened(audit=0.5), *seen)
    by_name = {each.threshold: each for each in audit.suggestions}
    assert set(by_name) == {"dark_p99_9", "dark_peak"}
    dark = by_name["dark_p99_9"]
    assert dark.suggested == pytest.approx(21.9)
    assert (dark.now, dark.liked, dark.declined) == (30, 2, 1)


def test_what_is_suggested_lets_the_liked_drafts_pass() -> None:
    figures: list[dict[str, float]] = [{"spread": 7.3, "reach": 40.0}, {"spread": 8.8, "reach": 61.25}]
    for each in suggestions(Case(figure, Rules(), liked=True) for figure in figures):
        changed = Thresholds.model_validate({each.threshold: each.suggested})
        assert all(not judge(figure, Rules(thresholds=changed)).reasons for figure in figures)


def test_nothing_is_suggested_where_two_reasons_stand_against_a_draft() -> None:
    figures = {"luma_p99_9": 10.0, "peak": 10.0, "pixels_share": 0.1}
    assert judge(figures, Rules()).reasons == ("resolution", "dark")
    assert suggestions([Case(figures, Rules(), liked=True)]) == ()


def test_the_shadow_is_told_with_what_became_of_the_drafts(ledger: Ledger) -> None:
    made = [
        attempt(1, AttemptState.DECLINED, shadow=DARK, figures={"peak": 40.0, "hash": "0"}),
        attempt(2, AttemptState.APPROVED, shadow=DARK),
        attempt(3, AttemptState.APPROVED, shadow=()),
        attempt(4, AttemptState.REJECTED, reasons=("duplicate",), shadow=()),
        attempt(5, AttemptState.REJECTED, reasons=DARK, shadow=()),
        audited(6, liked=True).having(shadow=()),
    ]
    shadow = shadow_of(ledger, screened(shadow=RulesSpec(profile=Profile.PHOTO)), *made)
    assert shadow.compared == 6
    assert shadow.would_reject.model_dump() == {"drafts": 2, "liked": 1, "declined": 1}
    assert shadow.would_pass.model_dump() == {"drafts": 2, "liked": 1, "declined": 0}
    assert [(each.attempt, each.reasons, each.shadow) for each in shadow.drafts] == [
        (1, (), DARK),
        (2, (), DARK),
        (5, DARK, ()),
        (6, DARK, ()),
    ]
    assert shadow.drafts[0].figures == {"peak": 40.0}


def test_an_audited_draft_is_not_told_before_its_verdict(ledger: Ledger) -> None:
    undecided = audited(1, liked=True).having(state=AttemptState.PASSED, decided_by="", shadow=())
    screening = reported(ledger, screened(audit=0.5, shadow=RulesSpec()), undecided)
    assert screening.shadow is None
    assert screening.audit is not None
    assert (screening.audit.audited, screening.audit.judged) == (1, 0)


def test_keepers_that_look_alike_are_named(ledger: Ledger) -> None:
    twin = attempt(2, AttemptState.DELIVERED, duplicate_of=f"{BATCH}/fox/0001", warnings=("duplicate",))
    screening = reported(ledger, item(), attempt(1, AttemptState.DELIVERED), twin)
    assert [(pair.attempt, pair.like) for pair in screening.alike] == [(f"{BATCH}/fox/0002", f"{BATCH}/fox/0001")]


def test_the_page_tells_of_the_audit_and_the_shadow_in_words(ledger: Ledger) -> None:
    seen = [audited(number, liked=number == 1).having(shadow=()) for number in range(1, 5)]
    twin = attempt(9, AttemptState.DELIVERED, duplicate_of=f"{BATCH}/fox/0001", warnings=("duplicate",))
    save(ledger, batch(), screened(audit=0.5, shadow=RulesSpec()), *seen, rejected(5), twin)
    words = " ".join(Markup(page(build(ledger, BATCH, catalog()), lambda *_: None)).text.split())
    assert (
        "1 of 4 rejected drafts that the reviewer saw all the same were liked: 25% false rejects (5% to 70%)." in words
    )
    assert "Of the $0.0336 that the other 1 had cost, about $0.0084" in words
    assert "dark_p99_9 level 30 19.9 1 3" in words
    assert "4 would have passed that were rejected (1 liked, 3 declined, 0 not judged)" in words
    assert f"{BATCH}/fox/0009 looks like {BATCH}/fox/0001" in words
