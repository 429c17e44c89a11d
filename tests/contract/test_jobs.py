"""What the adapter of Jobs promises, over both forms of the API.

It drives a simulator on loopback; on Vertex AI also a storage server, which both read and write.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Lane
from proofpress.domain.errors import (
    BadInput,
    FailureClass,
    ModelRefused,
    NothingUsable,
    PerhapsPaid,
    RefusedForGood,
    RefusedForNow,
    UnknownPrice,
)
from proofpress.domain.jobs import JobLine, JobState
from proofpress.domain.pricing import Usage, settle
from proofpress.ports import Image, JobResult, Picture, Unreadable
from proofpress.simulator.profile import Batches, Profile, Refusals
from tests.support.jobs import CATALOG, Desk, Service, desk, draft, key, order, picture, settings_of

Open = Callable[[Profile], AbstractContextManager[Desk]]


@pytest.fixture(params=list(Service))
def service(request: pytest.FixtureRequest) -> Service:
    assert isinstance(request.param, Service)
    return request.param


@pytest.fixture
def opened(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a desk whose service behaves as a profile says."""
    return partial(desk, service, tmp_path, monkeypatch)


@pytest.fixture
def at(opened: Open) -> Iterator[Desk]:
    with opened(Profile()) as made:
        yield made


def usage_of(result: JobResult) -> Usage:
    match result.outcome:
        case Picture(usage=usage) | ModelRefused(usage=Usage() as usage):
            return usage
        case _:
            return Usage()


def cost(results: list[JobResult]) -> Decimal:
    model = CATALOG.model("lite")
    return sum((settle(CATALOG, model, usage_of(result), Lane.BATCH) for result in results), Decimal(0))


def by_key(results: list[JobResult]) -> dict[str, JobResult]:
    return {result.key: result for result in results}


class TestPictures:
    def test_each_key_brings_the_picture_that_the_live_lane_draws(self, at: Desk) -> None:
        _, results = at.done(count=3)
        live = GeminiModels(settings_of(at.service, at.simulator.url), CATALOG, SystemClock())
        for seed in range(3):
            same = live.generate(draft(seed), [], attempt=key(seed))
            made = by_key(results)[key(seed)].outcome
            assert isinstance(made, Picture)
            assert (made.data, made.mime, made.usage) == (same.data, same.mime, same.usage)
        live.close()

    def test_they_cost_half_and_settle_to_what_the_service_bills(self, at: Desk) -> None:
        _, results = at.done(count=3)
        assert cost(results) == sum(record.usd for record in at.lines())
        assert [record.billed for record in at.lines()] == [True] * 3
        assert cost(results) < 3 * Decimal("0.0172")

    def test_every_line_comes_once_whatever_the_order(self, at: Desk) -> None:
        status, results = at.done(count=8)
        keys = [result.key for result in results]
        assert sorted(keys) == [key(seed) for seed in range(8)]
        assert (status.state, status.counts.succeeded) == (JobState.SUCCEEDED, 8)

    def test_a_picture_that_many_lines_send_is_uploaded_once(self, at: Desk) -> None:
        red, blue = picture("red"), picture("blue")
        images = {ref.sha256: image for ref, image in (red, blue)}
        asked: list[str] = []

        def load(ref: Any) -> Image:
            asked.append(ref.name)
            return images[ref.sha256]

        both = [JobLine(key=key(seed), instruction=draft(seed, images=(red[0], blue[0]))) for seed in range(3)]
        at.ended(at.jobs.submit(order(lines=both, load=load)))
        assert asked == ["red.png", "blue.png"]
        sent = tuple(hashlib.sha256(image.data).hexdigest() for _, image in (red, blue))
        assert [record.images for record in at.lines()] == [sent] * 3

    def test_results_may_be_read_again(self, at: Desk) -> None:
        status, results = at.done()
        again = list(at.jobs.results(status))
        assert [result.key for result in again] == [result.key for result in results]

    def test_a_reader_may_stop_in_the_middle(self, at: Desk) -> None:
        status, results = at.done()
        assert [each.key for each in islice(at.jobs.results(status), 1)] == [results[0].key]


