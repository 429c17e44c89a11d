from decimal import Decimal

import pytest

from proofpress.domain.errors import BadInput, FailureClass
from proofpress.domain.records import Item
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, FinalState, StopReason
from proofpress.ports import Ledger
from proofpress.reporting.build import SHEET_LIMIT, build
from proofpress.reporting.model import ItemReport, Report
from tests.reporting.records import (
    BATCH,
    DRAFT_USD,
    FINAL_USD,
    REVIEW_USD,
    WORST_USD,
    attempt,
    batch,
    catalog,
    final,
    item,
    mixed_batch,
    save,
    stopped,
)


def reported(ledger: Ledger) -> Report:
    return build(ledger, BATCH, catalog())


@pytest.fixture
def report(ledger: Ledger) -> Report:
    save(ledger, *mixed_batch())
    return reported(ledger)


@pytest.fixture
def fox(report: Report) -> ItemReport:
    return next(each for each in report.items if each.id == "fox")


def test_every_attempt_is_counted_under_what_became_of_it(fox: ItemReport) -> None:
    assert (fox.wanted, fox.keepers, fox.attempts, fox.drafts) == (2, 1, 6, 4)
    assert (fox.rejected, fox.failed, fox.declined, fox.spares, fox.accepted) == (1, 1, 1, 1, 1)
    assert (fox.in_flight, fox.waiting, fox.cancelled) == (1, 0, 1)
    assert fox.rejected_by_reason == {"blank": 1, "dark": 1}
    assert fox.failed_by_class == {"empty": 1}


def test_the_accept_rate_leaves_out_a_failure_that_is_replaced_and_counts_a_spare(fox: ItemReport) -> None:
    rate = fox.accept_rate
    assert (rate.liked, rate.judged, rate.rate) == (2, 4, 0.5)
    assert rate.low == pytest.approx(0.1500, abs=1e-4)
    assert rate.high == pytest.approx(0.8500, abs=1e-4)


def test_the_regen_rate_is_the_share_of_attempts_that_replace_another(fox: ItemReport) -> None:
    assert fox.regenerated == 1
    assert fox.regen_rate == pytest.approx(1 / 6)


def test_dollars_add_up_by_stage_and_none_is_lost(fox: ItemReport) -> None:
    assert fox.usd.by_stage == {"draft": 4 * DRAFT_USD, "review": 3 * REVIEW_USD, "render": 2 * FINAL_USD}
    assert fox.usd.spent == Decimal("0.3627")
    assert fox.usd.perhaps == Decimal("0.02")
    assert fox.usd.possible == WORST_USD
    assert fox.usd_per_keeper == Decimal("0.3627")


def test_a_final_under_way_may_still_cost_its_worst(ledger: Ledger) -> None:
    under_way = final(1, FinalState.LEASED, bills=(), usd=Decimal(0))
    save(ledger, batch(), item(), attempt(1, AttemptState.ACCEPTED), under_way)
    whole = reported(ledger).batch
    assert (whole.accepted, whole.keepers) == (1, 0)
    assert (whole.usd.spent, whole.usd.possible) == (DRAFT_USD, WORST_USD)


def test_a_fixed_multiple_and_the_final_model_alone_are_priced_at_the_measured_accept_rate(fox: ItemReport) -> None:
    # Six drafts at p = 1/2 bring 120/64 of two keepers, so that one costs 3.2 drafts and a final.
    draft, rendered, drawn = 0.0336, 0.1134 + 0.00168, 0.1134
    assert float(fox.would_have_cost.fixed_multiple or 0) == pytest.approx(3.2 * draft + rendered, abs=5e-4)
    assert float(fox.would_have_cost.final_alone or 0) == pytest.approx(drawn / 0.5, abs=5e-4)


def test_the_batch_is_the_sum_of_its_items(report: Report) -> None:
    whole = report.batch
    assert (whole.wanted, whole.keepers, whole.attempts, whole.items, whole.waves) == (3, 1, 6, 2, 2)
    assert whole.usd == report.items[1].usd
    assert whole.would_have_cost == report.items[1].would_have_cost
    assert whole.stopped == {StopReason.CANCELLED: 1}
    assert whole.times.seconds == 90


def test_items_stand_in_the_order_of_the_manifest(report: Report) -> None:
    assert [each.id for each in report.items] == ["owl", "fox"]


def test_a_lost_final_is_told_among_the_failures_though_its_rerender_was_kept(fox: ItemReport) -> None:
    assert [(each.stage, each.failure, each.count) for each in fox.failures] == [
        ("draft", "empty", 1),
        ("render", "lost_look", 1),
    ]


def test_failures_of_one_class_are_told_by_the_words_of_the_first(ledger: Ledger) -> None:
    blocked = FailureClass.SAFETY
    save(
        ledger,
        batch(),
        item(),
        attempt(1, AttemptState.FAILED, failure=blocked, words="blocked: people"),
        attempt(2, AttemptState.FAILED, failure=blocked, words="blocked: other"),
    )
    (failure,) = reported(ledger).batch.failures
    assert (failure.count, failure.item, failure.attempt, failure.words) == (2, "fox", 1, "blocked: people")


