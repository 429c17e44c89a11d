"""All measurements of Proofpress, on the simulator.

    python -m bench [--quick] [--scale SCALE] [--json] [PART ...]

Prints ratios rather than seconds of one machine; the same goes to bench/out/. Takes about twenty minutes, with
--quick less than one: then it only shows that everything works.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import (
    archives,
    banners,
    cold_start,
    collecting,
    desk,
    duplicates,
    economics,
    engine_cost,
    in_flight,
    throughput,
)
from bench.load import section as load
from bench.screening import section as screening
from bench.sections import Section

OUT: Final = Path(__file__).parent / "out"
PARTS: Final[dict[str, Callable[..., Section]]] = {
    "throughput": throughput.section,
    "engine": engine_cost.section,
    "economics": economics.section,
    "coldstart": cold_start.section,
    "inflight": in_flight.section,
    "archives": archives.section,
    "screening": screening.section,
    "duplicates": duplicates.section,
    "collecting": collecting.section,
    "banners": banners.section,
    "desk": desk.section,
    "load": load.section,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that are asked for, all by default."""
    options = _parser().parse_args(arguments)
    sections = []
    for name in options.parts or PARTS:
        sys.stderr.write(f"measuring {name} ...\n")
        more = {"scale": options.scale} if name == "screening" else {}
        sections.append(PARTS[name](quick=options.quick, **more))
    figures = json.dumps({"machine": _machine(), "quick": options.quick, **_data(sections)}, indent=2) + "\n"
    text = "\n\n\n".join([_heading(quick=options.quick), *(section.page for section in sections)]) + "\n"
    OUT.mkdir(exist_ok=True)
    (OUT / "bench.json").write_text(figures, "utf-8")
    (OUT / "bench.txt").write_text(text, "utf-8")
    sys.stdout.write(figures if options.json else text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description="Measure Proofpress on the simulator.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="a smoke test with small numbers")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the labelled set of screening; 1 by default")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return parser


def _machine() -> dict[str, Any]:
    return {"processors": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def _heading(*, quick: bool) -> str:
    machine = "{system}, {processors} processors, Python {python}".format_map(_machine())
    small = " Small numbers: a smoke test, not a measurement." if quick else ""
    return f"{datetime.now(UTC).date()}, {machine}, the simulator included.{small}"


def _data(sections: Sequence[Section]) -> dict[str, Any]:
    return {section.name: section.data for section in sections}


if __name__ == "__main__":
    main()
