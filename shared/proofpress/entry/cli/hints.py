"""Commands to try next, written so that they work as they stand."""

import os
import shlex
from pathlib import Path

from proofpress.entry.settings import WORKSPACE


def command(words: str, workspace: Path) -> str:
    """A command of ours for the same work folder, in backticks."""
    usual = Path(os.environ.get("PROOFPRESS_WORKSPACE") or WORKSPACE)
    where = "" if workspace == usual else f" -w {shlex.quote(str(workspace))}"
    return f"`proofpress {words}{where}`"
