"""Entry point of the function `sweep`; see proofpress.entry.cloud.functions.sweep."""

from proofpress.entry.cloud.functions.sweep import sweep

__all__ = ["sweep"]
