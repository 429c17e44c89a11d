import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain.errors import Stop
from proofpress.domain.records import Attempt

FORKING = """
import os, sys
from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain.records import Attempt
from proofpress.ports import Create
from tests.contract.suite_records import attempt

ledger = FirestoreLedger(sys.argv[1], "proofpress")
children = []
for number in (1, 2):
    child = os.fork()
    if not child:
        assert ledger.commit(Create(attempt(number)))
        assert ledger.get(Attempt, attempt(number).key)
        ledger.close()
        os._exit(0)
    children.append(child)
assert all(os.waitpid(child, 0)[1] == 0 for child in children)
assert ledger.get(Attempt, attempt(1).key) and ledger.get(Attempt, attempt(2).key)
ledger.close()
"""


def test_a_server_may_fork_between_making_a_ledger_and_using_it(firestore_host: str) -> None:
    project, root = f"test-{uuid4().hex}", Path(__file__).parents[2]
    environment = {"FIRESTORE_EMULATOR_HOST": firestore_host, "PYTHONPATH": f"{root}:{root / 'shared'}"}
    subprocess.run([sys.executable, "-c", FORKING, project], check=True, timeout=60, env=environment, cwd=root)


def test_threads_share_one_connection_from_the_first_call_on(
    firestore_host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firestore_host)
    ledger, barrier = FirestoreLedger(f"test-{uuid4().hex}", "proofpress"), Barrier(16)

    def first_call(_: int) -> int:
        barrier.wait()
        assert ledger.get(Attempt, "b/cup/0001") is None
        return id(ledger._connection.client)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(first_call, range(16)))) == 1
    ledger.close()


def test_a_ledger_that_was_never_used_needs_no_credentials_to_close() -> None:
    FirestoreLedger("p", "proofpress").close()


def test_nobody_logged_in_is_told_how_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    with pytest.raises(Stop, match="gcloud auth application-default login"):
        FirestoreLedger("p", "proofpress").get(Attempt, "b/cup/0001")
