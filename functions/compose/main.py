"""Entry point of the function `compose`; see proofpress.entry.cloud.functions.compose."""

from proofpress.entry.cloud.functions.compose import compose

__all__ = ["compose"]