def test_an_attempt_that_failed_by_its_final_is_told_once(ledger: Ledger) -> None:
    words, blocked = "blocked: people", FailureClass.SAFETY
    save(
        ledger,
        batch(),
        item(),
        attempt(1, AttemptState.FAILED, failure=blocked, words=words, decided_by="model"),
        final(1, FinalState.FAILED, failure=blocked, words=words),
    )
    whole = reported(ledger).batch
    assert whole.failed_by_class == {"safety": 1}
    assert [(each.stage, each.count) for each in whole.failures] == [("render", 1)]


def test_a_keeper_carries_what_explains_it(report: Report) -> None:
    (keeper,) = report.keepers
    assert (keeper.item, keeper.attempt, keeper.seed, keeper.prompt) == ("fox", 3, 7, "a fox")
    assert keeper.variables == {"season": "autumn"}
    assert (keeper.models.draft, keeper.models.final) == ("lite-model", "final-model")
    assert keeper.objects.draft.name == "autumn/fox/0003.jpg"
    assert [image.bucket for image in keeper.objects.deliveries] == ["deliveries"]
    assert (keeper.objects.draft.width, keeper.objects.draft.bytes) == (1024, 1000)
    assert keeper.likeness is not None
    assert keeper.likeness.band == "ok"


def test_a_keeper_costs_its_own_calls_with_the_render_that_was_lost(report: Report) -> None:
    (keeper,) = report.keepers
    assert keeper.renders == 2
    assert keeper.usd == DRAFT_USD + REVIEW_USD + 2 * FINAL_USD


def test_a_draft_that_was_delivered_as_it_is_names_no_final_model(ledger: Ledger) -> None:
    carried = final(1, FinalState.DELIVERED, instruction=None, likeness=None, bills=(), usd=Decimal(0))
    save(ledger, batch(), item(route=Route.DIRECT), attempt(1, AttemptState.DELIVERED), carried)
    (keeper,) = reported(ledger).keepers
    assert keeper.models.final is None
    assert (keeper.renders, keeper.usd) == (0, DRAFT_USD)


def test_a_batch_without_attempts_divides_nothing_by_zero(ledger: Ledger) -> None:
    save(ledger, batch(closed=None), item())
    report = reported(ledger)
    assert report.batch.usd_per_keeper is None
    assert report.batch.regen_rate is None
    assert report.batch.accept_rate.rate is None
    assert report.batch.would_have_cost.fixed_multiple is None
    assert report.batch.times.seconds is None


def test_a_batch_that_kept_nothing_has_no_price_per_keeper(ledger: Ledger) -> None:
    save(ledger, batch(), item(), attempt(1, AttemptState.REJECTED, reasons=("dark",)))
    whole = reported(ledger).batch
    assert (whole.accept_rate.rate, whole.usd_per_keeper) == (0, None)
    assert whole.usd.spent == DRAFT_USD


def test_a_price_that_is_gone_leaves_the_comparison_open_not_the_report(ledger: Ledger) -> None:
    kept: Item = item()
    unknown = kept.having(spec=kept.spec.model_copy(update={"final": "gone"}))
    save(ledger, batch(), unknown, attempt(1, AttemptState.DELIVERED), final(1, FinalState.DELIVERED))
    whole = reported(ledger).batch
    assert whole.keepers == 1
    assert whole.would_have_cost.final_alone is None


def test_a_stopped_item_is_told_what_to_do_and_why(ledger: Ledger) -> None:
    drafts = [attempt(number, AttemptState.REJECTED, reasons=("dark",)) for number in (1, 2)]
    declined = attempt(3, AttemptState.DECLINED, decided_by="model")
    save(ledger, batch(), stopped(item(), StopReason.BAD_PROMPT), *drafts, declined)
    report = reported(ledger)
    assert report.items[0].advice == (
        "Revisit the prompt: it is all but never accepted. "
        "3 of 3 drafts were turned down: dark 2, declined in review 1."
    )
    assert report.batch.advice[0] == "1 item stopped short of what was wanted: bad prompt 1."


@pytest.mark.parametrize("reason", StopReason)
def test_every_stop_has_advice(ledger: Ledger, reason: StopReason) -> None:
    save(ledger, batch(), stopped(item(), reason))
    assert reported(ledger).items[0].advice.endswith(".")


def test_a_small_batch_lists_every_attempt_made(report: Report) -> None:
    assert [(each.item, each.attempt) for each in report.drafts] == [("fox", number) for number in range(1, 7)]


def test_a_large_batch_is_counted_to_the_last_attempt_and_lists_its_keepers_only(ledger: Ledger) -> None:
    many = 2 * SHEET_LIMIT + 205
    rejected = [attempt(number, AttemptState.REJECTED, reasons=("dark",)) for number in range(2, many + 1)]
    save(ledger, batch(), item(), attempt(1, AttemptState.DELIVERED), final(1, FinalState.DELIVERED), *rejected)
    report = reported(ledger)
    assert report.batch.attempts == many
    assert report.batch.usd.spent == many * DRAFT_USD + FINAL_USD
    assert report.drafts == ()
    assert [keeper.attempt for keeper in report.keepers] == [1]


def test_an_unknown_batch_is_bad_input(ledger: Ledger) -> None:
    with pytest.raises(BadInput, match="no batch 'autumn'"):
        reported(ledger)
