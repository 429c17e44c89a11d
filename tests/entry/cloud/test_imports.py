"""A function imports what it uses and nothing else: every import is waited for at a cold start."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from proofpress.entry.cloud.topology import Function

FUNCTIONS = Path(__file__).parents[3] / "functions"
PAID = {Function.DRAFT, Function.REVIEW, Function.RENDER, Function.JOB}
PILLOW = {Function.SCREEN, Function.RENDER, Function.DELIVER, Function.COMPOSE}
MANIFESTS = {Function.INTAKE, Function.COMPOSE}
_LIST = (
    "import json, runpy, sys; function = runpy.run_path(sys.argv[1])[sys.argv[2]]; "
    "print(json.dumps([type(function).__name__, *sys.modules]))"
)


@cache
def _imported(function: Function) -> tuple[str, frozenset[str]]:
    """The type of what main.py exports, and every module that its import loads."""
    command = [sys.executable, "-c", _LIST, str(FUNCTIONS / function / "main.py"), str(function)]
    kind, *modules = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    return kind, frozenset(modules)


@pytest.mark.parametrize("function", Function)
def test_main_exports_a_function_of_the_functions_name(function: Function) -> None:
    assert _imported(function)[0] == "function"


@pytest.mark.parametrize("function", Function)
def test_only_functions_that_pay_import_the_models_client(function: Function) -> None:
    assert ("google.genai" in _imported(function)[1]) == (function in PAID)


@pytest.mark.parametrize("function", sorted(set(Function) - PAID))
def test_only_functions_that_look_at_pictures_import_pillow(function: Function) -> None:
    assert ("PIL.Image" in _imported(function)[1]) == (function in PILLOW)


@pytest.mark.parametrize("function", Function)
def test_only_intake_and_compose_read_manifests(function: Function) -> None:
    modules = _imported(function)[1]
    assert ("proofpress.manifests.load" in modules) == ("yaml" in modules) == (function in MANIFESTS)


@pytest.mark.parametrize("function", Function)
def test_no_function_imports_the_command_line_or_what_only_one_machine_needs(function: Function) -> None:
    modules = _imported(function)[1]
    unwanted = ("typer", "rich", "sqlite3", "hypothesis", "proofpress.simulator", "proofpress.emulators")
    assert not [name for name in unwanted if name in modules]
    assert not [name for name in modules if name.startswith(("proofpress.entry.cli", "proofpress.reporting"))]
