"""review, accept, reject, refine and cancel: what a person decides."""

import getpass
from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, Profile, Simulate, Workspace, Yes

Drafts = Annotated[list[str], typer.Argument(help="BATCH/ITEM/NUMBER, as `proofpress review` lists them.")]
Later = Annotated[bool, typer.Option("--later", help="Only note the decision; `resume` renders.")]


def review(
    batch: Annotated[str | None, typer.Argument(help="Batch (default: the newest).")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the contact sheet in the browser.")] = False,
) -> None:
    """List the drafts that wait for a decision, with their files."""
    from proofpress.entry.cli.deciding import show_waiting

    show_waiting(workspace, batch, as_json=as_json, open_page=open_page)


def accept(
    drafts: Drafts,
    workspace: Workspace = None,
    later: Later = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Deliver a final that was handed back as it is.")] = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
) -> None:
    """Accept drafts: each becomes a keeper, and its final is rendered."""
    from proofpress.entry.cli.deciding import Decision, apply

    decision = Decision(later=later, yes=yes, simulate=simulate, profile=profile, by=getpass.getuser())
    raise typer.Exit(apply(workspace, decision, "accept", drafts, as_is=as_is))


def reject(
    drafts: Drafts,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the statistics.")] = "",
    workspace: Workspace = None,
) -> None:
    """Decline drafts that wait for a decision."""
    from proofpress.entry.cli.deciding import Decision, apply

    decision = Decision(later=True, yes=True, simulate=True, profile="demo", by=getpass.getuser())
    raise typer.Exit(apply(workspace, decision, "decline", drafts, reason=reason))


def refine(
    draft: Annotated[str, typer.Argument(help="BATCH/ITEM/NUMBER.")],
    sentence: Annotated[str, typer.Argument(help='What to change, as in "make it dusk".')],
    workspace: Workspace = None,
    later: Later = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
) -> None:
    """Edit a draft into a new one, which is screened and reviewed like any other."""
    from proofpress.entry.cli.deciding import Decision, apply

    decision = Decision(later=later, yes=yes, simulate=simulate, profile=profile, by=getpass.getuser())
    raise typer.Exit(apply(workspace, decision, "refine", [draft], sentence=sentence))


def cancel(
    batch: Annotated[str, typer.Argument(help="Batch.")],
    workspace: Workspace = None,
) -> None:
    """End a batch: slots that were not called are given back, what was accepted stays."""
    from proofpress.entry.cli.deciding import cancel_batch

    cancel_batch(workspace, batch)
