"""The server as a program, killed and started again."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import pytest

from proofpress.emulators.storage.server import StorageServer
from tests.emulators.storage.service import Service, open_service

QUARTER = 256 * 1024


@contextmanager
def program(folder: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [sys.executable, "-m", "proofpress.emulators.storage", "--data", str(folder), "--parent-pipe", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def files(folder: Path) -> int:
    return len(list((folder / "contents").iterdir()))


def test_it_ends_with_its_parents_pipe(tmp_path: Path) -> None:
    with program(tmp_path) as (process, url):
        assert httpx2.get(f"{url}/storage/v1/b?project=test", trust_env=False).status_code == 200
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0


def test_it_ends_at_a_signal(tmp_path: Path) -> None:
    with program(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_it_says_what_it_cannot_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "proofpress.emulators.storage", "--data", str(tmp_path / "file")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert "cannot start" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_belongs_to_one_server_at_a_time(tmp_path: Path) -> None:
    with StorageServer(tmp_path), pytest.raises(OSError, match="another server"):
        StorageServer(tmp_path)


def test_everything_that_was_answered_survives_a_kill(tmp_path: Path) -> None:
    with program(tmp_path) as (process, url), open_service(url) as service:
        made = service.upload("a", b"hello").json()
        service.upload("gone")
        place = service.begin("b", ifGenerationMatch=0)
        service.piece(place, b"x" * QUARTER, f"0-{QUARTER - 1}/{QUARTER + 1}")
        service.object("DELETE", "gone")
        os.kill(process.pid, signal.SIGKILL)
    (tmp_path / "contents" / "left-over").touch()
    server = StorageServer(tmp_path, port=int(url.rsplit(":", 1)[1]))
    with server, httpx2.Client(base_url=server.url, trust_env=False) as http:
        again = Service(server.url, http, service.bucket)
        assert again.object("GET", "a").json() == made
        assert again.media("a").content == b"hello"
        assert again.object("GET", "gone").status_code == 404
        assert files(tmp_path) == 2
        finished = again.piece(place, b"y", f"{QUARTER}-{QUARTER}/{QUARTER + 1}")
        assert finished.status_code == 200
        assert again.media("b").content == b"x" * QUARTER + b"y"
        assert int(again.upload("gone").json()["generation"]) > int(made["generation"])


def test_no_file_is_left_of_what_was_overwritten_deleted_or_refused(ours: Service, tmp_path: Path) -> None:
    for _ in range(3):
        ours.upload("a")
    ours.upload("a", ifGenerationMatch=0)
    ours.upload("b")
    ours.object("DELETE", "b")
    place = ours.begin("c")
    ours.piece(place, b"x", "0-0/*")
    ours.http.delete(place)
    assert files(tmp_path) == 1


def test_an_object_is_there_whole_or_not_at_all_whenever_its_server_is_killed(tmp_path: Path) -> None:
    data = bytes(range(256)) * 400
    made: list[str] = []
    with program(tmp_path) as (process, url), open_service(url) as service:
        killer = threading.Timer(0.5, process.kill)
        killer.start()
        with suppress(httpx2.TransportError):
            for number in range(10_000):
                name = f"{number:05d}"
                service.upload(name, data).raise_for_status()
                made.append(name)
        killer.join()
    with StorageServer(tmp_path) as server, httpx2.Client(base_url=server.url, trust_env=False) as http:
        again = Service(server.url, http, service.bucket)
        last = f"{len(made):05d}"
        there = [*made, last] if again.object("GET", last).status_code == 200 else made
        assert made
        assert all(again.media(name).content == data for name in there)
        assert files(tmp_path) == len(there)
