"""Where the engine's own words about trouble go: into the work folder, not between the lines of the live table."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.entry.local import LOG


@contextmanager
def logbook(folder: Path) -> Iterator[None]:
    """Keep warnings and errors, with their tracebacks, in a file that is made when there is something to write."""
    handler = logging.FileHandler(folder / LOG, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("proofpress")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
