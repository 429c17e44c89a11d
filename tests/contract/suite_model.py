"""Random commits against a ledger and against a dictionary, which must always agree."""

import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.ports import Change, Create, Delete, Ledger, Replace
from tests.contract.suite_records import attempt

NUMBERS = range(1, 5)
STATES = [AttemptState.PLANNED, AttemptState.PASSED, AttemptState.APPROVED]


@dataclass(frozen=True)
class Step:
    """One change of a commit; a stale one is made from what the very first read of its key gave."""

    kind: type[Create] | type[Replace] | type[Delete]
    number: int
    state: AttemptState
    nanodollars: int
    stale: bool


steps = st.builds(
    Step,
    kind=st.sampled_from([Create, Replace, Delete]),
    number=st.sampled_from(NUMBERS),
    state=st.sampled_from(STATES),
    nanodollars=st.integers(0, 10**12),
    stale=st.booleans(),
)

commit_lists = st.lists(st.lists(steps, min_size=1, max_size=3), max_size=12)


@dataclass
class Model:
    """The same ledger as a dictionary, and the first revision seen of every key."""

    batch: str
    now: dict[str, Attempt] = field(default_factory=dict)
    first_seen: dict[str, Attempt] = field(default_factory=dict)

    def change(self, step: Step) -> Change:
        """The change that a step asks for."""
        usd = str(Decimal(step.nanodollars).scaleb(-9))
        wanted = attempt(step.number, batch=self.batch, state=step.state, usd=usd)
        base = (self.first_seen if step.stale else self.now).get(wanted.key, wanted)
        return step.kind(wanted.having(revision=base.revision))

    def accepts(self, change: Change) -> bool:
        """Whether the change's condition holds."""
        current = self.now.get(change.record.key)
        if isinstance(change, Create):
            return current is None
        return current is not None and current.revision == change.record.revision

    def apply(self, changes: list[Change], ledger: Ledger) -> None:
        """Take over a commit that succeeded, with the revisions the ledger gave."""
        for change in changes:
            key = change.record.key
            self.now.pop(key, None)
            found = ledger.get(Attempt, key)
            if found is not None:
                self.now[key] = found
                self.first_seen.setdefault(key, found)
                assert isinstance(change.record, Attempt)
                assert found.having(revision="") == change.record.having(revision="")
            assert (found is None) == isinstance(change, Delete)


class ModelSuite:
    """Inherited by the test class of every adapter, which provides the fixture `ledger`."""

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(commits=commit_lists)
    def test_a_ledger_behaves_like_a_dictionary(self, ledger: Ledger, commits: list[list[Step]]) -> None:
        self.check(ledger, commits)

    def check(self, ledger: Ledger, commits: list[list[Step]]) -> None:
        """Compare after every commit."""
        model = Model(batch=uuid.uuid4().hex)
        for commit in commits:
            changes = [model.change(step) for step in commit]
            distinct = len({change.record.key for change in changes}) == len(changes)
            expected = distinct and all(model.accepts(change) for change in changes)
            assert bool(ledger.commit(*changes)) is expected
            if expected:
                model.apply(changes, ledger)
            self._compare(ledger, model)

    def _compare(self, ledger: Ledger, model: Model) -> None:
        records = sorted(model.now.values(), key=lambda record: record.key)
        assert ledger.find(queries.attempts(model.batch)) == records
        passed = [each for each in records if each.state is AttemptState.PASSED]
        query = queries.attempts_in(model.batch, AttemptState.PASSED)
        assert ledger.count(query) == len(passed)
        assert ledger.total(query, "usd") == sum((each.usd for each in passed), Decimal(0))
        by_wave = replace(queries.attempts_of_item(f"{model.batch}/cup"), order="number", limit=2)
        assert ledger.find(by_wave) == records[:2]
