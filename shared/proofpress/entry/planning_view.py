"""A plan as people read it."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table

from proofpress.domain.lanes import LaneChoice
from proofpress.domain.money import dollars
from proofpress.domain.spec import Route
from proofpress.entry.cli.console import table
from proofpress.entry.cli.figures import aligned, column, counted, duration
from proofpress.entry.planning import PlanView, plan_of
from proofpress.entry.planning.model import LanePlan, Pace, Passage, StageUsd, Worst

__all__ = ["PlanView", "headline", "plan_of", "show"]

_ROUTES_SHOWN = 12


def show(view: PlanView, console: Console, *, items: bool = False) -> None:
    """Print a plan; with `items` the route of each item, else the items of each route."""
    routes = _items(view) if items else _routes(view)
    for part in (*headline(view), "", _bill(view), *_otherwise(view), "", *_sentences(view), "", *routes):
        console.print(part, markup=False, emoji=False)


def headline(view: PlanView) -> Iterator[str]:
    """What should come out, in a sentence or two."""
    expected = view.expected
    each = "" if expected.usd_per_keeper is None else f", {dollars(expected.usd_per_keeper)} a keeper"
    yield (
        f"{view.name}: {counted(len(view.items), 'item')}, {counted(view.wanted, 'keeper')} wanted. "
        f"Expected: {counted(round(expected.keepers), 'keeper')} from {counted(round(expected.drafts), 'draft')} "
        f"for {dollars(round(expected.usd.total, 2))}{each}."
    )
    if round(expected.keepers) < view.wanted:
        yield "Fewer than wanted, because prompts differ: those that are seldom accepted are given up."


def _sentences(view: PlanView) -> Iterator[str]:
    yield _worst(view.worst)
    yield from _caps(view)
    if view.lanes is not None:
        yield _lanes(view.lanes)
    yield _pace(view.pace)


def _lanes(lanes: LanePlan) -> str:
    live = f"All live, {counted(round(lanes.all_live_keepers), 'keeper')} would cost {dollars(lanes.all_live.total)}"
    if not lanes.hours:
        return f"{live}, as it is planned: the deadline leaves no time for the batch lane."
    return (
        f"{live}. Jobs of the batch lane, at half the price, take {lanes.hours:.0f} hours one after another, "
        f"at worst {lanes.worst_hours:.0f}."
    )


def _bill(view: PlanView) -> Table:
    def amounts(usd: StageUsd) -> tuple[str, ...]:
        return tuple(f"${part:,.2f}" for part in (usd.draft, usd.review, usd.render, usd.total))

    columns = ("bill", "drafts", "review", "finals", "total")
    rows = [("expected", *amounts(view.expected.usd)), ("at worst", *amounts(view.worst.usd))]
    if view.lanes is not None:
        rows.insert(1, ("all live", *amounts(view.lanes.all_live)))
    return table(*columns, rows=rows, right=columns[1:])


def _worst(worst: Worst) -> str:
    finals = ""
    if worst.final_usd:
        keepers, renders = counted(worst.wanted, "keeper"), counted(worst.renders, "render")
        finals = f" + {keepers} x {renders} x {dollars(worst.final_usd)} a final"
    return (
        f"At worst {dollars(worst.usd.total)} = {worst.leases} leases x ({counted(worst.slots, 'slot')} x "
        f"{dollars(worst.draft_and_review_usd)} a draft with its review{finals}): every call at its token limit, and "
        "every slot called twice, as only a crash makes it."
    )


def _caps(view: PlanView) -> Iterator[str]:
    if view.caps.max_usd is not None:
        yield (
            f"max_usd stops the batch at {dollars(view.caps.max_usd)}, "
            f"so the most it can cost is {dollars(view.worst_usd)}."
        )
    if view.caps.max_attempts is not None:
        yield f"max_attempts stops the batch at {counted(view.caps.max_attempts, 'draft')}."


def _otherwise(view: PlanView) -> Iterator[str]:
    """The other ways, where they can be priced and are not the way that is planned."""
    ways = view.would_have_cost
    direct = all(route.route is Route.DIRECT for route in view.routes)
    named = (
        (ways.fixed_multiple, "with three drafts for each, made at once"),
        (None if direct else ways.final_alone, "with the final model alone"),
    )
    known = [(usd, words) for usd, words in named if usd is not None]
    if known and view.expected.keepers:
        yield "\nAs many keepers, by the same assumptions, would cost"
        amounts = column([usd for usd, _ in known])
        yield from aligned([(amount, words) for amount, (_, words) in zip(amounts, known, strict=True)])


def _pace(pace: Pace) -> str:
    why = {
        "usd_per_ten_minutes": f"{dollars(pace.usd_per_ten_minutes or 0)} may be spent in ten minutes",
        "images_per_minute": f"{pace.images_per_minute or 0:g} images may be drawn in a minute",
        "concurrency": f"{counted(pace.concurrency, 'call')} at a time",
    }
    return f"It takes about {duration(60 * pace.minutes)} or more: {why[pace.held_up_by]}."


def _items(view: PlanView) -> Iterator[RenderableType]:
    for item in view.items:
        final = "" if item.final_usd is None else f", a final {dollars(item.final_usd)}"
        most = counted(item.max_attempts, "draft")
        yield (
            f"{item.id}: {counted(item.want, 'keeper')} wanted, {most} at most; "
            f"a draft {dollars(item.draft_usd)}{final}"
        )
        yield from _passage(item)


def _routes(view: PlanView) -> Iterator[RenderableType]:
    for route in view.routes[:_ROUTES_SHOWN]:
        yield f"{counted(route.items, 'item')}, {counted(route.wanted, 'keeper')} wanted:"
        yield from _passage(route)
    if left := view.routes[_ROUTES_SHOWN:]:
        items, routes = counted(sum(route.items for route in left), "item"), counted(len(left), "more route")
        yield f"{items} by {routes}: --items lists every item."


def _lane(choice: LaneChoice) -> str:
    return "" if choice is LaneChoice.LIVE else f" (lane: {choice})"


def _passage(passage: Passage) -> Iterator[RenderableType]:
    final = f"finals by {passage.final_model} {passage.final_size}" if passage.final_model else "no finals"
    drafts = f"drafts by {passage.draft_model} {passage.draft_size}"
    models = f"{drafts}{_lane(passage.draft_lane)}, review {passage.review}, {final}{_lane(passage.final_lane)}"
    for text in (models, passage.why):
        yield Padding(text, (0, 0, 0, 2), expand=False)
