"""report: the figures and the contact sheet of a batch."""

from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, On, OneBatch, Where, Workspace


def report(
    batch: OneBatch = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
    show: Annotated[bool, typer.Option("--open", help="Open report.html in the browser.")] = False,
) -> None:
    """Write report.json and report.html, and print the figures.

    A work folder has the two files of the batch that ran last; `report BATCH` writes another one's. Those of a
    deployment go to proofpress-work/cloud/BATCH, or to --workspace.
    """
    from proofpress.entry.cli.console import print_json
    from proofpress.entry.cli.looking import batch_of, opened_site
    from proofpress.entry.cli.opening import open_page
    from proofpress.entry.cli.summary import show_summary
    from proofpress.entry.reports import write_reports
    from proofpress.entry.settings import read_catalog, read_settings

    with opened_site(on, workspace) as site:
        name = batch_of(site, batch).id
        made = write_reports(site, read_catalog(read_settings()), name)
        if as_json:
            print_json(made.model_dump(mode="json"))
        else:
            show_summary(site, made)
        if show:
            open_page(site.folder(name) / "report.html")
