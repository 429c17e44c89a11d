import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from proofpress.ports import Ledger
from proofpress.reporting.build import build
from proofpress.reporting.model import Report, schema_of_report
from tests.reporting.records import BATCH, batch, catalog, item, mixed_batch, save


def as_json(ledger: Ledger) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(build(ledger, BATCH, catalog()).model_dump_json())
    return loaded


@pytest.fixture
def validator() -> Draft202012Validator:
    schema = schema_of_report()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_a_report_keeps_to_its_schema(ledger: Ledger, validator: Draft202012Validator) -> None:
    save(ledger, *mixed_batch())
    validator.validate(as_json(ledger))


def test_an_empty_report_keeps_to_its_schema(ledger: Ledger, validator: Draft202012Validator) -> None:
    save(ledger, batch(items=1), item())
    validator.validate(as_json(ledger))


def test_a_report_with_an_unknown_field_breaks_the_schema(ledger: Ledger, validator: Draft202012Validator) -> None:
    save(ledger, *mixed_batch())
    with pytest.raises(ValidationError):
        validator.validate({**as_json(ledger), "surprise": 1})


def test_money_is_a_number_in_json(ledger: Ledger) -> None:
    save(ledger, *mixed_batch())
    whole = as_json(ledger)["batch"]
    assert isinstance(whole, dict)
    assert whole["usd"]["spent"] == 0.3627
    assert whole["usd_per_keeper"] == 0.3627


def test_a_report_reads_back_as_it_was_written(ledger: Ledger) -> None:
    save(ledger, *mixed_batch())
    written = build(ledger, BATCH, catalog()).model_dump_json()
    assert Report.model_validate_json(written).model_dump_json() == written


def test_two_runs_differ_in_their_times_only(ledger: Ledger) -> None:
    save(ledger, *mixed_batch())
    first = build(ledger, BATCH, catalog())
    later = first.batch.times.model_copy(update={"seconds": 7200.0})
    second = first.model_copy(update={"batch": first.batch.model_copy(update={"times": later})})
    assert first != second
    assert without_times(first) == without_times(second)


def without_times(report: Report) -> dict[str, object]:
    return report.model_dump(exclude={"batch": {"times"}})
