"""What a run says at its end: keepers, money, what is the matter, and the files to open."""

from collections.abc import Iterator, Sequence

from rich.padding import Padding

from proofpress.domain.money import dollars
from proofpress.domain.spec import Route
from proofpress.domain.states import BatchState
from proofpress.entry.cli.console import out
from proofpress.entry.cli.figures import aligned, column, counted
from proofpress.entry.cli.hints import command
from proofpress.entry.outcome import letters_of
from proofpress.entry.site import Site
from proofpress.ports import Bucket
from proofpress.reporting.model import BatchReport, ItemReport, Report

_NAMED = 5
"""Stopped items that are told one by one."""


def show_summary(site: Site, report: Report) -> None:
    """Print keepers, money, what to do about stopped items, and the files to open."""
    batch = report.batch
    each = f", {dollars(batch.usd_per_keeper)} a keeper" if batch.usd_per_keeper is not None else ""
    _say(f"{batch.keepers:,} of {counted(batch.wanted, 'keeper')} for {dollars(batch.usd.spent)}{each}.")
    _say(_attempts(batch))
    for line in _otherwise(report):
        _say(line)
    show_attention(site, report)
    _name_files(site, batch)


def show_attention(site: Site, report: Report) -> None:
    """Print what somebody should look at: stopped items, drafts that wait, dead letters, calls without an answer."""
    _tell_stopped([item for item in report.items if item.stop_reason], report.batch)
    for sentence in _loose_ends(site, report.batch):
        _say(sentence)


def show_stopped(site: Site, report: Report) -> None:
    """Print how far an interrupted batch is, and how to go on."""
    batch = report.batch
    _say(f"Stopped at {batch.keepers:,} of {counted(batch.wanted, 'keeper')}, with {dollars(batch.usd.spent)} spent.")
    _say(f"The same command goes on from here, and so does {command(f'resume {batch.id}', site.options)}.")


def _attempts(batch: BatchReport) -> str:
    """Where every attempt ended; the figures add up."""
    parts = {
        "accepted": batch.accepted,
        "declined": batch.declined,
        "screened out": batch.rejected,
        "failed": batch.failed,
        "spare": batch.spares,
        "waiting": batch.waiting,
        "under way": batch.in_flight,
    }
    listed = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count)
    return f"{counted(batch.attempts, 'attempt')}: {listed}." if listed else "Nothing was drafted."


def _otherwise(report: Report) -> Iterator[str]:
    """What the same keepers would have cost, once they are all there are going to be."""
    batch = report.batch
    ways = batch.would_have_cost
    # Where every draft came from the final model, that way is the one that was taken.
    alone = None if all(item.route is Route.DIRECT for item in report.items) else ways.final_alone
    named = ((ways.fixed_multiple, "with three drafts for each, made at once"), (alone, "with the final model alone"))
    known = [(usd, words) for usd, words in named if usd is not None]
    if known and batch.keepers and batch.state is BatchState.CLOSED:
        yield "As many keepers would have cost, at the accept rate measured:"
        amounts = column([usd for usd, _ in known])
        yield from aligned([(amount, words) for amount, (_, words) in zip(amounts, known, strict=True)])


def _tell_stopped(items: Sequence[ItemReport], batch: BatchReport) -> None:
    if not items:
        return
    _say(f"\n{counted(len(items), 'item')} stopped short of what was wanted:")
    for item in items[:_NAMED]:
        reason = (item.stop_reason or "").replace("_", " ")
        _say(f"{item.id}: {item.keepers:,} of {counted(item.wanted, 'keeper')}, {reason}", indent=2)
        _say(item.advice, indent=4)
    if len(items) > _NAMED:
        _say(f"and {len(items) - _NAMED:,} more: report.html lists them.", indent=2)
    counts = {**batch.rejected_by_reason, "declined in review": batch.declined}
    reasons = sorted(((name, count) for name, count in counts.items() if count), key=lambda pair: -pair[1])
    if len(items) > 1 and reasons:
        _say("Drafts of all items were turned down for:")
        for line in aligned([(f"{count:,}", name.replace("_", " ")) for name, count in reasons]):
            _say(line)
    _say("")


def _loose_ends(site: Site, batch: BatchReport) -> Iterator[str]:
    if batch.waiting:
        waits = "draft waits" if batch.waiting == 1 else "drafts wait"
        yield f"{batch.waiting:,} {waits} for your decision: {command(f'review {batch.id}', site.options)}."
    if letters := letters_of(site.ledger, batch.id):
        hint = command("deadletters list", site.options)
        yield f"{counted(len(letters), 'message')} could not be processed: {hint} says why, and {site.log} has more."
    if batch.usd.perhaps:
        yield (
            f"Up to {dollars(batch.usd.perhaps)} more may have been billed for calls whose answer never came: "
            "the service's own bill decides."
        )


def _name_files(site: Site, batch: BatchReport) -> None:
    pictures = site.address(Bucket.DELIVERIES if batch.keepers else Bucket.DRAFTS, batch.id)
    _say(f"Pictures: {pictures}" if batch.keepers else f"Drafts:   {pictures}")
    _say(f"Report:   {site.folder(batch.id) / 'report.html'}")
    _say(f"Figures:  {site.folder(batch.id) / 'report.json'}")


def _say(text: str, indent: int = 0) -> None:
    out.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text, markup=False)
