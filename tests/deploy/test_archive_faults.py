"""Whatever is wrong with an archive is found before it is deployed."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.configuration import PROJECT
from tools.staging.archive import pack
from tools.staging.check import faults_of
from tools.staging.trial import Installed, Unusable

Archive = Callable[[str], Path]
Change = Callable[[dict[str, bytes]], object]


def without_a_module(files: dict[str, bytes]) -> None:
    del files["proofpress/stages/screen.py"]


def without_data(files: dict[str, bytes]) -> None:
    del files["proofpress/models.toml"]


def with_a_module_too_many(files: dict[str, bytes]) -> None:
    files["proofpress/simulator/server.py"] = b""


def with_a_project_file(files: dict[str, bytes]) -> None:
    files["pyproject.toml"] = b""


def with_a_package_too_many(files: dict[str, bytes]) -> None:
    files["requirements.txt"] += b"rich==14.0.0 --hash=sha256:" + b"0" * 64 + b"\n"


def without_a_package(files: dict[str, bytes]) -> None:
    files["requirements.txt"] = re.sub(rb"(?m)^pillow==.*(\n .*)+\n", b"", files["requirements.txt"])


def without_a_hash(files: dict[str, bytes]) -> None:
    files["requirements.txt"] = re.sub(rb"(?m)^flask==(\S+).*(\n .*)+\n", rb"flask==\1\n", files["requirements.txt"])


def without_a_version(files: dict[str, bytes]) -> None:
    files["requirements.txt"] += b"flask\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_a_module, "screen.stage|proofpress.stages.screen"),
        (without_data, "lacks proofpress/models.toml"),
        (with_a_module_too_many, "carries proofpress/simulator/server.py, which nothing imports"),
        (with_a_project_file, "carries pyproject.toml"),
        (with_a_package_too_many, "requires rich, which it does not need"),
        (without_a_package, "does not require pillow, which it imports"),
        (without_a_hash, "requires 'flask==.*' without a version or a hash"),
        (without_a_version, "requires 'flask' without a version or a hash"),
    ],
)
def test_a_fault_in_an_archive_is_found(tmp_path: Path, archive: Archive, change: Change, words: str) -> None:
    with zipfile.ZipFile(archive("screen")) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    pack(files, tmp_path / "faulty.zip")
    found = faults_of(tmp_path / "faulty.zip", PROJECT)
    assert re.search(words, "\n".join(found)), found


@pytest.mark.slow
@pytest.mark.parametrize("change", [without_a_package, without_a_hash])
def test_a_faulty_archive_cannot_be_installed_or_imported(tmp_path: Path, archive: Archive, change: Change) -> None:
    with zipfile.ZipFile(archive("screen")) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    pack(files, tmp_path / "faulty.zip")
    with pytest.raises(Unusable), Installed(tmp_path / "faulty.zip", PROJECT) as installed:
        installed.import_everything()
