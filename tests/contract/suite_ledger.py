"""What every Ledger keeps to. A subclass provides the fixture `ledger`: an empty one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import Stop
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.domain.queries import Query, Where
from proofpress.domain.records import Attempt, DeadLetter, Finding, FindingKind, Job, Keeper, Record, Sketch
from proofpress.domain.states import AttemptState, JobStep
from proofpress.ports import Create, Delete, Ledger, Replace
from tests.contract.suite_records import NOW, attempt, job, keeper, sketch


def stored(ledger: Ledger, record: Record) -> Record:
    """Create a record and read it back."""
    assert ledger.commit(Create(record))
    found = ledger.get(type(record), record.key)
    assert found is not None
    return found


class LedgerSuite:
    """Inherited by the test class of every adapter."""

    def test_a_key_that_was_never_written_is_none(self, ledger: Ledger) -> None:
        assert ledger.get(Attempt, "b/cup/0001") is None

    def test_a_record_comes_back_as_it_was_written(self, ledger: Ledger) -> None:
        written = attempt(usd="0.039123456").having(words="“déjà vu”", figures={"sharpness": 1.5, "tone": "warm"})
        found = stored(ledger, written)
        assert found.having(revision="") == written
        assert found.revision

    def test_kinds_do_not_share_their_keys(self, ledger: Ledger) -> None:
        stored(ledger, keeper(1))
        assert ledger.get(Attempt, keeper(1).key) is None

    def test_a_taken_key_cannot_be_created_again(self, ledger: Ledger) -> None:
        first = stored(ledger, keeper(1, 1))
        assert not ledger.commit(Create(keeper(1, 2)))
        assert ledger.get(Keeper, first.key) == first

    def test_a_replacement_changes_the_record_and_its_revision(self, ledger: Ledger) -> None:
        first = stored(ledger, attempt())
        assert ledger.commit(Replace(first.having(state=AttemptState.LEASED)))
        second = ledger.get(Attempt, first.key)
        assert second is not None
        assert second.state is AttemptState.LEASED
        assert second.revision != first.revision

    def test_a_receipt_has_what_was_written_at_its_new_revision(self, ledger: Ledger) -> None:
        first = stored(ledger, attempt())
        receipt = ledger.commit(Replace(first.having(words="second")), Create(keeper(1)))
        second = receipt.of(first)
        assert second == ledger.get(Attempt, first.key)
        assert receipt.of(keeper(1)) == ledger.get(Keeper, keeper(1).key)
        assert ledger.commit(Replace(second.having(words="third")))

    def test_a_receipt_lets_a_created_record_be_replaced_unread(self, ledger: Ledger) -> None:
        created = ledger.commit(Create(attempt())).of(attempt())
        assert ledger.commit(Replace(created), Create(keeper(1)))
        assert not ledger.commit(Replace(created))

    def test_the_receipt_of_a_refused_commit_has_nothing(self, ledger: Ledger) -> None:
        receipt = ledger.commit(Replace(attempt()))
        assert not receipt
        with pytest.raises(KeyError, match="b/cup/0001"):
            receipt.of(attempt())

    def test_a_stale_replacement_is_refused(self, ledger: Ledger) -> None:
        first = stored(ledger, attempt())
        assert ledger.commit(Replace(first.having(words="winner")))
        assert not ledger.commit(Replace(first.having(words="loser")))
        found = ledger.get(Attempt, first.key)
        assert found is not None
        assert found.words == "winner"

    def test_what_was_never_read_cannot_be_replaced(self, ledger: Ledger) -> None:
        stored(ledger, attempt())
        assert not ledger.commit(Replace(attempt()))
        assert not ledger.commit(Replace(attempt(2)))

    def test_a_deleted_record_is_gone(self, ledger: Ledger) -> None:
        first = stored(ledger, keeper(1))
        assert ledger.commit(Delete(first))
        assert ledger.get(Keeper, first.key) is None
        assert not ledger.commit(Delete(first))

    def test_a_stale_deletion_is_refused(self, ledger: Ledger) -> None:
        first = stored(ledger, attempt())
        assert ledger.commit(Replace(first))
        assert not ledger.commit(Delete(first))
        assert ledger.get(Attempt, first.key) is not None

    def test_a_record_created_again_is_not_the_one_that_was_read_before(self, ledger: Ledger) -> None:
        first = stored(ledger, keeper(1, 1))
        assert ledger.commit(Delete(first))
        assert ledger.commit(Create(keeper(1, 2)))
        assert not ledger.commit(Replace(first))
        assert not ledger.commit(Delete(first))

    @pytest.mark.parametrize("loser", [Create(attempt(1)), Replace(attempt(3)), Delete(attempt(3))])
    def test_one_failing_condition_undoes_the_whole_commit(
        self, ledger: Ledger, loser: Create | Replace | Delete
    ) -> None:
        first = stored(ledger, attempt(1))
        slot = stored(ledger, keeper(1))
        assert not ledger.commit(
            Create(attempt(2)), Replace(slot.having(attempt=9)), Replace(first.having(words="x")), loser
        )
        assert ledger.get(Attempt, attempt(2).key) is None
        assert ledger.get(Keeper, slot.key) == slot
        assert ledger.get(Attempt, first.key) == first

    def test_two_changes_of_one_record_clash(self, ledger: Ledger) -> None:
        first = stored(ledger, keeper(1, 1))
        assert not ledger.commit(Create(attempt(1)), Create(attempt(1)))
        assert not ledger.commit(Delete(first), Create(keeper(1, 2)))
        assert ledger.get(Attempt, attempt(1).key) is None
        assert ledger.get(Keeper, first.key) == first

    def test_an_empty_commit_holds(self, ledger: Ledger) -> None:
        assert ledger.commit()

    def test_a_query_finds_what_meets_all_its_conditions_in_key_order(self, ledger: Ledger) -> None:
        states = [AttemptState.PASSED, AttemptState.APPROVED, AttemptState.PLANNED, AttemptState.PASSED]
        for number, state in reversed(list(enumerate(states, 1))):
            stored(ledger, attempt(number, state=state))
        stored(ledger, attempt(1, item="dog", state=AttemptState.PASSED))
        stored(ledger, attempt(1, batch="other", state=AttemptState.PASSED))
        found = ledger.find(queries.attempts_in("b", AttemptState.PASSED, AttemptState.APPROVED))
        assert [each.key for each in found] == ["b/cup/0001", "b/cup/0002", "b/cup/0004", "b/dog/0001"]
        before = ledger.find(queries.alive_before("b/cup", 4))
        assert [each.number for each in before] == [1, 2, 3]

    def test_a_query_follows_replacements_of_the_fields_it_uses(self, ledger: Ledger) -> None:
        first = stored(ledger, attempt())
        assert ledger.commit(Replace(first.having(state=AttemptState.APPROVED)))
        assert ledger.count(queries.unleased("b/0000")) == 0
        assert [each.number for each in ledger.find(queries.next_approved("b/cup"))] == [1]

    def test_a_query_can_order_by_a_field_and_take_the_first(self, ledger: Ledger) -> None:
        for number in (7, 3, 5):
            stored(ledger, attempt(number, state=AttemptState.APPROVED))
        assert [each.number for each in ledger.find(queries.next_approved("b/cup"))] == [3]

    def test_a_truth_value_can_be_queried(self, ledger: Ledger) -> None:
        letters = [
            DeadLetter(id=name, topic="drafts", attributes={}, data="{}", reason="?", deliveries=8, time=NOW)
            for name in "ab"
        ]
        assert ledger.commit(Create(letters[0]), Create(letters[1].having(replayed=True)))
        assert [each.id for each in ledger.find(queries.dead_letters())] == ["a"]

    @pytest.mark.parametrize("states", [(AttemptState.PLANNED,), (AttemptState.PLANNED, AttemptState.PASSED)])
    def test_pages_miss_nothing_and_repeat_nothing(self, ledger: Ledger, states: tuple[AttemptState, ...]) -> None:
        for number in range(1, 8):
            stored(ledger, attempt(number))
        stored(ledger, attempt(1, batch="other"))
        query, pages, after = replace(queries.attempts_in("b", *states), limit=3), [], ""
        while page := ledger.find(replace(query, after=after)):
            pages.append([each.number for each in page])
            assert ledger.count(replace(query, after=after)) == len(page)
            after = page[-1].key
        assert [len(page) for page in pages] == [3, 3, 1]
        assert sorted(number for page in pages for number in page) == [1, 2, 3, 4, 5, 6, 7]

    def test_nothing_is_among_no_values(self, ledger: Ledger) -> None:
        assert ledger.find(queries.sketches_marked()) == ledger.find(queries.sketches_marked().up_to(2)) == []
        stored(ledger, attempt())
        assert ledger.find(queries.attempts_in("b")) == []
        assert ledger.count(queries.attempts_in("b")) == 0
        assert ledger.total(queries.attempts_in("b"), "usd") == 0

    def test_counts_and_totals_agree_with_what_is_found(self, ledger: Ledger) -> None:
        for number, usd in enumerate(["0.1", "0.2", "0.000000001"], 1):
            stored(ledger, attempt(number, usd=usd))
        stored(ledger, attempt(1, batch="other", usd="5"))
        query = queries.attempts_of_cohort("b/0000")
        assert ledger.count(query) == 3
        assert ledger.total(query, "usd") == Decimal("0.300000001")
        assert ledger.count(replace(query, limit=2)) == 2

    def test_the_total_of_nothing_is_zero(self, ledger: Ledger) -> None:
        assert ledger.total(queries.attempts("b"), "usd") == 0

    def test_what_moved_since_a_moment_comes_in_the_order_of_its_moves(self, ledger: Ledger) -> None:
        for number, seconds in ((1, 30), (2, 0), (3, 60), (4, 29.5)):
            stored(ledger, attempt(number).having(changed=NOW + timedelta(seconds=seconds)))
        stored(ledger, attempt(5, batch="other").having(changed=NOW + timedelta(seconds=90)))
        since = int(NOW.timestamp()) + 29
        moved = ledger.find(queries.changed_attempts("b", since, 10))
        assert [found.number for found in moved] == [4, 1, 3]
        assert [found.number for found in ledger.find(queries.changed_attempts("b", since, 2))] == [4, 1]

    @pytest.mark.parametrize("part", [{"limit": 2}, {"after": "b/cup/0001"}])
    def test_a_part_of_a_query_has_no_total(self, ledger: Ledger, part: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="whole query"):
            ledger.total(replace(queries.attempts("b"), **part), "usd")

    def test_a_record_is_found_once_by_any_of_its_marks(self, ledger: Ledger) -> None:
        for number, marks in enumerate(["ab", "bc", "d", ""], 1):
            stored(ledger, sketch(number, *marks))
        for wanted, found in [("b", [1, 2]), ("abc", [1, 2]), ("dx", [3]), ("x", [])]:
            query = queries.sketches_marked(*wanted)
            assert [each.key[-1] for each in ledger.find(query)] == [str(number) for number in found]
            assert ledger.count(query) == len(found)

    def test_a_record_may_be_looked_for_by_thirty_marks(self, ledger: Ledger) -> None:
        marks = [f"mark {number}" for number in range(30)]
        stored(ledger, sketch(1, *marks[:13]))
        assert len(ledger.find(queries.sketches_marked(*marks))) == 1

    def test_of_the_records_with_a_mark_no_more_than_a_limit_are_found(self, ledger: Ledger) -> None:
        for number in range(1, 6):
            stored(ledger, sketch(number, "same", "too", str(number)))
        query = queries.sketches_marked("same", "too", "5").up_to(3)
        found = ledger.find(query)
        assert len({each.key for each in found}) == len(found) == 3
        assert ledger.count(query) == 3

    def test_marks_follow_replacements_and_deletions(self, ledger: Ledger) -> None:
        first, second = stored(ledger, sketch(1, "a", "b")), stored(ledger, sketch(2, "a"))
        assert ledger.commit(Replace(first.having(marks=("b", "c"))))
        assert ledger.commit(Delete(second))
        found = [ledger.find(queries.sketches_marked(mark)) for mark in "abc"]
        assert [[each.key for each in each_found] for each_found in found] == [[], [first.key], [first.key]]

    def test_a_refused_commit_leaves_the_marks_as_they_were(self, ledger: Ledger) -> None:
        first = stored(ledger, sketch(1, "a"))
        assert not ledger.commit(Replace(first.having(marks=("b",))), Create(sketch(2, "b")), Replace(attempt()))
        assert [len(ledger.find(queries.sketches_marked(mark))) for mark in "ab"] == [1, 0]

    def test_sketches_are_paged_by_their_scope(self, ledger: Ledger) -> None:
        for number in range(1, 6):
            stored(ledger, sketch(number, "same", scope="odd" if number % 2 else "even"))
        query, keys, after = replace(queries.sketches("odd"), limit=2), list[str](), ""
        while page := ledger.find(replace(query, after=after)):
            keys += [each.key[-1] for each in page]
            after = page[-1].key
        assert sorted(keys) == ["1", "3", "5"]

    def test_what_is_listed_is_found_by_what_it_contains_and_nothing_else_is(self, ledger: Ledger) -> None:
        stored(ledger, sketch(1, "a"))
        for where in (Where("marks", "==", "a"), Where("scope", "contains_any", ("b",))):
            with pytest.raises(ValueError, match=where.field):
                ledger.find(Query(Sketch, (where,)))

    def test_a_field_without_an_index_cannot_be_queried(self, ledger: Ledger) -> None:
        query = Query(Attempt, (Where("words", "==", "x"),))
        for ask in (ledger.find, ledger.count):
            with pytest.raises(ValueError, match="words"):
                ask(query)
        with pytest.raises(ValueError, match="words"):
            ledger.find(Query(Attempt, order="words"))

    def test_only_dollars_have_totals(self, ledger: Ledger) -> None:
        with pytest.raises(ValueError, match="not in dollars"):
            ledger.total(queries.attempts("b"), "number")

    def test_a_kind_that_ledgers_do_not_keep_is_refused(self, ledger: Ledger) -> None:
        class Stranger(Record):
            pass

        with pytest.raises(KeyError):
            ledger.get(Stranger, "x")

    def test_a_record_of_a_later_version_stops_whoever_reads_it(self, ledger: Ledger) -> None:
        assert ledger.commit(Create(attempt().having(version=99)))
        with pytest.raises(Stop, match=r"kind Attempt .* install the version"):
            ledger.get(Attempt, attempt().key)

    def test_keys_of_any_characters_are_told_apart(self, ledger: Ledger) -> None:
        names = ["a/b", "a:b", "a%2Fb", "a%3Ab", "a b", "..", "__x__", "ü", "a'; DROP TABLE keeper; --"]
        for slot, name in enumerate(names, 1):
            stored(ledger, DeadLetter(id=name, topic="t", attributes={}, data="", reason="", deliveries=slot, time=NOW))
        for slot, name in enumerate(names, 1):
            found = ledger.get(DeadLetter, name)
            assert found is not None
            assert found.deliveries == slot

    def test_a_job_comes_back_with_what_the_service_said_of_it(self, ledger: Ledger) -> None:
        status = JobStatus(name="batches/7", state=JobState.PARTIAL, words="PARTLY", created=NOW, output="files/out")
        found = Finding(kind=FindingKind.DUPLICATE, key="b/cup/0001", words="line 3")
        written = job().seen(status).noting(found, found)
        assert stored(ledger, written).having(revision="") == written
        assert [each.key for each in ledger.find(queries.jobs_named("batches/7"))] == ["b-1"]

    def test_a_job_and_the_calls_that_are_bound_to_it_are_written_together_or_not_at_all(self, ledger: Ledger) -> None:
        waiting = stored(ledger, attempt())
        bound = waiting.having(job=job().key)
        assert ledger.commit(Create(job()), Replace(bound))
        assert not ledger.commit(Create(job(2)), Replace(waiting.having(job=job(2).key)))
        assert ledger.get(Job, job(2).key) is None
        assert [each.key for each in ledger.find(queries.attempts_of_job(job().key))] == ["b/cup/0001"]

    def test_jobs_are_found_by_how_long_they_have_stood_still_and_whether_they_are_over(self, ledger: Ledger) -> None:
        for number, still_since in ((1, 30), (2, 10), (3, 20)):
            stored(ledger, job(number).having(still_since=still_since))
        stored(ledger, job(4).moved(JobStep.CANCELLED, NOW))
        stored(ledger, job(5, batch="c").having(still_since=5))
        assert [each.key for each in ledger.find(queries.due_jobs("b", 25, 10))] == ["b-2", "b-3"]
        assert [each.key for each in ledger.find(queries.jobs_under_way("b"))] == ["b-1", "b-2", "b-3"]
        assert ledger.count(queries.all_jobs_under_way()) == 4

    def test_many_threads_create_distinct_keys(self, ledger: Ledger) -> None:
        with ThreadPoolExecutor(32) as pool:
            assert all(pool.map(lambda number: ledger.commit(Create(attempt(number))), range(1, 129)))
        assert ledger.count(queries.attempts("b")) == 128

    def test_of_racing_creators_exactly_one_wins(self, ledger: Ledger) -> None:
        start = Barrier(16)

        def create(number: int) -> bool:
            start.wait()
            return bool(ledger.commit(Create(keeper(1, number)), Create(attempt(number))))

        with ThreadPoolExecutor(16) as pool:
            won = list(pool.map(create, range(16)))
        assert won.count(True) == 1
        slot = ledger.get(Keeper, keeper(1).key)
        assert slot is not None
        assert slot.attempt == won.index(True)
        assert [each.number for each in ledger.find(queries.attempts("b"))] == [won.index(True)]

    def test_no_increment_is_lost_among_racing_replacements(self, ledger: Ledger) -> None:
        stored(ledger, attempt())

        def increment(_: int) -> None:
            while True:
                found = ledger.get(Attempt, attempt().key)
                assert found is not None
                if ledger.commit(Replace(found.having(leases=found.leases + 1))):
                    return

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(increment, range(40)))
        found = ledger.get(Attempt, attempt().key)
        assert found is not None
        assert found.leases == 40
