from pathlib import Path

import pytest

from proofpress.adapters.local.store import FolderStore
from proofpress.ports import Store
from tests.contract.suite_store import StoreSuite


class TestFolderStore(StoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return FolderStore(tmp_path)
