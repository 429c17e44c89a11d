"""Write report.json and report.html of a batch into its work folder."""

from pathlib import Path

from proofpress.domain.catalog import Catalog
from proofpress.entry.local import Workspace
from proofpress.reporting.build import build
from proofpress.reporting.model import Report
from proofpress.reporting.page import page
from proofpress.reporting.thumbnails import Thumbnails


def write_reports(workspace: Workspace, catalog: Catalog, batch: str) -> Report:
    """Build the report of a batch and write both files, each whole or not at all."""
    report = build(workspace.ledger, batch, catalog)
    _write(workspace.path / "report.json", report.model_dump_json(indent=2) + "\n")
    thumbnails = Thumbnails(workspace.store, workspace.path / ".thumbs")
    _write(workspace.path / "report.html", page(report, thumbnails))
    return report


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
