import os
from pathlib import Path

import pytest

from proofpress.manifests import DirectoryFiles, FileTooLarge, ListedFiles, PathRefused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    inside = tmp_path / "inside"
    (inside / "refs").mkdir(parents=True)
    (inside / "refs" / "a.png").write_bytes(b"12345")
    (inside / ".hidden").mkdir()
    (inside / ".hidden" / "b").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"secret")
    return inside


def test_a_file_below_the_root_is_read(root: Path) -> None:
    assert DirectoryFiles(root).read("refs/a.png", 5) == b"12345"


def test_a_file_over_the_limit_is_refused(root: Path) -> None:
    with pytest.raises(FileTooLarge, match="more than"):
        DirectoryFiles(root).read("refs/a.png", 4)


@pytest.mark.parametrize(
    "path", ["../secret", "refs/../../secret", "/etc/passwd", "~/x", "", "a\0b", "..\\secret", "C:x"]
)
def test_a_path_that_leads_out_is_refused(root: Path, path: str) -> None:
    with pytest.raises(PathRefused):
        DirectoryFiles(root).read(path, 100)


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_followed(root: Path) -> None:
    (root / "out").symlink_to(root.parent / "secret")
    (root / "folder").symlink_to(root.parent)
    (root / "in").symlink_to(root / "refs" / "a.png")
    files = DirectoryFiles(root)
    assert files.read("in", 100) == b"12345"
    for path in ("out", "folder/secret"):
        with pytest.raises(PathRefused, match="link"):
            files.read(path, 100)


def test_a_link_to_itself_is_no_file(root: Path) -> None:
    (root / "loop").symlink_to(root / "loop")
    with pytest.raises((PathRefused, FileNotFoundError)):
        DirectoryFiles(root).read("loop", 100)


def test_folders_and_pipes_are_no_files(root: Path) -> None:
    os.mkfifo(root / "pipe")
    for path in ("refs", "pipe", "none"):
        with pytest.raises(FileNotFoundError):
            DirectoryFiles(root).read(path, 100)


def test_visible_files_are_listed(root: Path) -> None:
    files = DirectoryFiles(root)
    assert isinstance(files, ListedFiles)
    assert list(files.names()) == ["refs/a.png"]
