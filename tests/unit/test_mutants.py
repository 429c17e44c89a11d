"""The planted faults still have their places in the code, and are found by the tests that they name."""

import pytest

from tools.mutants.catalogue import MUTANTS
from tools.mutants.mutant import Mutant, Verdict, is_stale, verdict


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_place_of_every_mutant_is_in_the_code_once(mutant: Mutant) -> None:
    assert not is_stale(mutant)
    assert mutant.new != mutant.old


def test_names_tell_mutants_apart() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_ledger_without_compare_and_set_is_found() -> None:
    assert verdict(MUTANTS[0]) is Verdict.KILLED


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_change_that_breaks_no_promise_survives() -> None:
    mutant = Mutant("harmless", "adapters/local/tables.py", '"""Names and', '"""The names and', MUTANTS[0].tests)
    assert verdict(mutant) is Verdict.SURVIVED
