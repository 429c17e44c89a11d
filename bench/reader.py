"""Reads the results of one job to their end, as a process of its own: `python -m bench.reader URL OUTPUT [plain]`.

Prints a line of JSON: how many pictures there were, in how many seconds, and the peak of memory in bytes. With `plain`
a plain loop does what cannot be left out: it takes each line from the connection, reads its JSON, decodes the picture.
"""

import base64
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.entry.settings import Settings, read_catalog
from proofpress.ports import Picture

_STATUS = Path("/proc/self/status")


def main(url: str, output: str, plain: str = "") -> None:
    """Read, and print what it took."""
    sizes = _plain(url, output) if plain else _ours(url, output)
    started = time.perf_counter()
    pictures = sum(1 for size in sizes if size)
    seconds = time.perf_counter() - started
    print(json.dumps({"pictures": pictures, "seconds": seconds, "peak": peak()}))


def peak() -> int:
    """The most memory that this process had, in bytes; elsewhere than on Linux, that its parent had counts too."""
    if _STATUS.exists():
        (line,) = [each for each in _STATUS.read_text().splitlines() if each.startswith("VmHWM")]
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _ours(url: str, output: str) -> Iterator[int]:
    place = {"vertex": True, "project": "bench"} if output.startswith("gs://") else {"api_key": "key"}
    settings = GeminiSettings(base_url=url, **place)
    jobs = GeminiJobs(settings, read_catalog(Settings()), SystemClock(), place="gs://bench")
    _ = jobs.limits  # imports what the reading needs, which is not what is measured
    status = JobStatus(name="batches/bench", state=JobState.SUCCEEDED, output=output)
    found = (result.outcome for result in jobs.results(status))
    return (len(outcome.data) if isinstance(outcome, Picture) else 0 for outcome in found)


def _plain(url: str, output: str) -> Iterator[int]:
    address = f"{url}/v1/{output}:download?alt=media"
    with httpx2.stream("GET", address, headers={"x-goog-api-key": "key"}, timeout=60.0) as response:
        for line in response.iter_lines():
            parts = json.loads(line)["response"]["candidates"][0]["content"]["parts"]
            yield len(base64.b64decode(parts[0]["inlineData"]["data"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
