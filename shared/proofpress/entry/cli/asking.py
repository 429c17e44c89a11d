"""What is said and asked before money is spent."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.money import dollars
from proofpress.domain.spec import BatchSpec
from proofpress.entry.cli.console import err, note, warn
from proofpress.entry.connecting import Target
from proofpress.entry.planning_view import headline, plan_of, show
from proofpress.entry.settings import Settings


def plan_and_ask(pace: Settings, catalog: Catalog, spec: BatchSpec, manifest: Path, *, live: bool, yes: bool) -> None:
    """Say what a new batch should cost; where that is real money, show the whole plan and ask."""
    view = plan_of(catalog, spec, pace)
    for warning in view.warnings:
        warn(warning)
    if not live:
        for line in headline(view):
            note(line)
        note(f"At worst {dollars(view.worst_usd)}: `proofpress plan {shlex.quote(str(manifest))}` says why.")
        return
    show(view, err)
    confirm(f"Spend about {dollars(view.expected_usd)}, at worst {dollars(view.worst_usd)}?", yes=yes)


def ask_to_go_on(target: Target, batches: Sequence[str], *, yes: bool) -> None:
    """Ask before an unfinished batch spends more."""
    confirm(f"Go on with {', '.join(batches)}, within the caps of the manifest?", yes=yes or not target.live)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before money is spent.

    Raises:
        BadInput: nobody is there to answer.
        Abort: the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput(f"{question} Nobody is there to answer: pass --yes to allow it. Nothing was called.")
    try:
        if typer.confirm(question, err=True):
            return
    except typer.Abort:
        err.print()
    note("Nothing was called.")
    raise typer.Abort
