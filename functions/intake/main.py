"""Entry point of the function `intake`; see proofpress.entry.cloud.functions.intake."""

from proofpress.entry.cloud.functions.intake import intake

__all__ = ["intake"]
