"""Show a page of a work folder."""

import webbrowser
from pathlib import Path

from proofpress.entry.cli.console import note


def open_page(path: Path) -> None:
    """Open a file in the browser, or say where it is if there is none."""
    if not webbrowser.open(path.resolve().as_uri()):
        note(f"There is no browser to be found here: open {path}.")
