"""Make the archives that Terraform deploys: one for each function, below build/functions/.

Usage: python3 -m tools.stage [--try]

Needs Python and uv. Equal sources make equal archives, byte for byte, so that only what changed is deployed anew.
With --try each archive is installed into an empty environment, where every module of it is imported.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from tools.staging.archive import contents_of, pack
from tools.staging.check import faults_of
from tools.staging.trial import Installed

PROJECT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Stage every function, and say what was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--try", action="store_true", dest="tried", help="install each and import all of it")
    tried = parser.parse_args().tried
    for function in functions():
        path = PROJECT / "build" / "functions" / f"{function}.zip"
        pack(contents_of(function, PROJECT), path)
        if faults := faults_of(path, PROJECT):
            sys.exit("\n".join(faults))
        if tried:
            with Installed(path, PROJECT) as installed:
                installed.import_everything()
        print(_described(path))


def _described(path: Path) -> str:
    data = path.read_bytes()
    return f"{path.relative_to(PROJECT)!s:<30} {len(data):>9,} bytes  sha256 {hashlib.sha256(data).hexdigest()[:16]}"


def functions() -> list[str]:
    """The names of all functions."""
    return sorted(path.parent.name for path in (PROJECT / "functions").glob("*/main.py"))


if __name__ == "__main__":
    main()
