"""The inbox bucket as the folder that a manifest's relative paths start from."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from proofpress.domain.errors import Drop, Stop
from proofpress.domain.spec import BatchSpec
from proofpress.manifests import load
from proofpress.ports import Bucket, Ports, Store

_FILES_FIRST = "Put the files into the inbox bucket first and the manifest last, then replay this dead letter."


SAID = ("lane", "needed_by")
"""Settings that may stand in the metadata of a manifest's object: what was said when it was sent."""


def read_manifest(
    ports: Ports, name: str, data: bytes, folder: PurePosixPath, said: Mapping[str, str] | None = None
) -> BatchSpec:
    """The batch that a manifest asks for, whose files lie below a folder of the inbox bucket; `said` as for `load`.

    Raises:
        Drop: the manifest cannot be used; the message lists every reason.
    """
    files = InboxFiles(ports.store, folder)
    try:
        return with_object_names(load(name, data, files, ports.catalog, ports.clock.now().date(), said), folder)
    except Stop as error:
        mend = f"\n{_FILES_FIRST}" if files.missing else ""
        raise Drop(f"{error}{mend}") from error


class InboxFiles:
    """Files beside a manifest in the inbox bucket."""

    def __init__(self, store: Store, folder: PurePosixPath) -> None:
        self._store = store
        self._folder = folder
        self.missing: list[str] = []
        """Objects that were asked for and are not there."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none or it is larger than the limit allows."""
        name = inbox_name(self._folder, path)
        stored = self._store.stat(Bucket.INBOX, name)
        if stored is None:
            self.missing.append(name)
        if stored is None or stored.size > limit:
            raise FileNotFoundError(path)
        return self._store.get(Bucket.INBOX, name)


def inbox_name(folder: PurePosixPath, path: str) -> str:
    """The object that holds a file named in a manifest; FileNotFoundError where the path leaves the folder."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/"):
        raise FileNotFoundError(path)
    return str(folder.joinpath(*parts))


def with_object_names(spec: BatchSpec, folder: PurePosixPath) -> BatchSpec:
    """The batch with every reference pointing at its object in the inbox bucket."""
    items = tuple(
        item.model_copy(
            update={
                "references": tuple(
                    ref.model_copy(update={"object_name": inbox_name(folder, ref.path)}) for ref in item.references
                )
            }
        )
        if item.references
        else item
        for item in spec.items
    )
    return spec.model_copy(update={"items": items})
