"""A plan as people read it."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from proofpress.domain.money import dollars
from proofpress.entry.cli.console import table
from proofpress.entry.planning import PlanView, plan_of
from proofpress.entry.planning.model import Pace, Passage, StageUsd, Worst

__all__ = ["PlanView", "plan_of", "show"]

_ROUTES_SHOWN = 12


def show(view: PlanView, console: Console, *, items: bool = False) -> None:
    """Print a plan; with `items` the route of each item, else the items of each route."""
    routes = _items(view) if items else _routes(view)
    for part in (_headline(view), "", _bill(view), "", *_sentences(view), "", *routes):
        console.print(part, markup=False, emoji=False)


def _headline(view: PlanView) -> str:
    expected = view.expected
    each = "" if expected.usd_per_keeper is None else f", {dollars(expected.usd_per_keeper)} a keeper"
    return (
        f"{view.name}: items {len(view.items)}, keepers wanted {view.wanted}. Expected: {expected.keepers:.0f} keepers "
        f"from {expected.drafts:.0f} drafts for {dollars(expected.usd.total)}{each}."
    )


def _sentences(view: PlanView) -> Iterator[str]:
    yield _worst(view.worst)
    yield from _caps(view)
    yield from _otherwise(view)
    yield _pace(view.pace)


def _bill(view: PlanView) -> Table:
    def row(name: str, usd: StageUsd) -> tuple[str, ...]:
        return name, *(dollars(part) for part in (usd.draft, usd.review, usd.render, usd.total))

    columns = ("bill", "drafts", "review", "finals", "total")
    rows = [row("expected", view.expected.usd), row("at worst", view.worst.usd)]
    return table(*columns, rows=rows, right=columns[1:])


def _worst(worst: Worst) -> str:
    finals = ""
    if worst.final_usd:
        finals = f" + {worst.wanted} keepers x {worst.renders} renders x {dollars(worst.final_usd)} a final"
    return (
        f"At worst {dollars(worst.usd.total)} = {worst.leases} leases x ({worst.slots} slots x "
        f"{dollars(worst.draft_and_review_usd)} a draft with its review{finals}), every call at its token limit and "
        "every slot called twice, as only a crash makes it."
    )


def _caps(view: PlanView) -> Iterator[str]:
    if view.caps.max_usd is not None:
        yield f"max_usd stops the batch at {dollars(view.caps.max_usd)}, so the most it can cost is {dollars(view.worst_usd)}."
    if view.caps.max_attempts is not None:
        yield f"max_attempts stops the batch at {view.caps.max_attempts} drafts."


def _otherwise(view: PlanView) -> Iterator[str]:
    ways = view.would_have_cost
    named = (
        (ways.fixed_multiple, "by three drafts for each, all at once"),
        (ways.final_alone, "by the final model alone"),
    )
    known = " and ".join(f"{dollars(usd)} {words}" for usd, words in named if usd is not None)
    if known:
        yield f"As many keepers, were every prompt accepted alike: {known}."


def _pace(pace: Pace) -> str:
    why = {
        "usd_per_ten_minutes": f"{dollars(pace.usd_per_ten_minutes or 0)} may be spent in ten minutes",
        "images_per_minute": f"{pace.images_per_minute:g} images may be drawn in a minute"
        if pace.images_per_minute
        else "",
        "concurrency": f"{pace.concurrency} calls are made at a time",
    }
    minutes = f"{pace.minutes:.0f} minutes" if pace.minutes >= 2 else f"{60 * pace.minutes:.0f} seconds"  # noqa: PLR2004
    return f"It takes {minutes} or more: {why[pace.held_up_by]}."


def _items(view: PlanView) -> Iterator[str]:
    for item in view.items:
        final = "" if item.final_usd is None else f", a final {dollars(item.final_usd)}"
        yield f"{item.id}: keepers wanted {item.want}, {item.max_attempts} drafts at most; a draft {dollars(item.draft_usd)}{final}"
        yield f"  {_models(item)}"
        yield f"  {item.why}"


def _routes(view: PlanView) -> Iterator[str]:
    for route in view.routes[:_ROUTES_SHOWN]:
        yield f"items {route.items}, keepers wanted {route.wanted}: {_models(route)}"
        yield f"  {route.why}"
    if left := view.routes[_ROUTES_SHOWN:]:
        yield f"{sum(route.items for route in left)} items by {len(left)} more routes: --items lists every item."


def _models(passage: Passage) -> str:
    final = f"finals by {passage.final_model} {passage.final_size}" if passage.final_model else "no finals"
    return f"drafts by {passage.draft_model} {passage.draft_size}, review {passage.review}, {final}"
