"""report: the figures and the contact sheet of a batch."""

from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, OneBatch, Workspace


def report(
    batch: OneBatch = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
    show: Annotated[bool, typer.Option("--open", help="Open report.html in the browser.")] = False,
) -> None:
    """Write report.json and report.html, and print the figures.

    The two files are those of the batch that ran last. Nothing is lost with them: the figures of every batch are in
    the ledger, and `report BATCH` writes that batch's files again.
    """
    from proofpress.entry.cli.console import print_json
    from proofpress.entry.cli.looking import batch_of, existing
    from proofpress.entry.cli.opening import open_page
    from proofpress.entry.cli.summary import show_summary
    from proofpress.entry.reports import write_reports
    from proofpress.entry.settings import read_catalog, read_settings

    with existing(workspace) as parts:
        catalog = read_catalog(read_settings(workspace=workspace))
        made = write_reports(parts, catalog, batch_of(parts, batch).id)
        if as_json:
            print_json(made.model_dump(mode="json"))
        else:
            show_summary(parts, made)
        if show:
            open_page(parts.path / "report.html")
