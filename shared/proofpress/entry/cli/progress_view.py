"""How far a batch is, as a table of fixed shape or as one line."""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Group
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from proofpress.domain.states import AttemptState, FinalState
from proofpress.entry.cli.figures import counted, duration
from proofpress.entry.progress import Progress

_LABEL, _FIGURE, _BAR = 12, 10, 40


def line(seen: Progress, seconds: float | None = None) -> str:
    """Progress in one line, for logs."""
    rejected, declined = seen.of(AttemptState.REJECTED), seen.of(AttemptState.DECLINED)
    failed = seen.of(AttemptState.FAILED)
    parts = [
        f"{seen.batch} ({seen.state}): {seen.keepers} of {counted(seen.wanted, 'keeper')}",
        counted(seen.drafts, "draft"),
        f"{rejected} screened out",
        f"{declined} declined",
        f"{failed} failed" if failed else "",
        f"{seen.waiting} waiting",
        _jobs(seen),
        f"{seen.stopped} of {counted(seen.items, 'item')} stopped" if seen.stopped else "",
        f"{_usd(seen.spent)} spent",
        f"at most {_usd(seen.possible)} more for what is under way" if seen.possible else "",
        f"about {duration(seconds)} left" if seconds is not None else "",
    ]
    return ", ".join(filter(None, parts))


def view(seen: Progress, seconds: float | None = None) -> Group:
    """Progress as a small table under a bar; every row is always there, so that nothing jumps."""
    heading = Table.grid(padding=(0, 2))
    heading.add_column(no_wrap=True, overflow="ellipsis", max_width=24)
    heading.add_column(width=_BAR)
    bar = ProgressBar(total=max(seen.wanted, 1), completed=seen.keepers, width=_BAR)
    heading.add_row(Text(seen.batch, style="bold"), bar)
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", min_width=_LABEL, no_wrap=True)
    facts.add_column(justify="right", min_width=_FIGURE, no_wrap=True)
    facts.add_column(style="dim", no_wrap=True, overflow="ellipsis")
    for name, figure, remark in _facts(seen, seconds):
        facts.add_row(name, Text(figure), Text(remark))
    return Group(heading, facts)


def _facts(seen: Progress, seconds: float | None) -> Iterator[tuple[str, str, str]]:
    under_way = seen.of(AttemptState.PLANNED, AttemptState.LEASED)
    rendering = seen.finals.get(FinalState.PLANNED, 0) + seen.finals.get(FinalState.LEASED, 0)
    reasons = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in seen.rejected.items())
    yield "items", f"{seen.items:,}", f"{seen.stopped} stopped" if seen.stopped else ""
    yield (
        "drafts",
        f"{seen.drafts:,}",
        ", ".join(filter(None, (f"{under_way} under way" if under_way else "", _jobs(seen)))),
    )
    yield "screened out", f"{seen.of(AttemptState.REJECTED):,}", reasons
    yield "declined", f"{seen.of(AttemptState.DECLINED):,}", ""
    yield "failed", f"{seen.of(AttemptState.FAILED):,}", ""
    yield "waiting", f"{seen.waiting:,}", "for review" if seen.waiting else ""
    yield (
        "keepers",
        f"{seen.keepers:,}",
        f"of {seen.wanted:,}" + (f"; {rendering} more to be rendered" if rendering else ""),
    )
    possible = f"at most {_usd(seen.possible)} more for what is under way"
    yield "spent", _usd(seen.spent), possible if seen.possible else ""
    yield "time left", *(("\N{EN DASH}", "") if seconds is None else (duration(seconds), "at this pace"))


def _jobs(seen: Progress) -> str:
    return ", ".join(f"{counted(count, 'job')} {state}" for state, count in sorted(seen.jobs.items()))


def _usd(amount: Decimal) -> str:
    """Always to the cent: figures that change must not change their width."""
    return f"${amount:,.2f}"
