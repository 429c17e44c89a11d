"""Which files `screen` looks at, and what was asked for each."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.entry.screening import Sheet
from proofpress.imaging.screening import Asked

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
)
"""What counts as a picture in a folder; a file that is named itself is screened whatever its name."""


class Expected(BaseModel):
    """What was asked for one file; keys beyond these are another program's business."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    aspect_ratio: str | None = Field(default=None, pattern=r"^[1-9]\d{0,3}:[1-9]\d{0,3}$")
    image_size: str | None = None
    declared_mime: str | None = None
    attempt: int | None = None


_EXPECTATIONS = TypeAdapter(dict[str, Expected])


def read_expected(path: Path) -> dict[str, Expected]:
    """What was asked, by file name; BadInput where the file has another form."""
    try:
        return _EXPECTATIONS.validate_json(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValidationError as error:
        lines = [f"{path}: {'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors()[:20]]
        raise BadInput("\n".join(lines)) from error


def sheets_of(paths: Sequence[Path], expected: Mapping[str, Expected], catalog: Catalog) -> list[Sheet]:
    """The pictures of all paths by name: below a folder the path from there, else the file name.

    Names that several paths would share are written with their path. What was asked is looked up by the name, by the
    path, and by the bare file name where only one file has it. BadInput for a path that is not there.
    """
    found = list(dict.fromkeys(pair for path in paths for pair in _files(path, expected)))
    shared = Counter(name for name, _ in found)
    bare = Counter(path.name for _, path in found)
    named = {name if shared[name] == 1 else path.as_posix(): path for name, path in found}
    return [_sheet(name, path, expected, catalog, alone=bare[path.name] == 1) for name, path in sorted(named.items())]


def unused(expected: Mapping[str, Expected], sheets: Sequence[Sheet]) -> list[str]:
    """The names of what was asked that no picture answers to."""
    known = {name for sheet in sheets for name in (sheet.name, sheet.path.as_posix(), sheet.path.name)}
    return [name for name in expected if name not in known]


def _files(path: Path, expected: Mapping[str, Expected]) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        if not path.exists():
            raise BadInput(f"There is no {path}.")
        yield path.name, path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            inside = Path(folder, file)
            name = inside.relative_to(path).as_posix()
            wanted = not expected.keys().isdisjoint((name, inside.as_posix(), file))
            if wanted or (inside.suffix.lower() in SUFFIXES and not file.startswith(".")):
                yield name, inside


def _sheet(name: str, path: Path, expected: Mapping[str, Expected], catalog: Catalog, *, alone: bool) -> Sheet:
    places = (name, path.as_posix(), *([path.name] if alone else []))
    place = next((place for place in places if place in expected), None)
    if place is None:
        return Sheet(name, path)
    return Sheet(name, path, _asked(place, expected[place], catalog), expected[place].attempt)


def _asked(name: str, expected: Expected, catalog: Catalog) -> Asked:
    ratio, size = expected.aspect_ratio or "", expected.image_size
    if size is not None and ratio not in catalog.pixels:
        known = ", ".join(catalog.ratios)
        raise BadInput(f"{name}: an image_size needs an aspect_ratio that models make: {known}.")
    sizes = {known for model in catalog.models.values() for known in model.image_tokens}
    if size is not None and size not in sizes:
        raise BadInput(f"{name}: there is no image_size {size!r}; models make {', '.join(sorted(sizes))}.")
    width, height = catalog.pixel_size(ratio, size) if size else (0, 0)
    return Asked(ratio, width, height, expected.declared_mime or "")
