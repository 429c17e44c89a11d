"""Write down for Terraform which indexes the ledger's questions need.

Usage: python3 -m tools.indexes, in the project's environment, after a change of proofpress/domain/queries
"""

import json
from dataclasses import asdict
from pathlib import Path

from proofpress.adapters.google.firestore_indexes import declared_indexes

INDEXES = Path(__file__).resolve().parent.parent / "terraform" / "firestore_indexes.json"


def written() -> str:
    """The declared indexes as Terraform reads them."""
    return json.dumps(asdict(declared_indexes()), indent=2) + "\n"


if __name__ == "__main__":
    INDEXES.write_text(written(), "utf-8")
