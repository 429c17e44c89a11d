"""Files that people send: decisions on drafts, and what `screen` is told to expect."""

import atexit
import csv
import io
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.target import Target
from fuzz.waiting import attempts, pipeline
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt
from proofpress.entry.decision_files import COLUMNS, Fate, Row, apply_decisions, read_decisions
from proofpress.entry.sheets import read_expected, sheets_of


def _decide(data: bytes) -> None:
    """A file is read as it would be read again; nothing is decided on a picture that its row does not name by its hash."""
    rows = read_decisions(data, "decisions.csv")
    again = read_decisions(_written(rows), "again.csv")
    if [_said(row) for row in again] != [_said(row) for row in rows]:
        raise AssertionError("rows that are other ones once they were written down")
    for applied in apply_decisions(pipeline().ports, rows[:50], "kim", "shore"):
        attempt = pipeline().ledger.get(Attempt, applied.row.draft)
        right = attempt is not None and attempt.image is not None and attempt.image.sha256 == applied.row.sha256
        if applied.fate is Fate.APPLIED and not right:
            raise AssertionError(f"{applied.row} was applied to another picture")
        if applied.fate is not Fate.APPLIED and not applied.words:
            raise AssertionError(f"{applied.row} was not applied for no reason")
    pipeline().bus.waiting.clear()


def _said(row: Row) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def _written(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(_said, rows))
    return out.getvalue().encode()


def _files_of_decisions() -> tuple[bytes, ...]:
    found = {attempt.key: attempt.image.sha256 for attempt in attempts() if attempt.image}
    (one, first), (two, second), *_ = found.items()
    table = f"draft,decision,reason,stars,state,sha256\n{one},,,3,passed,{first}\n{two},,dark,4,,{second}\n{one},decline,,,,\n"
    return (
        table.encode(),
        b"\xef\xbb\xbf" + table.replace("\n", "\r\n").encode(),
        f'sha256,draft,decision,stars\n{first},"{one}",,"5"\n,"../../x",accept,"9"\n'.encode(),
        b"draft,decision\nx,y\n",
        b'draft,decision,sha256\n"' + b"x" * 200_000 + b'",accept,\n',
    )


@cache
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    (Path(folder.name) / "pictures").mkdir()
    for name in ("0001.jpg", "0002.png"):
        (Path(folder.name) / "pictures" / name).write_bytes(b"")
    return Path(folder.name)


_CATALOG = parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))


def _expect(data: bytes) -> None:
    """What is expected is of files below the folder that was named, whatever names it has in it."""
    file = _folder() / "expected.json"
    file.write_bytes(data)
    expected = read_expected(file)
    for sheet in sheets_of([_folder() / "pictures"], expected, _CATALOG):
        if not sheet.path.resolve().is_relative_to(_folder() / "pictures"):
            raise AssertionError(f"{sheet.path} is not what was to be screened")
        if sheet.asked and (sheet.asked.width < 0 or sheet.asked.height < 0):
            raise AssertionError(f"a picture of {sheet.asked.width} by {sheet.asked.height}")


_EXPECTED = (
    b'{"0001.jpg": {"aspect_ratio": "16:9", "image_size": "1K", "declared_mime": "image/jpeg", "attempt": 1}}',
    b'{"pictures/0002.png": {"aspect_ratio": "1:1", "other": []}, "../0001.jpg": {"attempt": 9}}',
    b'{"0002.png": {"image_size": "4K"}}',
)

TARGETS = (
    Target("decisions", _decide, (BadInput,), _files_of_decisions),
    Target("expected", _expect, (BadInput,), _EXPECTED),
)
