"""Prices, numbers and dates come out as a locale writes them."""

import pytest

from proofpress.domain.errors import BadInput
from proofpress.manifests.designs import locale_filters
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.templates import TemplateFault, Templates


def filled(template: str, locale: str, **variables: object) -> str:
    return Templates(Speller(), filters=locale_filters(locale)).render(template, variables)


@pytest.mark.parametrize(
    ("locale", "currency", "price", "written"),
    [
        ("en-US", "USD", "29.99", "$29.99"),
        ("de-DE", "EUR", 29.99, "29,99\u00a0€"),
        ("fr-FR", "EUR", "1299.5", "1\u202f299,50\u00a0€"),
        ("ja-JP", "JPY", 4980, "￥4,980"),
        ("hi-IN", "INR", "249900", "₹2,49,900.00"),
        ("pt_BR", "BRL", "10", "R$\u00a010,00"),
        ("zh-Hant-TW", "TWD", "1290", "$1,290.00"),
    ],
)
def test_a_price_is_written_as_its_locale_writes_it(locale: str, currency: str, price: object, written: str) -> None:
    assert filled(f"{{{{ price | money('{currency}') }}}}", locale, price=price) == written


def test_whole_prices_may_leave_out_their_cents() -> None:
    template = "{{ price | money('EUR', cents=false) }}"
    assert filled(template, "de-DE", price="30.00") == "30\u00a0€"
    assert filled(template, "de-DE", price="29.90") == "29,90\u00a0€"


def test_dates_numbers_and_shares_follow_the_locale() -> None:
    assert filled("{{ day | date('long') }}", "el-GR", day="2026-12-31") == "31 Δεκεμβρίου 2026"
    assert filled("{{ day | date }}", "en-US", day="2026-12-31T10:00:00+01:00") == "Dec 31, 2026"
    assert filled("{{ n | number }}", "de-DE", n=1234567.5) == "1.234.567,5"
    assert filled("{{ off | percent }}", "fr-FR", off=0.25) == "25\u00a0%"


@pytest.mark.parametrize(
    ("template", "value", "words"),
    [
        ("{{ v | money('EURO') }}", 1, "'EURO' is no currency: write its ISO 4217 code"),
        ("{{ v | money('EUR') }}", "29,99", "'29,99' is no number: write it like 29.99"),
        ("{{ v | money('EUR') }}", "Infinity", "'Infinity' is no amount"),
        ("{{ v | number }}", "9" * 60, "is no amount"),
        ("{{ v | date }}", "31.12.2026", "'31.12.2026' is no date: write it like 2026-12-31"),
        ("{{ v | date('tiny') }}", "2026-12-31", "'tiny' is no form of a date: one of short, medium, long, full"),
    ],
)
def test_what_cannot_be_written_is_said_with_the_mend(template: str, value: object, words: str) -> None:
    with pytest.raises(TemplateFault, match=words):
        filled(template, "de-DE", v=value)


@pytest.mark.parametrize("locale", ["", "xx-YY", "english", "../../etc/passwd"])
def test_an_unknown_locale_is_bad_input(locale: str) -> None:
    with pytest.raises(BadInput, match="is not known: write a language and a region"):
        locale_filters(locale)


def test_templates_without_a_locale_know_no_money() -> None:
    with pytest.raises(TemplateFault, match="No filter named 'money'"):
        Templates(Speller()).render("{{ 1 | money('EUR') }}", {})
