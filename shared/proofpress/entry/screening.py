"""Screens picture files outside any batch, over all cores."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from proofpress.imaging.screening import Asked, Screened, screen

MAX_FILE_BYTES = 200_000_000
"""No model sends as much; a larger file is not read."""


class Verdict(BaseModel):
    """What the screen says of one file, in the form that `screen --json` writes."""

    model_config = ConfigDict(frozen=True)

    verdict: Literal["pass", "reject"]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    duplicate_of: str | None
    figures: dict[str, int | float | str]


@dataclass(frozen=True)
class Sheet:
    """One file to screen."""

    name: str
    path: Path
    asked: Asked | None = None
    attempt: int | None = None
    """Of equal pictures the lowest attempt stands, or the first name where none has a number."""


@dataclass(frozen=True)
class Judged:
    """A screened file."""

    sheet: Sheet
    screened: Screened
    digest: bytes
    """sha256 of its bytes; empty where it could not be read."""


def judge(sheets: Sequence[Sheet]) -> Iterator[Judged]:
    """Screen files side by side, in order. Threads serve: all but a twentieth of the work is done outside the GIL."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            yield from pool.map(_judge, sheets)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def verdicts(judged: Sequence[Judged]) -> dict[str, Verdict]:
    """Verdicts by name, in the order given, with all but the first of equal pictures rejected as duplicates."""
    originals: dict[bytes, str] = {}
    for one in sorted(judged, key=_rank):
        if one.screened.passed:
            originals.setdefault(one.digest, one.sheet.name)
    return {one.sheet.name: _verdict(one, originals) for one in judged}


def _judge(sheet: Sheet) -> Judged:
    try:
        with sheet.path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        return _unread(sheet, f"cannot be read: {error.strerror or error}")
    if len(data) > MAX_FILE_BYTES:
        return _unread(sheet, f"has more than {MAX_FILE_BYTES // 1_000_000} MB")
    return Judged(sheet, screen(data, sheet.asked), sha256(data).digest())


def _unread(sheet: Sheet, fault: str) -> Judged:
    return Judged(sheet, Screened(passed=False, broken=True, reasons=("broken",), figures={"fault": fault}), b"")


def _rank(judged: Judged) -> tuple[bool, int, str]:
    sheet = judged.sheet
    return sheet.attempt is None, sheet.attempt or 0, sheet.name


def _verdict(judged: Judged, originals: Mapping[bytes, str]) -> Verdict:
    screened, original = judged.screened, originals.get(judged.digest)
    duplicate = screened.passed and original != judged.sheet.name
    reasons = (*screened.reasons, "duplicate") if duplicate else screened.reasons
    return Verdict(
        verdict="reject" if reasons else "pass",
        reasons=reasons,
        warnings=screened.warnings,
        duplicate_of=original if duplicate else None,
        figures=screened.figures,
    )
