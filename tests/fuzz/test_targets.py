"""Every reader of bytes from outside ends in an answer, within a function's memory and a bounded time."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from fuzz import guided
from fuzz.limits import MEMORY, TooSlow, limited_time
from fuzz.target import Target
from fuzz.targets import MODULES, TARGETS

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_bent_bytes_end_in_an_answer_within_bounds(module: ModuleType) -> None:
    names = [target.name for target in module.TARGETS]
    command = [sys.executable, "-m", "fuzz", "--runs", "200", *names]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=500)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.count("holds") == len(names)


@pytest.mark.parametrize("name", TARGETS)
def test_good_bytes_are_good_or_refused_in_words(name: str) -> None:
    assert TARGETS[name].seeds
    for seed in TARGETS[name].seeds:
        TARGETS[name].try_on(seed)


@pytest.mark.parametrize("name", [name for name in TARGETS if name.startswith("picture-")])
def test_a_picture_cut_at_every_offset_ends_in_an_answer(name: str) -> None:
    for seed in TARGETS[name].seeds:
        for end in range(len(seed)):
            TARGETS[name].try_on(seed[:end])


def test_every_target_stands_on_the_page_about_security() -> None:
    page = (PROJECT / "docs" / "security.md").read_text("utf-8")
    families = {name: name.partition("-")[0] + "-*" for name in TARGETS}
    assert [name for name, family in families.items() if f"`{name}`" not in page and f"`{family}`" not in page] == []


def test_an_error_that_is_no_answer_is_a_finding() -> None:
    with pytest.raises(ZeroDivisionError):
        Target("x", lambda data: 1 // (len(data) - 1), (ValueError,), (b"",)).try_on(b"a")


def test_an_answer_without_words_is_a_finding() -> None:
    def mute(_: bytes) -> None:
        raise ValueError

    with pytest.raises(AssertionError, match="says nothing"):
        Target("x", mute, (ValueError,), (b"",)).try_on(b"a")


@pytest.mark.slow
def test_a_reader_that_takes_too_much_memory_is_a_finding() -> None:
    program = f"from fuzz.limits import limit_memory; limit_memory(); bytearray({MEMORY} + (1 << 24))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert "MemoryError" in ended.stderr


def test_a_reader_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.limits.SECONDS", 0.05)
    with pytest.raises(TooSlow), limited_time():
        _forever()


def _forever() -> None:
    """A loop of Python's own: signals are seen between its steps."""
    while True:
        pass


def test_a_guided_run_that_would_see_nothing_is_refused() -> None:
    with pytest.raises((RuntimeError, SystemExit), match=r"before Atheris could see it|Atheris is missing"):
        guided.run("name", 1)
