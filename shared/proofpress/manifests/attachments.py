"""Reads the files that a manifest names."""

from proofpress.manifests.files import Files, FileTooLarge, ListedFiles, PathRefused, check_path
from proofpress.manifests.problems import Complaint
from proofpress.manifests.spelling import Speller

_SHOWN = 200


class Attachments:
    """The files beside a manifest."""

    def __init__(self, files: Files, speller: Speller) -> None:
        self._files = files
        self._speller = speller
        self._names: list[str] | None = None

    def read(self, path: str, limit: int) -> bytes | Complaint:
        """The bytes of a file, or why it cannot be read."""
        shown = repr(path[:_SHOWN])
        try:
            check_path(path)
            return self._files.read(path, limit)
        except FileNotFoundError:
            hint = self._speller.hint(path, self._listed(), "paths are relative to the manifest")
            return Complaint(f"there is no file {shown}", hint)
        except (FileTooLarge, PathRefused) as error:
            return Complaint(f"the file {shown} {error}")
        except OSError as error:
            return Complaint(f"the file {shown} cannot be read: {error.strerror or error}")

    def _listed(self) -> list[str]:
        if self._names is None:
            self._names = list(self._files.names()) if isinstance(self._files, ListedFiles) else []
        return self._names
