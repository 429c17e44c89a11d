from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.ports import Ledger
from tests.contract.suite_ledger import LedgerSuite
from tests.contract.suite_model import ModelSuite


class TestSqliteLedger(LedgerSuite, ModelSuite):
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        with closing(SqliteLedger(tmp_path / "ledger.sqlite")) as ledger:
            yield ledger
