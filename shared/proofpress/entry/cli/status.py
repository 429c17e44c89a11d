"""status: how far the batches of a site are."""

from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, On, Where, Workspace


def status(
    batch: Annotated[str | None, typer.Argument(help="A batch (default: all).", show_default=False)] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Follow the batches until they are closed.")] = False,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show how far batches are: drafts, keepers, dollars, and their jobs of the batch lane.

    With --watch on a deployment, it ends when nothing moves by itself any more, with the exit code of `run`.
    """
    from datetime import UTC, datetime

    from proofpress.entry.cli.console import note, out, print_json
    from proofpress.entry.cli.jobs_view import show_jobs
    from proofpress.entry.cli.looking import look, opened_site
    from proofpress.entry.cli.progress_view import line, view
    from proofpress.entry.jobs import jobs_of
    from proofpress.entry.jobs import plain as plain_job
    from proofpress.entry.progress import plain

    with opened_site(on, workspace) as site:
        if watch and not as_json:
            from proofpress.entry.cli.following import follow_to_the_end, watch_folder

            if on is On.LOCAL:
                watch_folder(site, batch)
                return
            raise typer.Exit(follow_to_the_end(site, batch))
        seen, now = look(site, batch), datetime.now(UTC)
        jobs = {found.batch: jobs_of(site.ledger, found.batch) for found in seen}
    if as_json:
        print_json([{**plain(found), "jobs": [plain_job(job, now) for job in jobs[found.batch]]} for found in seen])
    elif not seen:
        note(f"There is no batch in {site.name} yet.")
    for found in [] if as_json else seen:
        out.print(view(found) if out.is_terminal else line(found), markup=False)
        show_jobs(jobs[found.batch], now)
