"""The packages that a function needs, each at the version and with the hashes that uv.lock has for it."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROVIDES = {
    "babel": ("babel",),
    "c2pa-python": ("c2pa",),
    "cryptography": ("cryptography",),
    "fonttools": ("fontTools",),
    "functions-framework": ("flask", "functions_framework"),
    "google-auth": ("google.auth", "google.oauth2"),
    "google-cloud-firestore": ("google.cloud.firestore", "google.cloud.firestore_v1"),
    "google-cloud-pubsub": ("google.cloud.pubsub_v1", "google.pubsub_v1"),
    "google-cloud-storage": ("google.cloud.storage",),
    "google-crc32c": ("google_crc32c",),
    "google-genai": ("google.genai",),
    "httpx2": ("httpx2",),
    "jinja2": ("jinja2",),
    "jmespath": ("jmespath",),
    "pillow": ("PIL",),
    "pydantic": ("pydantic",),
    "pyphen": ("pyphen",),
    "pyyaml": ("yaml",),
    "rich": ("rich",),
    "typer": ("typer",),
    "waitress": ("waitress",),
    "werkzeug": ("werkzeug",),
}
"""What each dependency named in pyproject.toml is imported as. Packages that these bring along are not named."""

_SERVER = "functions-framework"
_OWN_UV = Path("build", "uv", "bin", "uv")


def needed(foreign: Iterable[str]) -> set[str]:
    """The dependencies that provide imported names, and the server that every function runs on."""
    names = set(foreign)
    return {_SERVER} | {
        package
        for package, prefixes in PROVIDES.items()
        if any(f"{name}.".startswith(f"{prefix}.") for name in names for prefix in prefixes)
    }


def export(project: Path, wanted: set[str]) -> str:
    """A requirements.txt, with hashes, of some of the project's dependencies and of what those depend on.

    Raises:
        LookupError: a dependency of the project is not in PROVIDES.
        FileNotFoundError: uv is not on this machine.
    """
    unwanted = sorted(_dependencies(project) - with_theirs(project, wanted))
    options = ["--frozen", "--all-extras", "--no-default-groups", "--no-emit-project", "--no-header", "--no-annotate"]
    prunes = [word for package in unwanted for word in ("--prune", package)]
    command = [uv(project), "export", "--quiet", *options, *prunes]
    return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout


def _dependencies(project: Path) -> set[str]:
    """All that pyproject.toml names, for whatever purpose but development."""
    about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [about["dependencies"], *about.get("optional-dependencies", {}).values()]
    found = {re.split(r"[^\w.-]", text, maxsplit=1)[0].lower() for group in groups for text in group}
    if missing := found - PROVIDES.keys():
        raise LookupError(f"tools/staging/requirements.py: PROVIDES does not say what {sorted(missing)} provide")
    return found


def with_theirs(project: Path, wanted: set[str]) -> set[str]:
    """Packages, and all that they depend on: flask needs jinja2, so it is there even where we do not use it."""
    locked = tomllib.loads((project / "uv.lock").read_text("utf-8"))["package"]
    depends: dict[str, list[dict[str, Any]]] = {package["name"]: _links(package) for package in locked}
    found, waiting = set[str](), sorted(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [link["name"] for link in depends[name]]
    return found


def _links(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of extras too: to keep a package that is not needed does no harm, to prune one that is does."""
    links: list[dict[str, Any]] = list(package.get("dependencies", []))
    for extra in package.get("optional-dependencies", {}).values():
        links += extra
    return links


def uv(project: Path) -> str:
    """The program; FileNotFoundError where it is not on this machine."""
    own = project / _OWN_UV
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found is None:
        raise FileNotFoundError("uv is not on this machine: https://docs.astral.sh/uv/, or run `make test` once")
    return found
