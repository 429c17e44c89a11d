"""Reading a job's results: pictures a second, and whether memory grows with the file."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import httpx2

from bench.collector import prepare
from bench.sections import Section, columns
from proofpress.simulator.batches.files import Files
from proofpress.simulator.server import Simulator, Surroundings

RESULTS: Final = 10_000
QUICK_RESULTS: Final = 300
_FEWER: Final = 10
_MEBI: Final = 1 << 20
_KEPT: Final = 3600.0
_MODEL: Final = "gemini-3.1-flash-lite-image"
_ASKED: Final = {
    "contents": [{"parts": [{"text": "dunes at dusk"}]}],
    "generationConfig": {"responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": "16:9"}},
}


@dataclass(frozen=True)
class Row:
    """One reading of one file; bytes and seconds."""

    reader: str
    pictures: int
    size: int
    seconds: float
    peak: int

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return self.pictures / self.seconds


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    results = QUICK_RESULTS if quick else RESULTS
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        with served(Path(folder), results // _FEWER) as (url, small, size):
            rows = [read(url, small, size), collect(Path(folder), url, small, size, results // _FEWER)]
        with served(Path(folder), results) as (url, large, size):
            # The stage comes last: it clears the results away.
            rows += [read(url, large, size), read(url, large, size, "plain")]
            rows.append(collect(Path(folder), url, large, size, results))
    heads = ("reader", "pictures", "file MiB", "pictures/s", "peak MiB")
    table = columns(heads, [_cells(row) for row in rows])
    small_row, small_stage, large_row, plain, large_stage = rows
    grown = (large_row.peak - small_row.peak) / (large_row.size - small_row.size)
    staged = (large_stage.peak - small_stage.peak) / (large_stage.size - small_stage.size)
    text = (
        f"{table}\n\n{large_row.rate / plain.rate:.2f} of the speed of a plain loop that takes each line from the "
        f"connection, reads its JSON and decodes its picture.\nPeak memory grew by {100 * grown:.2f} % of what the file "
        f"grew by. Through the stage, with each picture in its bucket and its bill in the ledger: {100 * staged:.2f} %."
    )
    data = {"rows": [{**asdict(row), "rate": row.rate} for row in rows], "grown": grown, "grown_in_stage": staged}
    return Section("collecting", "Reading the results of one job, in a process of its own", text, data)


@contextmanager
def served(folder: Path, results: int) -> Iterator[tuple[str, str, int]]:
    """A simulator with a file of so many results: its URL, the file's name and its size."""
    source, kept = folder / "results.jsonl", folder / f"results-{results}"
    write_results(source, results)
    file = Files(kept, _KEPT).generate(source, "results")
    with Simulator(around=Surroundings(kept)) as simulator:
        yield simulator.url, file.name, file.size


def write_results(target: Path, results: int) -> None:
    """A file of results as the Gemini API writes it, each with the same picture of the simulator."""
    with Simulator() as simulator:
        address = f"{simulator.url}/v1/models/{_MODEL}:generateContent"
        answer = httpx2.post(address, json=_ASKED, headers={"x-goog-api-key": "key"}, timeout=60.0).content
    with target.open("wb") as file:
        for number in range(results):
            file.write(b'{"response":' + answer + b',"key":"bench/dunes/%04d"}\n' % (number + 1))


def read(url: str, output: str, size: int, *plain: str) -> Row:
    """What a process of its own took to read results."""
    command = [sys.executable, "-m", "bench.reader", url, output, *plain]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return Row(plain[0] if plain else "proofpress", size=size, **json.loads(ran.stdout))


def collect(folder: Path, url: str, output: str, size: int, results: int) -> Row:
    """What a process of its own took to collect a job through its stage, into a work folder on this disk."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        prepare(Path(work), output, results)
        command = [sys.executable, "-m", "bench.collector", work, url]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        return Row("stage", size=size, **json.loads(ran.stdout))


def _cells(row: Row) -> tuple[object, ...]:
    return (row.reader, row.pictures, f"{row.size / _MEBI:.0f}", f"{row.rate:.0f}", f"{row.peak / _MEBI:.0f}")