class TestRefusedLines:
    @pytest.mark.parametrize(
        ("fault", "kind", "failure", "billed"),
        [
            ({"do": "safety"}, RefusedForGood, FailureClass.SAFETY, True),
            ({"do": "empty"}, NothingUsable, FailureClass.EMPTY, True),
            ({"do": "status", "status": 400}, RefusedForGood, FailureClass.BAD_REQUEST, False),
            ({"do": "status", "status": 403}, RefusedForGood, FailureClass.FORBIDDEN, False),
            ({"do": "status", "status": 429}, RefusedForNow, FailureClass.RATE_LIMITED, False),
            ({"do": "status", "status": 503}, RefusedForNow, FailureClass.UNAVAILABLE, False),
        ],
        ids=lambda value: str(value.get("status", value["do"])) if isinstance(value, dict) else "",
    )
    def test_a_refused_line_has_the_class_that_it_has_live(
        self, at: Desk, fault: dict[str, Any], kind: type[ModelRefused], failure: FailureClass, billed: bool
    ) -> None:
        at.simulator.script([{"operation": "line", **fault}])
        status, results = at.done(count=2)
        (refused,) = [each.outcome for each in results if not isinstance(each.outcome, Picture)]
        assert type(refused) is kind
        assert (refused.failure, refused.usage is not None) == (failure, billed)
        assert status.state is JobState.SUCCEEDED
        assert cost(results) == sum(record.usd for record in at.lines())

    def test_a_lane_with_every_refusal_settles_to_what_the_service_bills(self, opened: Open) -> None:
        bad = Profile(refusals=Refusals(empty=0.2, safety=0.2), batches=Batches(failures=0.2))
        with opened(bad) as at:
            _, results = at.done(count=30)
            assert cost(results) == sum(record.usd for record in at.lines())
            assert {"image", "empty", "safety", "refused"} == {record.outcome for record in at.lines()}
            assert len(by_key(results)) == 30


class TestEnds:
    @pytest.mark.parametrize(
        ("do", "state"),
        [
            ("fail", JobState.FAILED),
            ("expire", JobState.EXPIRED),
            ("cancel", JobState.CANCELLED),
            ("part", JobState.PARTIAL),
        ],
    )
    def test_an_end_before_its_time_leaves_what_was_done_and_its_bill(self, at: Desk, do: str, state: JobState) -> None:
        at.simulator.script([{"operation": "job", "do": do, "lines": 2}])
        status, results = at.done(count=5)
        has_no_word = state is JobState.PARTIAL and at.service is Service.STUDIO
        assert status.state is (JobState.SUCCEEDED if has_no_word else state)
        assert [type(result.outcome) for result in results] == [Picture] * 2
        assert cost(results) == sum(record.usd for record in at.lines()) > 0
        assert bool(status.error) is (do == "fail")

    @pytest.mark.parametrize("do", ["fail", "expire", "cancel"])
    def test_an_end_before_the_first_line_leaves_nothing_and_costs_nothing(self, at: Desk, do: str) -> None:
        at.simulator.script([{"operation": "job", "do": do, "lines": 0}])
        status, results = at.done()
        assert status.state.over
        assert (results, at.lines()) == ([], [])

    def test_a_stuck_job_stays_queued_until_it_is_cancelled(self, at: Desk) -> None:
        at.simulator.script([{"operation": "job", "do": "stick"}])
        submitted = at.jobs.submit(order())
        SystemClock().sleep(0.3)
        stuck = at.jobs.status(submitted.name)
        assert stuck is not None
        assert stuck.state is JobState.QUEUED
        at.jobs.cancel(submitted.name)
        status = at.ended(submitted)
        assert status.state is JobState.CANCELLED
        assert list(at.jobs.results(status)) == []
        assert at.lines() == []

    def test_a_job_that_is_cancelled_while_it_runs_keeps_what_is_done(self, opened: Open) -> None:
        with opened(Profile(batches=Batches(running=60))) as at:
            submitted = at.jobs.submit(order(count=300))
            while (found := at.jobs.status(submitted.name)) and found.state is not JobState.RUNNING:
                SystemClock().sleep(0.02)
            SystemClock().sleep(0.7)
            at.jobs.cancel(submitted.name)
            status = at.ended(submitted)
            results = list(at.jobs.results(status))
            assert status.state is JobState.CANCELLED
            assert 0 < len(results) < 300
            assert cost(results) == sum(record.usd for record in at.lines())

    def test_cancelling_what_is_over_or_unknown_changes_nothing(self, at: Desk) -> None:
        status, _ = at.done()
        at.jobs.cancel(status.name)
        at.jobs.cancel(f"{status.name}9")
        again = at.jobs.status(status.name)
        assert again is not None
        assert again.state is JobState.SUCCEEDED

    def test_a_state_that_nobody_knows_is_not_the_end(self, at: Desk) -> None:
        at.simulator.script([{"operation": "job", "do": "baffle", "seconds": 0.4}])
        submitted = at.jobs.submit(order())
        baffling = at.jobs.status(submitted.name)
        assert baffling is not None
        assert baffling.state is JobState.UNKNOWN
        assert "DAYDREAMING" in baffling.words
        if baffling.ended is None:
            assert not baffling.state.over
        SystemClock().sleep(0.4)
        assert at.ended(submitted).state is JobState.SUCCEEDED

    def test_a_job_that_is_not_there_has_no_status(self, at: Desk) -> None:
        submitted = at.jobs.submit(order())
        assert at.jobs.status(f"{submitted.name}9") is None


