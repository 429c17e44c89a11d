from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    made = SqliteLedger(tmp_path / "ledger.sqlite")
    yield made
    made.close()
