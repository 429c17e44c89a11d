"""A batch whose drafts wait for a decision, in a folder that ends with the process."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from proofpress.domain import queries
from proofpress.domain.records import Attempt
from tests.support.pipeline import Pipeline

OUTSIDE = b"what lies outside the buckets"
_MANIFEST = """
name: shore
defaults: {want: 2, final: pro, review: hand, max_attempts: 6}
items: [{id: fox, prompt: a fox in snow}]
"""


@cache
def pipeline() -> Pipeline:
    """It, with files beside its buckets that nobody is to see."""
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    made = Pipeline(Path(folder.name) / "work")
    made.submit(_MANIFEST, "shore")
    made.drive()
    for place in (Path(folder.name), Path(folder.name) / "work"):
        (place / "secret.jpg").write_bytes(OUTSIDE)
    return made


def attempts() -> list[Attempt]:
    """Its drafts."""
    return pipeline().ledger.find(queries.attempts("shore"))
