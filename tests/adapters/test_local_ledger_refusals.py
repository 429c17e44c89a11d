import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.adapters.local import connections
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.tables import SCHEMA_VERSION
from proofpress.domain import queries
from proofpress.domain.errors import BadInput, Retry, Stop
from proofpress.domain.records import Attempt
from proofpress.ports import Create
from tests.contract.suite_records import attempt


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with closing(SqliteLedger(path)) as ledger:
        yield ledger


def test_a_commit_that_waited_too_long_can_be_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.05)
    with closing(SqliteLedger(path)) as ledger:
        with closing(sqlite3.connect(path, isolation_level=None)) as foreign:
            foreign.execute("BEGIN IMMEDIATE")
            with pytest.raises(Retry, match="locked by another process"):
                ledger.commit(Create(attempt()))
        assert ledger.commit(Create(attempt()))


@pytest.mark.parametrize(("version", "mend"), [(SCHEMA_VERSION + 1, "update proofpress"), (-1, "install the")])
def test_a_ledger_of_another_schema_is_refused_untouched(path: Path, version: int, mend: str) -> None:
    SqliteLedger(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(BadInput, match=mend):
        SqliteLedger(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cookies (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="another program"):
        SqliteLedger(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 100)
    with pytest.raises(BadInput, match="is not a ledger"):
        SqliteLedger(path)


def test_a_ledger_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "folder", tmp_path / "file" / "ledger.sqlite"):
        with pytest.raises(BadInput, match=f"^{path} cannot be opened"):
            SqliteLedger(path)


def test_a_damaged_ledger_stops(path: Path) -> None:
    with closing(SqliteLedger(path)) as ledger:
        ledger.commit(*(Create(attempt(number)) for number in range(600)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) // 2))
    with closing(SqliteLedger(path)) as ledger, pytest.raises(Stop, match="is damaged"):
        ledger.find(queries.attempts("b"))
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(Stop, match="is damaged"):
        SqliteLedger(path)


@pytest.mark.parametrize(("field", "value"), [("$.version", 2), ("$.wave", "second")])
def test_a_record_that_cannot_be_read_stops(ledger: SqliteLedger, path: Path, field: str, value: object) -> None:
    ledger.commit(Create(attempt()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE attempt SET body = json_set(body, ?, ?)", (field, value))
    with pytest.raises(Stop, match=r"kind Attempt .* install the version"):
        ledger.get(Attempt, attempt().key)
