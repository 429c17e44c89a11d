"""Write report.json and report.html of a batch."""

from pathlib import Path

from proofpress.domain.catalog import Catalog
from proofpress.entry.site import Site
from proofpress.reporting.build import build
from proofpress.reporting.model import Report
from proofpress.reporting.page import page
from proofpress.reporting.thumbnails import Thumbnails


def write_reports(site: Site, catalog: Catalog, batch: str) -> Report:
    """Build the report of a batch and write both files into its folder, each whole or not at all."""
    report = build(site.ledger, batch, catalog)
    folder = site.folder(batch)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "report.json", report.model_dump_json(indent=2) + "\n")
    _write(folder / "report.html", page(report, Thumbnails(site.store, folder / ".thumbs")))
    return report


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
