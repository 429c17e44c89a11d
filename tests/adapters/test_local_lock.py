import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.adapters.local.filelock import exclusive
from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain.errors import BadInput

HOLDER = """
import sys, time
from pathlib import Path
from proofpress.adapters.local.lock import WorkspaceLock
with WorkspaceLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_work_folder_is_made_and_can_be_locked_again_and_again(tmp_path: Path) -> None:
    for _ in range(2):
        with WorkspaceLock(tmp_path / "work"):
            assert (tmp_path / "work").is_dir()


def test_a_second_run_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path):
        pattern = rf"{tmp_path} \(pid {os.getpid()}, since \d{{4}}-.* UTC\): wait for it to end or pass --workspace"
        for _ in range(2):
            with pytest.raises(BadInput, match=pattern), WorkspaceLock(tmp_path):
                pytest.fail("two runs hold one folder")
    with WorkspaceLock(tmp_path):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BadInput, match=f"pid {holder.pid}"), WorkspaceLock(tmp_path):
            pytest.fail("two processes hold one folder")
        holder.kill()
        holder.wait()
        with WorkspaceLock(tmp_path):
            pass


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), WorkspaceLock(tmp_path):
        _ = 1 / 0
    with WorkspaceLock(tmp_path):
        pass


def test_a_file_lock_is_not_shared_within_a_process(tmp_path: Path) -> None:
    with exclusive(tmp_path / "lock"), pytest.raises(BlockingIOError), exclusive(tmp_path / "lock", wait=False):
        pytest.fail("one lock is held twice")
