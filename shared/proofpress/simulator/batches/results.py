"""A job's results on their way to their file: out of order, and spoilt as ordered."""

import json
import random
import re
from pathlib import Path
from uuid import uuid4

from proofpress.simulator.batches.job import Job
from proofpress.simulator.batches.lines import Done
from proofpress.simulator.faults import Do, Faults
from proofpress.simulator.routes import Backend

_KEY = re.compile(rb'"key":"[^"]*"\}$')
_LABELS = re.compile(rb'"labels": \{[^}]*\}')


class Results:
    """Lines on disk; in memory only where each is, so that their number may be large."""

    def __init__(self, folder: Path) -> None:
        self._lines = folder / "lines"
        self._lines.touch()
        self._sorted = folder / "results.jsonl"
        self._spans: list[tuple[int, int]] = []
        self.done: list[Done] = []
        """What became of each line, without the line."""

    def add(self, done: Done) -> None:
        """Keep one more line."""
        with self._lines.open("ab") as file:
            start = file.seek(0, 2)
            file.write(done.line)
        self._spans.append((start, len(done.line)))
        self.done.append(Done(done.key, b"", done.reply))

    def write(self, faults: Faults, job: Job) -> Path:
        """The file of results; its lines come in no order, whatever was asked for first."""
        order = list(range(len(self._spans)))
        random.Random(job.id).shuffle(order)  # noqa: S311 - an order, no secret
        counts = {do: _count(faults, job, do) for do in (Do.DROP, Do.REPEAT, Do.ALIEN, Do.GARBLE)}
        order = order[counts[Do.DROP] :]
        with self._lines.open("rb") as source, self._sorted.open("wb") as target:
            for place, number in enumerate(order + order[: counts[Do.REPEAT]]):
                start, size = self._spans[number]
                source.seek(start)
                target.write(_garbled(source.read(size), place < counts[Do.GARBLE]) + b"\n")
            for number in order[: counts[Do.ALIEN]]:
                start, size = self._spans[number]
                source.seek(start)
                target.write(_alien(source.read(size), job.backend) + b"\n")
        return self._sorted


def _count(faults: Faults, job: Job, do: Do) -> int:
    fault = faults.due("results", job.model, job.display_name, {do})
    return fault.lines if fault else 0


def _garbled(line: bytes, yes: bool) -> bytes:
    return line[: len(line) // 2] if yes else line


def _alien(line: bytes, backend: Backend) -> bytes:
    stranger = f"nobody/{uuid4().hex}"
    if backend is Backend.STUDIO:
        return _KEY.sub(lambda _found: b'"key":' + json.dumps(stranger).encode() + b"}", line)
    return _LABELS.sub(b'"labels": {}', line, count=1)
