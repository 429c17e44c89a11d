import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from proofpress.adapters.local.durable import appear, temporary
from proofpress.adapters.local.store import FolderStore
from proofpress.adapters.objectnames import MAX_NAME_BYTES, MAX_PART_BYTES
from proofpress.domain.errors import Stop
from proofpress.ports import AlreadyExists, Bucket, Stored

NAME = "spring/cup/0001.png"
ROOM = "/".join(["x" * 127] * 8)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


def by_hand(store: FolderStore, name: str, data: bytes) -> None:
    """What a user does with a file manager."""
    path = store.path(Bucket.INBOX, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def temporary_files(root: Path) -> list[Path]:
    return list((root / ".tmp").iterdir())


def test_an_object_lies_where_the_user_looks_for_it(store: FolderStore, tmp_path: Path) -> None:
    store.put(Bucket.DRAFTS, NAME, b"picture", "image/png")
    assert (tmp_path / "drafts/spring/cup/0001.png").read_bytes() == b"picture"
    assert store.path(Bucket.DRAFTS, NAME) == tmp_path / "drafts/spring/cup/0001.png"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../escape",
        "a/../../escape",
        "/etc/passwd",
        "a//b",
        "a/",
        "a\\b",
        "a\0b",
        ".hidden",
        "a/.b",
        ROOM + "/y",
        "é" * 121,
    ],
)
def test_a_name_that_is_no_plain_path_is_refused(store: FolderStore, name: str) -> None:
    for use in (store.get, store.stat, store.delete, store.path):
        with pytest.raises(ValueError, match="object name"):
            use(Bucket.DRAFTS, name)
    with pytest.raises(ValueError, match="object name"):
        store.put(Bucket.DRAFTS, name, b"", "text/plain")


@pytest.mark.parametrize("name", ["x" * MAX_PART_BYTES, ROOM, "a b/c:d/%2e%2e/ü.png", "a...b"])
def test_an_unusual_name_within_the_limits_is_taken(store: FolderStore, name: str) -> None:
    assert len(name.encode()) <= MAX_NAME_BYTES
    store.put(Bucket.DRAFTS, name, b"x", "text/plain", {"a": "b"})
    stored = store.stat(Bucket.DRAFTS, name)
    assert stored is not None
    assert stored.metadata == {"a": "b"}
    assert store.names(Bucket.DRAFTS) == [name]


def test_an_object_cannot_be_a_folder_of_others(store: FolderStore) -> None:
    store.put(Bucket.DRAFTS, "a", b"x", "text/plain")
    store.put(Bucket.DRAFTS, "b/c", b"x", "text/plain")
    with pytest.raises(ValueError, match="is an object itself"):
        store.put(Bucket.DRAFTS, "a/b", b"x", "text/plain")
    with pytest.raises(ValueError, match="folder of other objects"):
        store.put(Bucket.DRAFTS, "b", b"x", "text/plain")
    assert store.stat(Bucket.DRAFTS, "a/b") is None
    with pytest.raises(FileNotFoundError):
        store.get(Bucket.DRAFTS, "a/b")
    store.delete(Bucket.DRAFTS, "a/b")
    assert store.names(Bucket.DRAFTS) == ["a", "b/c"]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.png", "image/png"),
        ("b.webp", "image/webp"),
        ("c.yaml", "application/yaml"),
        ("d", "application/octet-stream"),
    ],
)
def test_a_file_put_there_by_hand_is_an_object(store: FolderStore, name: str, content_type: str) -> None:
    by_hand(store, name, b"12345")
    stored = store.stat(Bucket.INBOX, name)
    assert stored is not None
    assert (stored.content_type, stored.metadata, stored.size) == (content_type, {}, 5)
    assert int(stored.generation) > 0
    assert store.names(Bucket.INBOX) == [name]
    with pytest.raises(AlreadyExists) as refusal:
        store.put(Bucket.INBOX, name, b"other", "text/plain")
    assert refusal.value.stored == stored
    store.delete(Bucket.INBOX, name)
    assert store.stat(Bucket.INBOX, name) is None


def test_a_file_replaced_by_hand_loses_the_old_metadata(store: FolderStore) -> None:
    store.put(Bucket.INBOX, "a.png", b"old", "image/png", {"sha256": "of the old"})
    by_hand(store, "a.png", b"a new one")
    stored = store.stat(Bucket.INBOX, "a.png")
    assert stored is not None
    assert (stored.metadata, stored.size) == ({}, 9)


