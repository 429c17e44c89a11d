"""What a keeper costs besides the models, from counts and list prices."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.entry.cloud.topology import CONCURRENCY, Function
from tools.cost import __main__ as command
from tools.cost.model import lines, models
from tools.cost.tables import Measured, measured, prices, shapes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


def whole_bill(counts: Measured) -> Decimal:
    each = [*models(counts), *lines(counts, prices(), crowded=False)]
    return sum((line.usd for line in each), Decimal(0))


def test_every_function_has_the_shape_that_terraform_gives_it() -> None:
    assert {function: shape.concurrency for function, shape in shapes().items()} == CONCURRENCY
    assert all(shape.cpu >= 1 and shape.memory >= Decimal("0.5") for shape in shapes().values())


def test_a_full_instance_costs_no_more_than_one_for_each_delivery() -> None:
    crowded, alone = (lines(measured(), prices(), crowded=each) for each in (True, False))
    assert all(full.usd <= most.usd for full, most in zip(crowded, alone, strict=True))
    assert sum(line.usd for line in crowded) < sum(line.usd for line in alone)


def test_every_count_has_its_part_in_the_bill() -> None:
    counts = measured()
    for name, value in counts.model_dump(exclude={"dated", "work"}).items():
        assert whole_bill(counts.model_copy(update={name: 2 * value})) > whole_bill(counts), name


@pytest.mark.parametrize("name", sorted(prices()))
def test_a_price_says_where_it_is_from_and_is_part_of_the_bill(name: str) -> None:
    price = prices()[name]
    assert price.page.startswith("https://cloud.google.com/")
    assert price.seen
    raised = prices() | {name: price.model_copy(update={"usd": 2 * price.usd})}
    before, after = (sum(line.usd for line in lines(measured(), each, crowded=True)) for each in (prices(), raised))
    assert after > before


def test_the_page_has_the_table_that_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    command.main()
    assert capsys.readouterr().out in PAGE.read_text("utf-8"), "run `python -m tools.cost`"


def test_everything_that_waits_for_a_model_says_for_how_long() -> None:
    work = measured().work
    assert set(work) == {Function(name) for name in ("intake", "draft", "screen", "review", "render", "deliver")}
    assert all(each.seconds >= each.processor_ms / 1_000 / shapes()[name].cpu for name, each in work.items())


def test_prices_are_written_for_one_unit_each() -> None:
    assert all(re.match(r"[A-Za-z]", price.unit) and price.usd > 0 for price in prices().values())
