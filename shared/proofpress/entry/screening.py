"""Screens picture files outside any batch, over all cores."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.near_duplicates import fingerprint, repeated
from proofpress.domain.screening import DEFAULT_RULES, Rules
from proofpress.imaging.screening import Asked, Screened, screen

MANY = 300
"""Files from which on processes pay: each takes half a second to start, and threads share one interpreter lock."""
_AT_A_TIME = 8
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
    """Of like pictures the lowest attempt stands, or the first name where none has a number."""


@dataclass(frozen=True)
class Judged:
    """A screened file."""

    sheet: Sheet
    screened: Screened
    was_read: bool


def judge(sheets: Sequence[Sheet], rules: Rules = DEFAULT_RULES, many: int = MANY) -> Iterator[Judged]:
    """Screen files side by side, in order: by threads where they are few, by a process for each core from `many` on.

    Where processes cannot be had, or one is killed over a file, threads do what is left.
    """
    done = 0
    if len(sheets) >= many and (os.cpu_count() or 1) > 1:
        try:
            for judged in _by(ProcessPoolExecutor(mp_context=get_context("spawn")), sheets, rules):
                yield judged
                done += 1
        except (BrokenExecutor, OSError, NotImplementedError):
            pass
    yield from _by(ThreadPoolExecutor(os.cpu_count()), sheets[done:], rules)


def _by(executor: Executor, sheets: Sequence[Sheet], rules: Rules) -> Iterator[Judged]:
    try:
        yield from executor.map(partial(_judge, rules=rules), sheets, chunksize=_AT_A_TIME)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def verdicts(judged: Sequence[Judged]) -> dict[str, Verdict]:
    """Verdicts by name, in the order given; what repeats a picture that stands before it is rejected as a duplicate."""
    standing = sorted((one for one in judged if one.screened.passed), key=_rank)
    prints = [fingerprint(one.screened.hash, one.screened.signature) for one in standing]
    originals = {
        standing[later].sheet.name: standing[earlier].sheet.name for later, earlier in repeated(prints).items()
    }
    return {one.sheet.name: _verdict(one.screened, originals.get(one.sheet.name)) for one in judged}


def _judge(sheet: Sheet, rules: Rules) -> Judged:
    try:
        with sheet.path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        return _unread(sheet, f"cannot be read: {error.strerror or error}")
    if len(data) > MAX_FILE_BYTES:
        return _unread(sheet, f"has more than {MAX_FILE_BYTES // 1_000_000} MB")
    return Judged(sheet, screen(data, sheet.asked, rules), was_read=True)


def _unread(sheet: Sheet, fault: str) -> Judged:
    broken = Screened(passed=False, broken=True, reasons=("broken",), figures={"fault": fault})
    return Judged(sheet, broken, was_read=False)


def _rank(judged: Judged) -> tuple[bool, int, str]:
    sheet = judged.sheet
    return sheet.attempt is None, sheet.attempt or 0, sheet.name


def _verdict(screened: Screened, original: str | None) -> Verdict:
    reasons = (*screened.reasons, "duplicate") if original else screened.reasons
    return Verdict(
        verdict="reject" if reasons else "pass",
        reasons=reasons,
        warnings=screened.warnings,
        duplicate_of=original,
        figures=screened.figures,
    )
