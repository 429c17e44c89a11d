"""review, accept, reject, refine and cancel: what a person decides."""

from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, OneBatch, Profile, Simulate, Workspace, Yes

NAMED = "BATCH/ITEM/NUMBER, ITEM/NUMBER, or the draft's file; `proofpress review` lists them."

Drafts = Annotated[list[str], typer.Argument(help=NAMED, show_default=False)]
Later = Annotated[bool, typer.Option("--later", help="Only note it; `resume` makes the pictures.")]


def review(
    batch: OneBatch = None,
    spares: Annotated[bool, typer.Option("--spares", help="Also list drafts that were liked but not needed.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
    show: Annotated[bool, typer.Option("--open", help="Open the contact sheet in the browser.")] = False,
) -> None:
    """List the drafts that wait for your decision."""
    from proofpress.entry.cli.waiting import show_waiting

    show_waiting(workspace, batch, spares=spares, as_json=as_json, show=show)


def accept(
    drafts: Drafts,
    workspace: Workspace = None,
    later: Later = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Deliver a final that was handed back as it is.")] = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    as_json: AsJson = False,
) -> None:
    """Accept drafts: their finals are rendered and delivered.

    Exit code 3 if an item has its keepers already or a cap leaves no room; the other drafts are rendered then.
    """
    from proofpress.entry.cli.deciding import How, accept_drafts

    how = How(workspace, later=later, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    raise typer.Exit(accept_drafts(how, drafts, as_is=as_is))


def reject(
    drafts: Drafts,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the record.", show_default=False)] = "",
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Decline drafts; nothing is called."""
    from proofpress.entry.cli.deciding import How, reject_drafts

    raise typer.Exit(reject_drafts(How(workspace, later=True, as_json=as_json), drafts, reason))


def refine(
    draft: Annotated[str, typer.Argument(help=NAMED, show_default=False)],
    sentence: Annotated[str, typer.Argument(help='What to change, as in "make it dusk".', show_default=False)],
    workspace: Workspace = None,
    later: Later = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    as_json: AsJson = False,
) -> None:
    """Edit a draft into a new one, with a sentence.

    The new draft takes a slot of its item's cap, and is screened and reviewed like any other.
    """
    from proofpress.entry.cli.deciding import How, refine_draft

    how = How(workspace, later=later, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    raise typer.Exit(refine_draft(how, draft, sentence))


def cancel(
    batch: Annotated[str, typer.Argument(help="A batch.", show_default=False)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """End a batch early; what was accepted stays.

    Slots that were not called are given back unpaid; calls in flight are finished and kept.
    """
    from proofpress.entry.cli.deciding import cancel_batch

    cancel_batch(workspace, batch, as_json=as_json)
