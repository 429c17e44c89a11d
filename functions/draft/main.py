"""Entry point of the function `draft`; see proofpress.entry.cloud.functions.draft."""

from proofpress.entry.cloud.functions.draft import draft

__all__ = ["draft"]
