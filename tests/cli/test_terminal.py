"""The command line as somebody at a terminal meets it."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.domain import queries
from proofpress.entry.progress import progress

MANIFEST = """
name: slow
defaults: {want: 4, final: pro, route: two_tier}
items: [{id: a, prompt: a lighthouse}, {id: b, prompt: a harbour}]
"""
SLOW = "accept_rate = 0.5\n[latency]\nmedian = 0.4\nspread = 0.1\n"

STYLE = re.compile(r"\x1b\[[0-9;]*m")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


class Terminal:
    """A process on a pseudo-terminal of 80 columns, in a process group of its own as a shell would make it."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._master, slave = pty.openpty()
        self.text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from proofpress.entry.cli import main; main()", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "COLUMNS": "80", "LINES": "40", "TERM": "xterm", **environment},
            start_new_session=True,
        )
        os.close(slave)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 30
        while text not in self.text:
            assert time.monotonic() < deadline, self.text
            self.text += os.read(self._master, 4096).decode(errors="replace")

    def end(self) -> int:
        try:
            while data := os.read(self._master, 4096):
                self.text += data.decode(errors="replace")
        except OSError:
            pass  # Linux says so when the last process has closed the terminal
        os.close(self._master)
        return self.process.wait(30)


@pytest.fixture
def slow(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "slow.yaml").write_text(MANIFEST)
    (tmp_path / "slow.toml").write_text(SLOW)
    return "run", str(tmp_path / "slow.yaml"), "--profile", str(tmp_path / "slow.toml"), "-w", str(tmp_path / "work")


def test_an_interrupt_of_the_whole_terminal_lets_the_calls_in_flight_finish(
    slow: tuple[str, ...], tmp_path: Path
) -> None:
    terminal = Terminal(*slow)
    terminal.wait_for("screened out")
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.end() == 130
    assert "Stopping after the calls in flight" in terminal.text
    assert "The same command goes on from here" in terminal.text
    assert "Traceback" not in terminal.text
    ledger = SqliteLedger(tmp_path / "work" / "ledger.sqlite")
    (batch,) = ledger.find(queries.batches())
    seen = progress(ledger, batch)
    assert seen.perhaps == 0
    assert seen.spent > 0
    ledger.close()


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"])
def test_a_no_spends_nothing(tmp_path: Path, slow: tuple[str, ...], answer: str) -> None:
    key = {"GEMINI_API_KEY": "key", "GOOGLE_GEMINI_BASE_URL": "https://service.invalid"}
    terminal = Terminal(*slow, **key)
    terminal.wait_for("at worst $")
    terminal.wait_for("[y/N]")
    terminal.type(answer)
    assert terminal.end() == 130
    assert "Nothing was called." in terminal.text
    assert "Calling the Gemini API." in terminal.text
    assert not (tmp_path / "work").exists()


def test_sentences_break_between_words(slow: tuple[str, ...]) -> None:
    terminal = Terminal("plan", slow[1])
    assert terminal.end() == 0
    lines = STYLE.sub("", terminal.text).splitlines()
    assert max(map(len, lines)) <= 80
    assert "token limit" in " ".join(lines)


def test_no_colour_is_no_colour() -> None:
    terminal = Terminal("run", "nosuch.yaml", NO_COLOR="1")
    assert terminal.end() == 2
    assert "\x1b[3" not in terminal.text


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from proofpress.entry.cli import main; main()", "schema", "events"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
