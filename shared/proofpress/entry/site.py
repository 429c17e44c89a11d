"""Where batches are kept, as commands see it: a work folder, or a deployment on Google Cloud."""

from pathlib import Path
from typing import Protocol

from proofpress.domain.catalog import Catalog
from proofpress.ports import Bucket, Ledger, Ports, Store


class Site(Protocol):
    """What commands need of a place, besides an engine."""

    @property
    def ledger(self) -> Ledger:
        """What happened to every picture."""

    @property
    def store(self) -> Store:
        """The pictures."""

    @property
    def name(self) -> str:
        """How messages call the place."""

    @property
    def options(self) -> str:
        """What a command needs on its line to come back here, after a space; empty where nothing."""

    @property
    def log(self) -> str:
        """Where the engine's own words about trouble are."""

    def folder(self, batch: str) -> Path:
        """The folder on this machine for the report files of a batch."""

    def address(self, bucket: Bucket, name: str) -> str:
        """Where a person finds an object, or the objects whose names begin so."""

    def ports(self, catalog: Catalog) -> Ports:
        """Ports for decisions, which call no model: whatever follows from them is the engine's to do."""
