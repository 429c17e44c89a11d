"""An archive as the platform runs it: unpacked, and installed by its hashes into an empty environment."""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.staging.requirements import uv

_KEPT = ("HOME", "LANG", "PATH", "SSL_CERT_FILE", "TMPDIR")
_OPTIONS = ("UV_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_IMPORT_ALL = """\
import importlib, pathlib
for path in sorted(pathlib.Path.cwd().rglob("*.py")):
    name = ".".join(path.relative_to(pathlib.Path.cwd()).with_suffix("").parts)
    importlib.import_module(name.removesuffix(".__init__"))
"""


class Unusable(Exception):
    """An archive cannot be installed or imported; the message has the words of the program that failed."""


class Installed:
    """A context in which an archive is installed; Unusable where that fails.

    `compiled` makes bytecode of everything beforehand, as the platform's build does: slow to make, fast to start.
    """

    def __init__(self, archive: Path, project: Path, *, compiled: bool = False) -> None:
        self._archive = archive
        self._compiled = compiled
        self._uv = uv(project)
        self._folder = tempfile.TemporaryDirectory(prefix="proofpress-")

    def __enter__(self) -> Self:
        try:
            self._install()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    @property
    def size(self) -> int:
        """Bytes of the archive unpacked and of all packages, with their bytecode."""
        return sum(path.stat().st_size for path in Path(self._folder.name).rglob("*") if path.is_file())

    def import_everything(self) -> None:
        """Import every module of the archive, those too that the code imports only when they are called for."""
        self._run(self._script("python"), "-c", _IMPORT_ALL)

    def command(self, function: str, port: int, source: Path | None = None) -> tuple[str, ...]:
        """The command line of a server on a port of this machine, of the archive's own main.py or of another file."""
        served = ("--target", function, "--source", str(source or self._source / "main.py"))
        return (self._script("functions-framework"), *served, "--host", "127.0.0.1", "--port", str(port))

    @property
    def _source(self) -> Path:
        return Path(self._folder.name, "source")

    def _script(self, name: str) -> str:
        return str(Path(self._folder.name, "environment", "bin", name))

    def _install(self) -> None:
        with zipfile.ZipFile(self._archive) as archive:
            archive.extractall(self._source)
        python = self._script("python")
        self._run(self._uv, "venv", "--quiet", "--python", sys.executable, str(Path(python).parents[1]))
        hashed = ("--require-hashes", "--requirements", "requirements.txt")
        compiled = ("--compile-bytecode",) if self._compiled else ()
        self._run(self._uv, "pip", "install", "--quiet", "--python", python, *hashed, *compiled)
        if self._compiled:
            self._run(python, "-m", "compileall", "-q", ".")

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command, cwd=self._source, env=clean_environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unusable(f"{self._archive.name}: {' '.join(command)[:100]}\n{done.stderr.strip()[-2_000:]}")


def clean_environment() -> dict[str, str]:
    """What of this process's environment an archive may see: nothing that could lend it a module or a credential."""
    return {name: value for name, value in os.environ.items() if name in _KEPT or name.upper().startswith(_OPTIONS)}
