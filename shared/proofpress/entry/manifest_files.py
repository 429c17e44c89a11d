"""A manifest on disk, together with the other files that its batch needs."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.spec import BatchSpec
from proofpress.manifests import load
from proofpress.manifests.files import DirectoryFiles, Files
from proofpress.manifests.formats.documents import SUFFIXES
from proofpress.manifests.limits import MAX_BYTES
from proofpress.manifests.problems import InvalidManifest

_OF_MANIFESTS = frozenset({"items", "matrix"})
"""Keys that a manifest in JSON has one of, and no event."""

S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


class Loader(Protocol[S_co]):
    """Reads what a user wrote, or raises InvalidManifest."""

    def __call__(self, name: str, data: bytes, files: Files, catalog: Catalog, today: date, /) -> S_co:
        """What a file of this name and these bytes says."""


class Attachments(Mapping[str, bytes]):
    """Files besides the manifest, by their paths relative to it.

    They are read again when asked for, because the references of a large batch do not fit into memory together;
    BadInput where one is no longer what the manifest was checked with.
    """

    def __init__(self, files: DirectoryFiles, digests: Mapping[str, tuple[int, bytes]]) -> None:
        self._files = files
        self._digests = digests

    def __getitem__(self, path: str) -> bytes:
        size, digest = self._digests[path]
        try:
            data = self._files.read(path, size)
        except (OSError, BadInput) as error:
            raise BadInput(f"{path} has changed since the manifest was read: run the command again.") from error
        if hashlib.sha256(data).digest() != digest:
            raise BadInput(f"{path} has changed since the manifest was read: run the command again.")
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


@dataclass(frozen=True)
class LoadedManifest:
    """A manifest that can be submitted: what it says, its bytes, and the files it names."""

    name: str
    """File name."""
    spec: BatchSpec
    data: bytes
    attachments: Mapping[str, bytes]
    said: Mapping[str, str] = field(default_factory=dict)
    """Settings that were given besides."""


@dataclass(frozen=True)
class LoadedCampaign:
    """A campaign that can be added: what it says, its bytes, and the files it names."""

    name: str
    """File name."""
    spec: CampaignSpec
    data: bytes
    attachments: Mapping[str, bytes]


class _Recorder:
    """Files that remember which of them were read."""

    def __init__(self, files: DirectoryFiles) -> None:
        self._files = files
        self.digests: dict[str, tuple[int, bytes]] = {}

    def read(self, path: str, limit: int) -> bytes:
        data = self._files.read(path, limit)
        self.digests[str(PurePosixPath(path))] = len(data), hashlib.sha256(data).digest()
        return data

    def names(self) -> Iterable[str]:
        return self._files.names()


def read_manifest(path: Path, catalog: Catalog, today: date, said: Mapping[str, str] | None = None) -> LoadedManifest:
    """Read a manifest and check it with all it names; `said` as for `manifests.load`.

    Raises:
        BadInput: the file cannot be read; as InvalidManifest, it says what cannot be used.
    """
    spec, data, attachments = _loaded(path, partial(load, said=said), catalog, today)
    return LoadedManifest(path.name, spec, data, attachments, said or {})


def read_campaign(path: Path, catalog: Catalog, today: date) -> LoadedCampaign:
    """Read a campaign and check it with all it names; raises as `read_manifest` does."""
    from proofpress.manifests.campaigns.load import load_campaign

    spec, data, attachments = _loaded(path, load_campaign, catalog, today)
    return LoadedCampaign(path.name, spec, data, attachments)


def is_campaign_file(path: Path) -> bool:
    """Whether a file is a campaign, and not a manifest or something that cannot be read."""
    from proofpress.manifests.campaigns.load import is_campaign

    return path.is_file() and is_campaign(path.name, _read(path))


def is_manifest_file(path: Path) -> bool:
    """Whether a file is a manifest, as far as its form tells: not JSON, or with the keys of one."""
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    try:
        value = json.loads(_read(path))
    except (ValueError, RecursionError):
        return True
    return isinstance(value, list) or bool(_OF_MANIFESTS & set(value if isinstance(value, dict) else ()))


def _loaded(path: Path, loader: Loader[S], catalog: Catalog, today: date) -> tuple[S, bytes, Attachments]:
    data = _read(path)
    files = DirectoryFiles(path.parent)
    recorder = _Recorder(files)
    try:
        spec = loader(path.name, data, recorder, catalog, today)
    except InvalidManifest as error:
        # Inside, files are named from the manifest's folder on, as in the inbox; here, as the user's editor finds them.
        found = (replace(problem, file=str(path.parent / problem.file)) for problem in error.problems)
        raise InvalidManifest(found) from error
    return spec, data, Attachments(files, recorder.digests)


def _read(path: Path) -> bytes:
    """One byte more than is allowed at most, so that the parser sees that it is too much."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder: name the manifest in it.")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.{_hint(path)}") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error


def _hint(path: Path) -> str:
    folder = path.parent
    names = [entry.name for entry in folder.iterdir() if entry.is_file()] if folder.is_dir() else []
    near = get_close_matches(path.name, names, 1)
    return f" Did you mean {folder / near[0]}?" if near else " `proofpress init` writes a manifest to start from."
