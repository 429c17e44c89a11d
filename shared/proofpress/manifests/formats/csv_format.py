"""CSV into rows: a mapping for every row, with the line it starts on. Empty cells are absent."""

import csv
import io
import re
from collections.abc import Iterator

from proofpress.manifests.places import Document, Keys, Place
from proofpress.manifests.problems import InvalidManifest, Problem, fault

_DELIMITERS = ",;\t"
_NOT_IN_A_NAME = re.compile(r"\W+")


def read_csv(file: str, text: str) -> Document:
    """Parse a CSV file whose first row names the columns; every bad row is reported."""
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    cells_of_rows = _rows(file, text)
    header_line, header = next(cells_of_rows, (1, []))
    names = _names(file, header_line, header)
    for line, cells in cells_of_rows:
        if any(cells[len(names) :]):
            problems.append(_too_long(file, line, len(cells), len(names)))
        row = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        if row.pop("", None) is not None:
            problems.append(Problem(file, line, None, "", "has a value in a column without a name", "name the column"))
        if row:
            rows.append(row)
            lines.append(line)
    if problems:
        raise InvalidManifest(problems)
    return Document(file, text, rows, lambda keys: _line_of_row(lines, header_line, keys), tabular=True)


def _line_of_row(lines: list[int], header_line: int, keys: Keys) -> Place:
    return Place(lines[keys[0]]) if keys and isinstance(keys[0], int) else Place(header_line)


def _rows(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, their cells stripped, with the line each starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise fault(file, line, f"is not valid CSV: {error}", "look for a stray or missing quote") from error


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons; the row of names tells."""
    header = text.lstrip().split("\n", 1)[0]
    return max(_DELIMITERS, key=header.count)


def _names(file: str, line: int, header: list[str]) -> list[str]:
    """Column names in the form that fields and templates use: `Product title` is `Product_title`."""
    names = [_NOT_IN_A_NAME.sub("_", cell).strip("_") for cell in header]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise fault(file, line, f"names the column {twice[0]!r} twice", "rename one of them")
    return names


def _too_long(file: str, line: int, cells: int, names: int) -> Problem:
    message = f"has {cells} cells, but only {names} columns have a name"
    return Problem(file, line, None, "", message, "put text that holds the separator in double quotes")