def test_hidden_files_are_no_objects(store: FolderStore, tmp_path: Path) -> None:
    store.put(Bucket.INBOX, "a/b", b"x", "text/plain")
    (tmp_path / "inbox/.DS_Store").write_bytes(b"")
    (tmp_path / "inbox/.git").mkdir()
    (tmp_path / "inbox/.git/config").write_bytes(b"")
    (tmp_path / "inbox/a/.swp").write_bytes(b"")
    assert store.names(Bucket.INBOX) == ["a/b"]


def test_a_crash_before_the_object_appears_leaves_no_object(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", crash)
        with pytest.raises(KeyboardInterrupt):
            store.put(Bucket.DRAFTS, NAME, b"first", "image/png", {"try": "1"})
    left_over = tmp_path / ".meta/drafts" / f"{NAME}.json"
    assert left_over.exists()
    assert store.stat(Bucket.DRAFTS, NAME) is None
    assert store.names(Bucket.DRAFTS) == []
    stored = store.put(Bucket.DRAFTS, NAME, b"again", "image/png", {"try": "2"})
    assert store.stat(Bucket.DRAFTS, NAME) == stored
    assert stored.metadata == {"try": "2"}
    assert temporary_files(tmp_path) == []


def test_generations_increase_even_when_the_clock_goes_back(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
    store.path(Bucket.DRAFTS, NAME).unlink()
    monkeypatch.setattr("proofpress.adapters.local.store.time.time_ns", lambda: 1)
    second = FolderStore(tmp_path).put(Bucket.DRAFTS, NAME, b"x", "image/png")
    assert int(second.generation) > int(first.generation)


def test_no_temporary_file_stays_behind(store: FolderStore, tmp_path: Path) -> None:
    store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
    with pytest.raises(AlreadyExists):
        store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
    assert temporary_files(tmp_path) == []


def test_temporary_files_of_killed_processes_are_removed_after_an_hour(tmp_path: Path) -> None:
    FolderStore(tmp_path)
    fresh, old = tmp_path / ".tmp/fresh", tmp_path / ".tmp/old"
    for file in (fresh, old):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    FolderStore(tmp_path)
    assert temporary_files(tmp_path) == [fresh]


def test_a_file_system_without_hard_links_keeps_its_objects_too(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    store.put(Bucket.DRAFTS, NAME, b"first", "image/png")
    with pytest.raises(AlreadyExists):
        store.put(Bucket.DRAFTS, NAME, b"second", "image/png")
    assert store.get(Bucket.DRAFTS, NAME) == b"first"
    assert temporary_files(tmp_path) == []
    with temporary(tmp_path, b"third") as content, pytest.raises(FileExistsError):
        appear(content, store.path(Bucket.DRAFTS, NAME))


def test_two_programs_racing_for_a_name_do_not_mix_their_metadata(tmp_path: Path) -> None:
    def put(number: int, name: str) -> None:
        with suppress(AlreadyExists):
            FolderStore(tmp_path).put(Bucket.DRAFTS, name, b"%d" % number, "text/plain", {"number": str(number)})

    store = FolderStore(tmp_path)
    names = [f"n{number}" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        for name in names:
            list(pool.map(put, range(8), [name] * 8))
            stored = store.stat(Bucket.DRAFTS, name)
            assert stored is not None
            assert stored.metadata["number"] == store.get(Bucket.DRAFTS, name).decode()


def test_a_new_object_is_announced_once_and_is_there_by_then(store: FolderStore, tmp_path: Path) -> None:
    announced: list[tuple[Stored, bytes]] = []

    def on_finalized(stored: Stored) -> None:
        announced.append((stored, store.get(stored.bucket, stored.name)))
        if stored.bucket is Bucket.DRAFTS:
            announcing.put(Bucket.FINALS, stored.name, b"final", "image/png")

    announcing = FolderStore(tmp_path, on_finalized)
    stored = announcing.put(Bucket.DRAFTS, NAME, b"draft", "image/png", {"a": "b"})
    with pytest.raises(AlreadyExists):
        announcing.put(Bucket.DRAFTS, NAME, b"draft", "image/png")
    assert [data for _, data in announced] == [b"draft", b"final"]
    assert announced[0][0] == stored


def test_a_damaged_sidecar_stops(store: FolderStore, tmp_path: Path) -> None:
    store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
    (tmp_path / ".meta/drafts" / f"{NAME}.json").write_text("{")
    with pytest.raises(Stop, match=r"0001\.png\.json is damaged"):
        store.stat(Bucket.DRAFTS, NAME)
