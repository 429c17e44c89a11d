"""The planted faults still have their places in the code, and are found by the tests that they name."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.mutants.catalogue import MUTANTS
from tools.mutants.mutant import PACKAGE, PROJECT, Mutant, Verdict, is_stale
from tools.mutants.trying import copied, trial


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_place_of_every_mutant_is_in_the_code_once(mutant: Mutant) -> None:
    assert not is_stale(mutant)
    assert mutant.new != mutant.old


def test_names_tell_mutants_apart() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_the_tests_that_mutants_name_are_there() -> None:
    named = {test.partition("::")[0] for mutant in MUTANTS for test in mutant.tests}
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []


def test_a_mutant_is_code_that_runs_and_uses_no_name_that_is_not_there(tmp_path: Path) -> None:
    """A test would kill it for its faulty code, whatever promise it breaks."""
    for place, mutant in enumerate(MUTANTS):
        text = (PROJECT / PACKAGE / mutant.module).read_text("utf-8").replace(mutant.old, mutant.new)
        (tmp_path / f"{place}.py").write_text(text, "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F82,PLE", "--output-format", "concise"]
    ended = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    with copied() as folder:
        yield folder


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_ledger_without_compare_and_set_is_found_and_the_copy_is_mended(copy: Path) -> None:
    found = trial(MUTANTS[0], copy)
    assert (found.verdict, found.killer.partition("::")[0]) == (Verdict.KILLED, "tests/contract/test_ledger.py")
    assert not is_stale(MUTANTS[0])
    assert MUTANTS[0].old in (copy / PACKAGE / MUTANTS[0].module).read_text("utf-8")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("new", "verdict"), [('"""The names and', Verdict.SURVIVED), ('raise OSError\n"""Names and', Verdict.UNCLEAR)]
)
def test_only_a_test_that_fails_kills(copy: Path, new: str, verdict: Verdict) -> None:
    mutant = Mutant("harmless", "adapters/local/tables.py", '"""Names and', new, MUTANTS[0].tests)
    assert trial(mutant, copy).verdict is verdict
