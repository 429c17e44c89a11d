"""Uploads that are under way, piece by piece."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress.simulator.refusal import Refused


@dataclass
class Upload:
    """An upload that is under way."""

    display_name: str
    mime_type: str
    size: int
    path: Path
    taken: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def take(self, offset: int, piece: bytes) -> None:
        """Add a piece; Refused where it does not follow the last one."""
        if offset != self.taken or offset + len(piece) > self.size:
            raise Refused(
                400, f"Offset {offset} with {len(piece)} bytes does not fit: {self.taken} of {self.size} are there."
            )
        with self.path.open("ab") as file:
            file.write(piece)
        self.taken += len(piece)
        self.digest.update(piece)
