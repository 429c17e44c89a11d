"""Proofpress on the labelled set: the command as users call it."""

import json
import subprocess
import sys

from bench.screening.labelled import Labelled


def screened(labelled: Labelled) -> dict[str, frozenset[str]]:
    """Reasons by file, from `proofpress screen --expected FILE --json`."""
    command = [sys.executable, "-c", "from proofpress.entry.cli import main; main()", "screen", str(labelled.pictures)]
    command += ["--expected", str(labelled.expected), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"proofpress screen ended with {ran.returncode}:\n{ran.stderr}")
    return {name: frozenset(verdict["reasons"]) for name, verdict in json.loads(ran.stdout).items()}
