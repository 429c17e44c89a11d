"""Which rejected drafts are let through, so that somebody sees whether the screen was right."""

import hashlib
from collections.abc import Collection

from proofpress.domain.screening.checks import Checks

NEVER_AUDITED = frozenset({"broken", "mime", "duplicate"})
"""Reasons that are facts about the file, or about another draft, and that no reviewer could judge by looking."""

_SHARE_BITS = 32


def is_audited(attempt: str, reasons: Collection[str], share: float) -> bool:
    """Whether a draft that was rejected for these reasons is let through.

    By a hash of its key, and so the same whenever and wherever it is asked; over many drafts it comes true for the
    share, whatever the drafts are like.
    """
    if not can_be_audited(reasons):
        return False
    lot = hashlib.sha256(f"audit of {attempt}".encode()).digest()[: _SHARE_BITS // 8]
    return int.from_bytes(lot) < share * (1 << _SHARE_BITS)


def can_be_audited(reasons: Collection[str]) -> bool:
    """Whether a rejection is one that a look at the picture could refute."""
    return bool(reasons) and not NEVER_AUDITED & set(reasons) and set(reasons) <= set(Checks.model_fields)
