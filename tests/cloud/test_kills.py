"""Functions under load are killed by SIGKILL for as long as KILL_MINUTES says; then the books are gone through.

Manifests of both lanes arrive all the time, and a shop tells of a product whose banners are to be painted. KILL_SEED
decides who is killed when; it is printed.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal

import pytest

from proofpress.domain import queries
from proofpress.domain.campaigns.index import ProductIndex, product_index_name
from proofpress.domain.catalog import Lane
from proofpress.domain.records import Product
from proofpress.domain.states import AttemptState, ItemState, JobStep, ProductState
from proofpress.entry.cloud.topology import Function
from proofpress.entry.emulated.scheduler import call
from proofpress.ports import Bucket
from tests.stages import invariants
from tests.support.killed import MINUTES, SEED, Aftermath, started
from tests.support.killed_load import PRODUCT
from tests.support.killing import ALL_AT_WORK

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800 + 180 * MINUTES)]

DOLLAR = Decimal("1e-9")


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    with ExitStack() as stack:
        yield started(tmp_path_factory.mktemp("kills"), stack)


def test_every_function_was_killed_and_calls_were_under_way(
    aftermath: Aftermath, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, payments = aftermath.killer.kills, aftermath.cloud.service.payments()
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {SEED}: {kills.total()} kills in {MINUTES:g} minutes, {len(aftermath.batches)} batches, "
            f"{len(aftermath.jobs)} jobs, {aftermath.told} events, "
            f"{len(aftermath.records)} slots, {sum(payments.values())} paid calls, "
            f"{len(aftermath.killer.in_flight)} of them under way at a kill, "
            f"{sum(count > 1 for count in payments.values())} paid twice, "
            f"{aftermath.courier.refused.total()} redeliveries\n"
        )
    assert set(kills) == set(ALL_AT_WORK)
    assert aftermath.courier.refused[0], "no delivery was cut off"
    # On a busy machine a short run may miss every call; test_storm.py kills each kind of call for certain.
    assert aftermath.killer.in_flight or MINUTES < 2


def test_nothing_is_paid_twice_but_calls_under_way_at_a_kill(aftermath: Aftermath) -> None:
    payments = aftermath.cloud.service.payments()
    twice = {label for (label, _), count in payments.items() if count > 1}

    assert twice <= aftermath.killer.in_flight
    assert max(payments.values()) <= 2


def test_no_job_is_created_twice_and_no_call_of_the_batch_lane_is_paid_twice(aftermath: Aftermath) -> None:
    lines = aftermath.cloud.service.lines()
    created = Counter(line["job"] for line in lines if line["operation"] == "batches.create" and line["status"] == 200)
    billed = Counter(line["attempt"] for line in lines if line["billed"] and line["lane"] == Lane.BATCH)
    assert billed
    assert max(created.values()) == max(billed.values()) == 1
    assert set(created) == {job.key for job in aftermath.jobs if job.step is not JobStep.LOST}


def test_no_cap_is_passed(aftermath: Aftermath) -> None:
    for batch in aftermath.batches:
        invariants.check_caps(aftermath.books, batch)


def test_every_billed_dollar_is_booked_where_it_was_spent(aftermath: Aftermath) -> None:
    billed = defaultdict[str, Decimal](Decimal)
    for line in aftermath.cloud.service.lines():
        billed[str(line["attempt"])] += Decimal(line["usd"])
    for record in aftermath.records:
        paid = billed.pop(record.key, Decimal(0))
        assert record.usd - DOLLAR <= paid <= record.usd + record.perhaps_usd + DOLLAR, record.key
    assert not any(billed.values())


def test_every_object_has_its_lineage_and_every_lineage_its_object(aftermath: Aftermath) -> None:
    drawn = {line["sha256"] for line in aftermath.cloud.service.lines() if line["billed"]}
    for batch in aftermath.batches:
        invariants.check_objects(aftermath.books, batch)
    pictures = [record for record in aftermath.records if record.image]
    assert pictures
    for record in pictures:
        assert record.image is not None
        assert record.image.sha256 in drawn, record.key
        stored = aftermath.books.store.stat(Bucket(record.image.bucket), record.image.name)
        is_carried_over = stored is not None and "source" in stored.metadata
        assert record.instruction is not None or is_carried_over, record.key


def test_no_keeper_is_lost_and_none_comes_twice(aftermath: Aftermath) -> None:
    told = aftermath.outcomes.keepers()
    for batch in aftermath.batches:
        invariants.check_ended(aftermath.books, batch)
        keepers = aftermath.books.keepers(batch)
        of_item = Counter(attempt.item for attempt in aftermath.books.attempts(batch) if attempt.key in keepers)
        for item in aftermath.books.items(batch):
            assert of_item[item.key] == item.spec.want or (of_item[item.key], item.state) == (0, ItemState.STOPPED)
        assert {key: len(ids) for key, ids in told.items() if key.startswith(f"{batch}/")} == dict.fromkeys(keepers, 1)


def test_every_failure_has_its_reason_and_nothing_is_a_dead_letter(aftermath: Aftermath) -> None:
    for record in aftermath.records:
        if record.state == AttemptState.FAILED:
            assert record.failure is not None, record.key
            assert record.words, record.key
    assert aftermath.ledger.find(queries.dead_letters()) == []


def test_the_banners_show_what_the_shop_said_last(aftermath: Aftermath) -> None:
    product = aftermath.ledger.get(Product, PRODUCT)
    assert product is not None
    assert product.state is ProductState.ARRANGED, product.words
    assert product.told["price"] == f"{aftermath.told}.00"
    name = product_index_name(product.campaign, product.name)
    index = ProductIndex.model_validate_json(aftermath.books.store.get(Bucket.DELIVERIES, name))
    assert [banner.edition for banner in index.banners] == [product.edition]
    assert aftermath.books.store.stat(Bucket.DELIVERIES, index.banners[0].object)


def test_nothing_is_stuck(aftermath: Aftermath) -> None:
    assert call(aftermath.cloud.emulated.functions[Function.SWEEP]) // 100 == 2
    assert not [record.key for record in aftermath.records if record.lease_until is not None]
    assert not aftermath.ledger.find(queries.untold_batches())
    assert not aftermath.ledger.find(queries.untold_finals())
    assert not aftermath.ledger.find(queries.untold_items())
    assert not aftermath.ledger.find(queries.untold_products())
    assert not aftermath.ledger.find(queries.all_jobs_under_way())
