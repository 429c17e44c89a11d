"""report: the figures and the contact sheet of a batch."""

from pathlib import Path
from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, Workspace


def report(
    batch: Annotated[str | None, typer.Argument(help="Batch (default: the newest).")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open report.html in the browser.")] = False,
) -> None:
    """Write report.json and report.html anew, and print the figures."""
    from proofpress.entry.cli.console import print_json
    from proofpress.entry.cli.looking import batch_of, existing
    from proofpress.entry.cli.summary import show_summary
    from proofpress.entry.reports import write_reports
    from proofpress.entry.settings import read_catalog, read_settings

    with existing(workspace) as parts:
        catalog = read_catalog(read_settings(workspace=workspace))
        made = write_reports(parts, catalog, batch_of(parts, batch).id)
        if as_json:
            print_json(made.model_dump(mode="json"))
        else:
            show_summary(parts.path, made)
        if open_page:
            typer.launch(str(Path(parts.path, "report.html").resolve()))
