"""Whatever happens: no cap is passed, nothing is paid beyond the printed worst case, no keeper is lost, nothing sticks.

The long form: `EXAMPLES=2000 pytest tests/statemachine`.
"""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.statemachine.emulated import EmulatedMachine
from tests.statemachine.machine import PipelineMachine
from tests.statemachine.running import thoroughness
from tests.statemachine.shop_machine import ShopMachine
from tests.support.buckets import LEFT_OPEN

pytestmark = [pytest.mark.slow, pytest.mark.timeout(36_000)]


def test_whatever_happens_on_one_machine_the_rules_hold() -> None:
    run_state_machine_as_test(PipelineMachine, settings=thoroughness(80, 40))


def test_whatever_a_shop_says_of_its_products_the_rules_hold_and_its_last_word_stands() -> None:
    run_state_machine_as_test(ShopMachine, settings=thoroughness(15, 30))


@LEFT_OPEN
def test_whatever_happens_on_firestore_and_cloud_storage_the_rules_hold(firestore_host: str) -> None:
    EmulatedMachine.host = firestore_host
    run_state_machine_as_test(EmulatedMachine, settings=thoroughness(4, 25))
