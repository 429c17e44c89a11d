"""The collector rests while a function is imported, and works afterwards."""

import subprocess
import sys

import pytest

from proofpress.entry.cloud.topology import Function

PROGRAM = """
import gc, importlib, sys
seen = []
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "proofpress.stages":
            seen.append(gc.isenabled())
sys.meta_path.insert(0, Finder())
importlib.import_module(sys.argv[1])
print(seen, gc.isenabled(), gc.get_freeze_count() > 10_000)
"""


@pytest.mark.parametrize("function", Function)
def test_the_collector_rests_while_a_function_is_imported(function: Function) -> None:
    command = [sys.executable, "-c", PROGRAM, f"proofpress.entry.cloud.functions.{function}"]
    assert subprocess.check_output(command, text=True).split() == ["[False]", "True", "True"]
