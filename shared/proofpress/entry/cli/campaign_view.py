"""Campaigns as people read them."""

from collections.abc import Iterator, Sequence

from proofpress.domain import queries
from proofpress.domain.money import dollars
from proofpress.domain.states import ProductState
from proofpress.entry.campaigns.rehearsed import Rehearsal, Verdict
from proofpress.entry.campaigns.view import CampaignView, campaign_view
from proofpress.entry.cli.console import out, table
from proofpress.entry.cli.figures import counted
from proofpress.entry.site import Site

_FAULTS_SHOWN = 8


def show_campaigns(views: Sequence[CampaignView]) -> None:
    """Print a line for each campaign."""
    columns = ("campaign", "hears", "products", "banners", "spent", "held", "cap")
    rows = [
        (
            view.campaign,
            "yes" if view.active else "no",
            len(view.products),
            sum(product.banners for product in view.products),
            dollars(round(view.spent_usd, 4)),
            dollars(round(view.held_usd, 4)),
            dollars(view.max_usd),
        )
        for view in views
    ]
    out.print(table(*columns, rows=rows, right=columns[2:]), markup=False)


def show_products(site: Site) -> None:
    """Print the products of all campaigns."""
    for campaign in site.ledger.find(queries.campaigns()):
        for line in product_rows(campaign_view(site, campaign)):
            out.print(line, markup=False)


def product_rows(view: CampaignView) -> Iterator[str]:
    """A paragraph for each product."""
    for product in view.products:
        waiting = f", {counted(product.waiting, 'background')} awaited" if product.waiting else ""
        state = f", held: {product.words}" if product.state is ProductState.HELD else ""
        yield f"{product.product}: {counted(product.banners, 'banner')}, edition {product.edition}{waiting}{state}"
        yield from (f"  given up: {background}" for background in product.given_up)
        yield from fault_lines(product.faults)
        if product.index:
            yield f"  {product.index}"


def fault_lines(faults: Sequence[str]) -> Iterator[str]:
    """The first faults, one a line."""
    for fault in faults[:_FAULTS_SHOWN]:
        yield f"  not made: {fault}"
    if len(faults) > _FAULTS_SHOWN:
        yield f"  and {len(faults) - _FAULTS_SHOWN:,} more"


def rehearsal_lines(said: Rehearsal) -> Iterator[str]:
    """What an event would cause, in a few lines."""
    about = f"{said.campaign}, {said.product}" if said.product else f"{said.campaign}, for each product"
    match said.verdict:
        case Verdict.PICTURES | Verdict.TEXTS:
            yield f"{about}: {_bill(said)}"
            if said.found and said.ordered:
                yield f"  {said.found:,} of the backgrounds are there already."
            if said.given_up:
                again = f"`proofpress campaign retry {said.campaign}`"
                yield f"  {counted(said.given_up, 'background')} given up, and not ordered again but by {again}."
            if said.ordered:
                yield f"  At worst {dollars(round(said.worst_usd, 4))}, within the campaign's caps."
        case Verdict.REFUSED if said.banners:
            yield f"{about}: {_bill(said)} Refused: {said.why}."
        case _:
            yield f"{about}: {_WORDS[said.verdict]}: {said.why}."
    for name, value in said.variables.items():
        yield f"  {name} = {value}"
    yield from fault_lines(said.faults)


_WORDS = {
    Verdict.UNHEARD: "not heard",
    Verdict.COPY: "dropped",
    Verdict.NOTHING: "nothing to do",
    Verdict.REFUSED: "refused",
    Verdict.UNKNOWN: "not known",
}


def _bill(said: Rehearsal) -> str:
    """Banners, backgrounds and dollars, as in "40 banners, 6 backgrounds, $1.14"."""
    return (
        f"{counted(said.banners, 'banner')}, {counted(said.backgrounds, 'background')}, "
        f"{dollars(round(said.expected_usd, 2))}."
    )
