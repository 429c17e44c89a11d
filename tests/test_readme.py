"""The README's code blocks do what it says they do."""

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from proofpress.domain.catalog import parse_catalog
from proofpress.manifests import DirectoryFiles, load

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SKIPPED = "…"
"""A line of output that stands for any number of lines."""


def blocks(page: str, kind: str) -> list[str]:
    """The code blocks of a kind in a page."""
    return [body for found, body in BLOCK.findall((ROOT / page).read_text("utf-8")) if found == kind]


def commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the output that is shown for it."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and line.strip():
            found[-1][1].append(line.rstrip())
    return found


def arguments(command: str) -> list[str]:
    """What a shown command runs; `make demo` is what the Makefile says it is."""
    if command == "make demo":
        recipe = re.search(
            r"bin/proofpress (.*)$|\$\(BIN\)/proofpress (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE
        )
        assert recipe is not None
        command = "proofpress " + (recipe[1] or recipe[2]).replace("$(WORK)", "proofpress-work")
    program, *rest = shlex.split(command, comments=True)
    assert program == "proofpress"
    return rest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the clone, in which the blocks run one after the other."""
    made = tmp_path_factory.mktemp("readme")
    (made / "examples").symlink_to(ROOT / "examples")
    return made


SHOWN = [shown for body in blocks("README.md", "console") for shown in commands(body)]


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
@pytest.mark.timeout(180)
def test_a_shown_command_prints_what_is_shown(folder: Path, command: str, output: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from proofpress.entry.cli import main; main()", *arguments(command)],
        cwd=folder,
        env={**os.environ, "COLUMNS": "120"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = [line.rstrip() for line in ran.stdout.splitlines()]
    place = 0
    for line in output:
        if line == SKIPPED:
            continue
        assert line in printed[place:], f"{command} does not print {line!r}, but:\n{ran.stdout}"
        place = printed.index(line, place) + 1


def test_the_first_two_commands_do_the_set_up() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(r"^\$ (.+)$|^(make \w+)", text, re.MULTILINE)
    first = [shown or bare for shown, bare in found][:2]
    assert first == ["make demo", "make test"]


@pytest.mark.parametrize("page", ["README.md", "docs/manifest.md"])
def test_every_shown_manifest_is_valid(page: str) -> None:
    catalog = parse_catalog((ROOT / "shared/proofpress/models.toml").read_text("utf-8"))
    shown = blocks(page, "yaml")
    assert shown
    for body in shown:
        assert load("shown.yaml", body.encode(), DirectoryFiles(ROOT), catalog, date(2026, 11, 21)).items
