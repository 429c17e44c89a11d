import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from threading import Timer

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.ports import Create, Replace
from tests.contract.suite_records import attempt, keeper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with closing(SqliteLedger(path)) as ledger:
        yield ledger


def test_what_was_committed_is_there_after_reopening(path: Path) -> None:
    with closing(SqliteLedger(path)) as ledger:
        ledger.commit(Create(attempt(usd="0.039")))
    with closing(SqliteLedger(path)) as ledger:
        assert ledger.total(queries.attempts("b"), "usd") == Decimal("0.039")


def test_closing_leaves_no_connection_open(path: Path) -> None:
    ledger = SqliteLedger(path)
    ledger.commit(Create(attempt()))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ledger.find(queries.attempts("b")), range(64)))
    write_ahead_log = path.with_name("ledger.sqlite-wal")
    assert write_ahead_log.exists()
    ledger.close()
    assert not write_ahead_log.exists()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        ledger.get(Attempt, attempt().key)


def test_a_connection_that_is_read_from_while_the_ledger_closes_follows(path: Path) -> None:
    ledger = SqliteLedger(path)
    with ledger._connections.reading():
        ledger.close()
        assert path.with_name("ledger.sqlite-wal").exists()
    assert not path.with_name("ledger.sqlite-wal").exists()


def test_two_programs_share_a_ledger(ledger: SqliteLedger, path: Path) -> None:
    with closing(SqliteLedger(path)) as other:
        assert ledger.commit(Create(attempt()))
        seen = other.get(Attempt, attempt().key)
        assert seen is not None
        assert ledger.commit(Replace(seen.having(words="ours")))
        assert not other.commit(Replace(seen.having(words="theirs")))


def test_many_programs_may_create_a_ledger_at_once(path: Path) -> None:
    def open_and_write(number: int) -> None:
        with closing(SqliteLedger(path)) as ledger:
            assert ledger.commit(Create(attempt(number)))

    for _ in range(10):
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(open_and_write, range(12)))
        with closing(SqliteLedger(path)) as ledger:
            assert ledger.count(queries.attempts("b")) == 12
        path.unlink()


def test_a_foreign_transaction_does_not_block_readers(ledger: SqliteLedger, path: Path) -> None:
    ledger.commit(Create(attempt()))
    with closing(sqlite3.connect(path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        foreign.execute("DELETE FROM attempt")
        assert ledger.count(queries.attempts("b")) == 1
        foreign.execute("COMMIT")
    assert ledger.count(queries.attempts("b")) == 0


def test_a_commit_waits_for_another_program(ledger: SqliteLedger, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        release = Timer(0.2, foreign.execute, ["COMMIT"])
        release.start()
        assert ledger.commit(Create(attempt()))
        release.join()


def test_commits_are_forced_to_the_disk(ledger: SqliteLedger) -> None:
    with ledger._connections.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_failing_commit_changes_nothing_and_frees_the_ledger(ledger: SqliteLedger) -> None:
    with pytest.raises(OverflowError):
        ledger.commit(Create(attempt(1)), Create(attempt(2).having(wave=2**70)))
    assert ledger.commit(Create(attempt(3)))
    assert [each.number for each in ledger.find(queries.attempts("b"))] == [3]


def test_dollars_finer_than_a_nanodollar_count_as_the_next_one_in_totals_only(ledger: SqliteLedger) -> None:
    ledger.commit(Create(attempt(usd="0.0000000001")))
    assert ledger.total(queries.attempts("b"), "usd") == Decimal("0.000000001")
    assert [each.usd for each in ledger.find(queries.attempts("b"))] == [Decimal("0.0000000001")]


def test_values_never_become_sql(ledger: SqliteLedger) -> None:
    hostile = "b'; DROP TABLE keeper; --"
    ledger.commit(Create(keeper(1, batch=hostile)))
    assert ledger.count(queries.keepers_of_item(f"{hostile}/cup")) == 1
