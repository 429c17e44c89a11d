"""Prices, numbers and dates as a locale writes them."""

from collections.abc import Callable


def locale_filters(locale: str) -> dict[str, Callable[..., str]]:
    """Filters for templates of texts: `money(currency)`, `number`, `percent`, `date(format)`, bound to a locale."""
    raise NotImplementedError(locale)
