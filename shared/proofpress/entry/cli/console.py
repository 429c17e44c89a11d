"""Where commands write: results to stdout, everything about them to stderr.

Rich leaves colour and cursor movement out where the stream is no terminal or NO_COLOR is set.
"""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Write a value for programs: JSON on stdout, nothing else."""
    out.print(json.dumps(value, indent=2, ensure_ascii=False), markup=False, soft_wrap=True)


def note(text: str) -> None:
    """Say something about the work, on stderr."""
    err.print(text, markup=False)


def warn(text: str) -> None:
    """Warn, on stderr."""
    err.print(f"warning: {text}", style="yellow", markup=False)


def table(*columns: str, rows: Iterable[Iterable[object]], right: Iterable[str] = ()) -> Table:
    """A plain table; `right` names the columns of figures."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    aligned = set(right)
    for column in columns:
        made.add_column(column, justify="right" if column in aligned else "left", overflow="fold")
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    return made