class TestSubmitting:
    @pytest.mark.parametrize("do", ["reset", "truncate_body", "not_json"])
    def test_a_lost_answer_is_perhaps_paid_and_the_job_is_found_by_its_name(self, at: Desk, do: str) -> None:
        at.simulator.script([{"operation": "batches.create", "do": do}])
        with pytest.raises(PerhapsPaid):
            at.jobs.submit(order())
        (found,) = at.jobs.find("job-1")
        assert len(at.created()) == 1
        assert len(list(at.jobs.results(at.ended(found)))) == 3

    def test_silence_is_perhaps_paid_and_not_asked_again(self, at: Desk) -> None:
        at.simulator.script([{"operation": "batches.create", "do": "delay", "seconds": 1.2}])
        slow = type(at.jobs)(
            settings_of(at.service, at.simulator.url, timeout=0.6), CATALOG, SystemClock(), place=at.place
        )
        with pytest.raises(PerhapsPaid):
            slow.submit(order())
        slow.close()
        SystemClock().sleep(1.0)
        assert len(at.created()) == len(at.jobs.find("job-1")) == 1

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            ({"do": "status", "status": 429}, RefusedForNow),
            ({"do": "status", "status": 400}, RefusedForGood),
            ({"do": "status", "status": 403}, RefusedForGood),
            ({"do": "status", "status": 500}, PerhapsPaid),
            ({"do": "status", "status": 503}, PerhapsPaid),
            ({"do": "html"}, PerhapsPaid),
        ],
        ids=lambda value: str(value.get("status", value["do"])) if isinstance(value, dict) else "",
    )
    def test_only_a_refusal_that_came_before_the_deed_says_that_nothing_was_created(
        self, at: Desk, fault: dict[str, Any], kind: type[ModelRefused]
    ) -> None:
        at.simulator.script([{"operation": "batches.create", **fault}])
        with pytest.raises(ModelRefused) as caught:
            at.jobs.submit(order())
        assert type(caught.value) is kind
        assert at.jobs.find("job-1") == []
        assert len([each for each in at.simulator.requests if each.operation == "batches.create"]) == 1

    def test_who_submits_twice_finds_both_the_oldest_first(self, at: Desk) -> None:
        first, second = at.jobs.submit(order()), at.jobs.submit(order())
        assert [job.name for job in at.jobs.find("job-1")] == [first.name, second.name]

    def test_a_job_is_found_on_whatever_page_it_is(self, opened: Open) -> None:
        with opened(Profile(batches=Batches(page=2))) as at:
            names = [at.jobs.submit(order(f"job-{number}", count=1)).name for number in range(5)]
            for number, name in enumerate(names):
                assert [job.name for job in at.jobs.find(f"job-{number}")] == [name]
            assert at.jobs.find("job-9") == []

    def test_a_job_may_be_listed_late(self, at: Desk) -> None:
        at.simulator.script([{"operation": "job", "do": "hide", "seconds": 0.5}])
        submitted = at.jobs.submit(order())
        assert at.jobs.find("job-1") == []
        SystemClock().sleep(0.5)
        assert [job.name for job in at.jobs.find("job-1")] == [submitted.name]

    @pytest.mark.parametrize(
        ("changes", "kind", "words"),
        [
            ({"lines": []}, BadInput, "it has no lines"),
            ({"lines": [JobLine(key="a", instruction=draft(1))] * 2}, BadInput, "a is in it twice"),
            (
                {"lines": [JobLine(key="a", instruction=draft(model="gemini-3-pro-image"))]},
                BadInput,
                "a asks for gemini-3-pro-image, and a job has one model",
            ),
            ({"lines": [JobLine(key="a", instruction=draft(image_size="4K"))]}, UnknownPrice, "no price"),
            ({"model": "gemini-9"}, UnknownPrice, "gemini-9"),
        ],
        ids=["empty", "twice", "two models", "no price", "no model"],
    )
    def test_what_makes_no_job_is_not_sent(
        self, at: Desk, changes: dict[str, Any], kind: type[Exception], words: str
    ) -> None:
        with pytest.raises(kind, match=words):
            at.jobs.submit(order(**changes))
        assert at.created() == []

    @pytest.mark.parametrize("name", ["", "a b", "A", 'x" OR state="', "a" * 129, "-a"])
    def test_a_name_that_not_every_list_can_hold_is_refused(self, at: Desk, name: str) -> None:
        with pytest.raises(ValueError, match="no name for a job"):
            at.jobs.submit(order(name))
        with pytest.raises(ValueError, match="no name for a job"):
            at.jobs.find(name)


