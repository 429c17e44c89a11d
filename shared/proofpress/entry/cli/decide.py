"""review, accept, reject, refine, undo and cancel: what a person decides."""

from pathlib import Path
from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, On, OneBatch, Profile, Simulate, Where, Workspace, Yes

NAMED = "BATCH/ITEM/NUMBER, ITEM/NUMBER, or the draft's file; `proofpress review` lists them."

Drafts = Annotated[list[str], typer.Argument(help=NAMED, show_default=False)]
SomeDrafts = Annotated[list[str] | None, typer.Argument(help=NAMED, show_default=False)]
Later = Annotated[bool, typer.Option("--later", help="Only note it; `resume` makes the pictures.")]


def review(
    batch: OneBatch = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list the drafts that wait, with their files.")] = False,
    spares: Annotated[
        bool, typer.Option("--spares", help="List drafts too that were liked but not needed.", show_default=False)
    ] = False,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
    pack: Annotated[
        Path | None, typer.Option("--pack", help="Write a page for somebody without an account.", metavar="FILE.zip")
    ] = None,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Show the desk in the browser.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port on this machine (default: a free one).")] = 0,
    later: Later = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
) -> None:
    """Open the review desk: look at drafts, and accept, decline or refine them by key.

    With --list, --spares or --json the drafts that wait are listed instead.
    """
    if pack is not None:
        from proofpress.entry.cli.packing import write_pack

        write_pack(on, workspace, batch, pack)
        return
    if listed or spares or as_json:
        from proofpress.entry.cli.waiting import show_waiting

        show_waiting(on, workspace, batch, spares=spares, as_json=as_json)
        return
    from proofpress.entry.cli.desk import DeskOptions, open_desk

    open_desk(DeskOptions(on, workspace, batch, port, show, later, yes, simulate, profile))


def accept(
    drafts: SomeDrafts = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--from", help="Apply the decisions of a review pack's CSV instead.", metavar="FILE.csv"),
    ] = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    later: Later = False,
    as_is: Annotated[bool, typer.Option("--as-is", help="Deliver a final that was handed back as it is.")] = False,
    yes: Yes = False,
    simulate: Simulate = False,
    profile: Profile = "demo",
    as_json: AsJson = False,
) -> None:
    """Accept drafts: their finals are rendered and delivered.

    Exit code 3 if an item has its keepers already or a cap leaves no room; the other drafts are rendered then. A file
    may decline drafts too; its rows that are not applied are told, with exit code 2.
    """
    from proofpress.entry.cli.carrying_out import How
    from proofpress.entry.cli.deciding import accept_drafts

    how = How(on, workspace, later=later, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    if decisions is not None:
        from proofpress.entry.cli.packing import accept_from

        if drafts:
            raise typer.BadParameter("name drafts, or --from a file, not both")
        raise typer.Exit(accept_from(how, decisions))
    if not drafts:
        raise typer.BadParameter("name drafts to accept, or --from a file of decisions")
    raise typer.Exit(accept_drafts(how, drafts, as_is=as_is))


def reject(
    drafts: Drafts,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, for the record.", show_default=False)] = "",
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Decline drafts.

    Nothing is called before a work folder is resumed; a deployment drafts what is missing, within the caps.
    """
    from proofpress.entry.cli.carrying_out import How
    from proofpress.entry.cli.deciding import reject_drafts

    raise typer.Exit(reject_drafts(How(on, workspace, as_json=as_json), drafts, reason))


def refine(
    draft: Annotated[str, typer.Argument(help=NAMED, show_default=False)],
    sentence: Annotated[str, typer.Argument(help='What to change, as in "make it dusk".', show_default=False)],
    on: Where = On.LOCAL,
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
    from proofpress.entry.cli.carrying_out import How
    from proofpress.entry.cli.deciding import refine_draft

    how = How(on, workspace, later=later, yes=yes, simulate=simulate, profile=profile, as_json=as_json)
    raise typer.Exit(refine_draft(how, draft, sentence))


def undo(
    drafts: Drafts,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take back an accept or a reject that has cost nothing yet; the draft waits for a decision again.

    Too late once its final is under way.
    """
    from proofpress.entry.cli.carrying_out import How
    from proofpress.entry.cli.deciding import take_back_drafts

    raise typer.Exit(take_back_drafts(How(on, workspace, as_json=as_json), drafts))


def cancel(
    batch: Annotated[str, typer.Argument(help="A batch.", show_default=False)],
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    simulate: Simulate = False,
    profile: Profile = "demo",
    as_json: AsJson = False,
) -> None:
    """End a batch early; what was accepted stays.

    Slots that were not called are given back unpaid; calls in flight are finished and kept. Jobs of the batch lane are
    stopped at the service, and what they have done by then is collected.
    """
    from proofpress.entry.cli.carrying_out import How
    from proofpress.entry.cli.deciding import cancel_batch

    cancel_batch(How(on, workspace, simulate=simulate, profile=profile, as_json=as_json), batch)
