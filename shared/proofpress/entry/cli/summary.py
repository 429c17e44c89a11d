"""What a run says at its end."""

from pathlib import Path

from proofpress.domain.money import dollars
from proofpress.entry.cli.console import out
from proofpress.reporting.model import Report


def show_summary(workspace: Path, report: Report) -> None:
    """Print keepers, money and the files to open."""
    batch = report.batch
    per_keeper = f", {dollars(batch.usd_per_keeper)} a keeper" if batch.usd_per_keeper is not None else ""
    _say(f"{batch.keepers} of {batch.wanted} keepers for {dollars(batch.usd.spent)}{per_keeper}.")
    turned = f"{batch.rejected} screened out, {batch.declined} declined, {batch.failed} failed"
    _say(f"{batch.drafts} drafts: {turned}, {batch.spares} spare.")
    if batch.waiting:
        _say(f"{batch.waiting} drafts wait for a decision: `proofpress review`.")
    for other, words in (
        (batch.would_have_cost.fixed_multiple, "with three drafts for each, made at once"),
        (batch.would_have_cost.final_alone, "with the final model alone"),
    ):
        if other is not None:
            _say(f"  {dollars(other)} {words}")
    for advice in batch.advice:
        _say(advice)
    _say(f"Pictures: {workspace / 'deliveries' / batch.id}")
    _say(f"Report:   {workspace / 'report.html'}")


def _say(text: str) -> None:
    out.print(text, markup=False)