class TestFindings:
    def test_a_missing_line_is_missing(self, at: Desk) -> None:
        at.simulator.script([{"operation": "results", "do": "drop", "lines": 2}])
        status, results = at.done(count=5)
        assert status.state is JobState.SUCCEEDED
        assert len(by_key(results)) == 3

    def test_a_line_that_comes_twice_is_told_twice(self, at: Desk) -> None:
        at.simulator.script([{"operation": "results", "do": "repeat", "lines": 1}])
        _, results = at.done(count=3)
        assert len(results) == 4
        assert len(by_key(results)) == 3

    def test_a_line_of_nobody_has_no_key_of_ours(self, at: Desk) -> None:
        at.simulator.script([{"operation": "results", "do": "alien", "lines": 1}])
        _, results = at.done(count=3)
        (alien,) = [result for result in results if result.key not in {key(seed) for seed in range(3)}]
        assert isinstance(alien.outcome, Unreadable) is (at.service is Service.VERTEX)

    def test_a_broken_line_is_a_finding_and_the_others_are_read(self, at: Desk) -> None:
        at.simulator.script([{"operation": "results", "do": "garble", "lines": 1}])
        _, results = at.done(count=3)
        (broken,) = [result for result in results if isinstance(result.outcome, Unreadable)]
        assert broken.key == ""
        assert "line " in broken.place
        assert len([result for result in results if isinstance(result.outcome, Picture)]) == 2

    def test_results_that_are_gone_are_not_found(self, at: Desk) -> None:
        at.simulator.script([{"operation": "results", "do": "lose"}])
        status = at.ended(at.jobs.submit(order()))
        with pytest.raises(FileNotFoundError):
            list(at.jobs.results(status))

    def test_a_wrong_declaration_is_seen_through(self, at: Desk) -> None:
        at.simulator.script([{"operation": "line", "do": "wrong_mime"}])
        _, results = at.done(count=1)
        made = results[0].outcome
        assert isinstance(made, Picture)
        assert (made.mime, made.declared_mime) == ("image/jpeg", "image/png")


class TestClearing:
    def test_nothing_of_a_job_stays_and_other_jobs_keep_theirs(self, at: Desk) -> None:
        red, image = picture("red")
        lines = [JobLine(key=key(1), instruction=draft(1, images=(red,)))]
        mine = at.ended(at.jobs.submit(order("job-1", lines=lines, load=lambda _ref: image)))
        other, _ = at.done("job-10")
        at.jobs.clear(mine)
        at.jobs.clear(mine)
        with pytest.raises(FileNotFoundError):
            list(at.jobs.results(mine))
        assert len(list(at.jobs.results(other))) == 3
        assert not any("job-1/" in name for name in at.stored())
        assert any("job-10/" in name for name in at.stored())
