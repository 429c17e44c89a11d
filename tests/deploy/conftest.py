"""What the tests of a deployment share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.configuration import PROJECT, Configuration, read_configuration
from tools.staging.archive import contents_of, pack


@pytest.fixture(scope="session")
def terraform() -> Configuration:
    """Everything that Terraform declares."""
    return read_configuration(PROJECT / "terraform")


@pytest.fixture(scope="session")
def need() -> Callable[[str | Path | None, str], None]:
    """Skip a test for want of a program; where PROOFPRESS_REQUIRE_ALL demands everything, fail it."""

    def demand(found: str | Path | None, reason: str) -> None:
        if found is None or not Path(found).exists():
            (pytest.fail if os.environ.get("PROOFPRESS_REQUIRE_ALL") == "1" else pytest.skip)(reason)

    return demand


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The archive of a function, staged once."""
    folder = tmp_path_factory.mktemp("archives")

    def staged(function: str) -> Path:
        path = folder / f"{function}.zip"
        if not path.exists():
            pack(contents_of(function, PROJECT), path)
        return path

    return staged
