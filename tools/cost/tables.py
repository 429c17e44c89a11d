"""The two tables and Terraform's, read: list prices, measured counts, and what an instance of a function has."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from proofpress.entry.cloud.topology import Function

PROJECT: Final = Path(__file__).resolve().parents[2]
_HERE: Final = Path(__file__).parent
_MEBI: Final = {"Mi": Decimal(1) / 1024, "Gi": Decimal(1)}
"""GiB of a unit of Terraform's."""


class Price(BaseModel):
    """What one unit costs, and what says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usd: Decimal
    unit: str
    page: str
    seen: str


class Work(BaseModel):
    """What one function does for one keeper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deliveries: Decimal
    processor_ms: Decimal
    """A delivery, on one processor."""
    seconds: Decimal
    """A delivery takes, with the model's answer where it waits for one."""


class Measured(BaseModel):
    """Counts for one keeper, as `make load` prints them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dated: str
    """The day of the run."""
    drafts: Decimal
    draft_reads: Decimal
    draft_writes: Decimal
    keeper_reads: Decimal
    keeper_writes: Decimal
    intake_writes: Decimal
    messages: Decimal
    object_writes: Decimal
    object_reads: Decimal
    draft_bytes: Decimal
    final_bytes: Decimal
    delivery_bytes: Decimal
    ledger_bytes: Decimal
    """A draft, with its indexes."""
    log_bytes: Decimal
    """A delivery."""
    work: dict[Function, Work] = Field(min_length=1)


@dataclass(frozen=True)
class Shape:
    """What an instance of a function has; GiB."""

    cpu: Decimal
    memory: Decimal
    concurrency: int


def prices() -> dict[str, Price]:
    """The price table."""
    table = tomllib.loads((_HERE / "prices.toml").read_text("utf-8"))
    return {name: Price.model_validate(row) for name, row in table.items() if isinstance(row, dict)}


def measured() -> Measured:
    """The counts."""
    return Measured.model_validate(tomllib.loads((_HERE / "measured.toml").read_text("utf-8")))


def shapes() -> dict[Function, Shape]:
    """What Terraform gives each function."""
    text = (PROJECT / "terraform" / "functions.tf").read_text("utf-8")
    return {function: _shape(text, function) for function in Function}


def _shape(text: str, function: Function) -> Shape:
    found = re.search(rf"(?ms)^    {function} = \{{\n(.*?)^    \}}", text)
    fields = dict(re.findall(r'(?m)^ +(\w+) += "?([^"\n]+)"?$', found[1] if found else ""))
    number, unit = fields["memory"][:-2], fields["memory"][-2:]
    return Shape(Decimal(fields["cpu"]), Decimal(number) * _MEBI[unit], int(fields["concurrency"]))
