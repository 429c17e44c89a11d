"""Where commands write: results to stdout, everything about them to stderr.

Rich leaves colour and cursor movement out where the stream is no terminal or NO_COLOR is set.
"""

import json
import sys
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.table import Table

_UNBROKEN = 10_000
"""Columns of what is no terminal: programs that read on get whole lines."""


def _console(stream: TextIO, *, stderr: bool) -> Console:
    width = None if stream.isatty() else _UNBROKEN
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


out = _console(sys.stdout, stderr=False)
err = _console(sys.stderr, stderr=True)


def print_json(value: object) -> None:
    """Write a value for programs: JSON on stdout, nothing else."""
    # Not by Rich, which would measure and wrap megabytes that no terminal shows.
    json.dump(value, out.file, indent=2, ensure_ascii=False)
    out.file.write("\n")


def note(text: str) -> None:
    """Say something about the work, on stderr."""
    err.print(text, markup=False)


def warn(text: str) -> None:
    """Warn, on stderr."""
    err.print(f"warning: {text}", style="yellow", markup=False)


def complain(text: str) -> None:
    """Say what went wrong, on stderr."""
    err.print(text, style="red", markup=False)


def table(*columns: str, rows: Iterable[Iterable[object]], right: Iterable[str] = ()) -> Table:
    """A plain table; `right` names the columns of figures."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    aligned = set(right)
    for column in columns:
        made.add_column(column, justify="right" if column in aligned else "left", overflow="fold")
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    return made
