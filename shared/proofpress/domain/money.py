"""Dollars. Exact inside (Decimal), plain numbers in JSON."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

Usd = Annotated[
    Decimal,
    BeforeValidator(lambda value: Decimal(str(value)) if isinstance(value, float) else value),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""Dollars as an exact decimal. Token prices have at most nine decimals, so sums stay exact."""

ZERO = Decimal(0)


def dollars(amount: Decimal | float) -> str:
    """Write an amount for people: cents, or four decimals below a dollar where cents would hide something."""
    value = Decimal(amount)
    return f"${value:,.4f}" if abs(value) < 1 and value != round(value, 2) else f"${value:,.2f}"
