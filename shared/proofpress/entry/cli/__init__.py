"""The command line. Each command has a module of its own, imported when it is called."""

import sys

from proofpress.entry.cli.app import run_app


def main() -> None:
    """Entry point of the `proofpress` script."""
    sys.exit(run_app())


__all__ = ["main"]
