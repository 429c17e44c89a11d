"""What a function works with: the names of its deployment, and its ports."""

from collections.abc import Callable
from dataclasses import dataclass

from proofpress.entry.cloud.settings import CloudSettings
from proofpress.ports import Ports


@dataclass(frozen=True)
class Parts:
    """One of these serves every delivery of a process."""

    settings: CloudSettings
    ports: Ports


OpenParts = Callable[[], Parts]
"""Gives the parts, building them at its first call; raises Stop where the deployment's settings are wrong."""
