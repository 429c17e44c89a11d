"""The labelled set on disk: the files of one part, what was asked for each, and the truth."""

import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from bench.screening.entry import Entry
from bench.screening.making import made
from bench.screening.photographs import Photograph
from bench.screening.plan import plan

EXPECTED: Final = "expected.json"
TRUTH: Final = "truth.json"
_TRUTHS: Final = TypeAdapter(dict[str, Entry])


@dataclass(frozen=True)
class Part:
    """Development, which may be looked at, or held out, which may not."""

    name: str
    seed: str
    held_out: bool
    scale: float = 1.0


PARTS: Final = (
    Part("dev", "dev-2", held_out=False, scale=1.5),
    Part("held-out", "held-out-2", held_out=True),
)


@dataclass(frozen=True)
class Labelled:
    """A part that has been made: the pictures lie in `folder`, beside the JSON that describes them."""

    folder: Path
    truth: dict[str, Entry]
    left_out: int = 0
    """Planned, but left out as their label would have been a matter of opinion."""

    @property
    def pictures(self) -> Path:
        """The folder to screen."""
        return self.folder / "pictures"

    @property
    def expected(self) -> Path:
        """What was asked, for `proofpress screen --expected`."""
        return self.folder / EXPECTED


def make(part: Part, photographs: Sequence[Photograph], folder: Path, scale: float = 1.0) -> Labelled:
    """Make one part anew in `folder`, over all cores."""
    chosen = [photograph for photograph in photographs if photograph.held_out == part.held_out]
    entries = plan(part.seed, chosen, scale * part.scale)
    shutil.rmtree(folder, ignore_errors=True)
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    write = partial(_write, pictures, {one.title: one.path for one in chosen}, {one.attempt: one for one in entries})
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        written = list(pool.map(write, entries, chunksize=4))
    truth = {entry.name: entry for entry, done in zip(entries, written, strict=True) if done}
    (folder / TRUTH).write_bytes(_TRUTHS.dump_json(truth, indent=1))
    (folder / EXPECTED).write_text(json.dumps({name: asked(entry) for name, entry in truth.items()}, indent=1), "utf-8")
    return Labelled(folder, truth, len(entries) - len(truth))


def read(folder: Path) -> Labelled:
    """A part that was made before."""
    return Labelled(folder, _TRUTHS.validate_json((folder / TRUTH).read_bytes()))


def asked(entry: Entry) -> dict[str, str | int]:
    """What was asked for a file, in the form that `--expected` takes."""
    return {
        "aspect_ratio": entry.ratio,
        "image_size": entry.image_size,
        "declared_mime": entry.declared.mime,
        "attempt": entry.attempt,
    }


def _write(pictures: Path, photographs: dict[str, Path], others: dict[int, Entry], entry: Entry) -> bool:
    data = made(entry, photographs, others)
    if data is None:
        return False
    (pictures / entry.name).write_bytes(data)
    return True
