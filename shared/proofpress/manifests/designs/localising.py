"""Prices, numbers and dates as a locale writes them, by the Unicode CLDR through Babel."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from proofpress.domain.errors import BadInput
from proofpress.manifests.templating.filters import text_of

if TYPE_CHECKING:
    from babel import Locale

_DATE_FORMATS = ("short", "medium", "long", "full")
_MOST_DIGITS = 30


def locale_filters(locale: str) -> dict[str, Callable[..., str]]:
    """Filters for templates of texts, bound to a locale.

    `money("EUR")` of a price as a number or as text like `29.99` (whole amounts keep their cents; `money("EUR",
    cents=false)` drops those of whole amounts), `number`, `percent` of a share like 0.25, `date` of an ISO date, in
    `short`, `medium`, `long` or `full`. Raises BadInput for a locale that the CLDR does not know.
    """
    known = _locale(locale)
    return {
        "money": partial(_money, known),
        "number": partial(_number, known),
        "percent": partial(_percent, known),
        "date": partial(_date, known),
    }


@cache
def _locale(name: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise BadInput(f"the locale {name!r} is not known: write a language and a region, like pt-BR") from error


def _money(locale: "Locale", value: object, currency: str, *, cents: bool = True) -> str:
    from babel.core import get_global
    from babel.numbers import format_currency

    if currency not in get_global("all_currencies"):
        raise ValueError(f"{currency!r} is no currency: write its ISO 4217 code, like EUR")
    amount = _decimal(value)
    if cents or amount != amount.to_integral_value():
        return format_currency(amount, currency, locale=locale)
    return format_currency(amount, currency, locale=locale, currency_digits=False, format=_without_cents(locale))


def _without_cents(locale: "Locale") -> str:
    pattern: Any = locale.currency_formats["standard"]
    return str(pattern.pattern).replace(".00", "")


def _number(locale: "Locale", value: object) -> str:
    from babel.numbers import format_decimal

    return format_decimal(_decimal(value), locale=locale)


def _percent(locale: "Locale", value: object) -> str:
    from babel.numbers import format_percent

    return format_percent(_decimal(value), locale=locale)


def _date(locale: "Locale", value: object, form: str = "medium") -> str:
    from babel.dates import format_date

    if form not in _DATE_FORMATS:
        raise ValueError(f"{form!r} is no form of a date: one of {', '.join(_DATE_FORMATS)}")
    text = text_of(value)
    try:
        day = date.fromisoformat(text) if len(text) <= len("2026-11-27") else datetime.fromisoformat(text).date()
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no date: write it like 2026-12-31") from error
    return format_date(day, form, locale=locale)


def _decimal(value: object) -> Decimal:
    text = text_of(value).strip()
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text[:40]!r} is no number: write it like 29.99") from error
    if len(text) > _MOST_DIGITS or not number.is_finite():
        raise ValueError(f"{text[:40]!r} is no amount")
    return number
