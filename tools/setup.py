"""Make the project's environment with nothing but Python: find or fetch uv, then install what uv.lock names.

Usage: python3 tools/setup.py .venv [--group NAME]
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

LEAST = (3, 11)
UV = "uv>=0.8"


def main(venv: Path, *options: str) -> None:
    """Install the locked dependencies and the project itself, editable, into `venv`; options go on to uv."""
    if sys.version_info < LEAST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"Proofpress needs Python 3.11 or newer; this is {found}. Name another: make PYTHON=python3.12 …")
    print("Setting up .venv (once; a minute or so) …", flush=True)
    uv = _uv(venv.parent / "build" / "uv")
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(venv.resolve()), "UV_COMPILE_BYTECODE": "1"}
    command = [*uv, "sync", "--frozen", "--all-extras", "--quiet", "--python", sys.executable, *options]
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).resolve().parent.parent)


def _uv(own: Path) -> list[str]:
    """The command that runs uv: the one on the PATH, or one fetched into a folder of its own."""
    if shutil.which("uv"):
        return ["uv"]
    script = own / "bin" / "uv"
    if not script.exists():
        _fetch(own)
    return [str(script)]


def _fetch(own: Path) -> None:
    """Install uv by the pip of a fresh environment, or by this Python's own pip where it cannot make one."""
    made = subprocess.run([sys.executable, "-m", "venv", str(own)], capture_output=True, check=False)
    if made.returncode == 0:
        pip = [str(own / "bin" / "python"), "-m", "pip", "install", "--quiet", UV]
    else:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(own), UV]
    if subprocess.run([*pip, "--disable-pip-version-check"], check=False).returncode:
        sys.exit(
            "uv could not be fetched: install it (https://docs.astral.sh/uv) or Python's venv module, then try again."
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
