"""Entry point of the function `render`; see proofpress.entry.cloud.functions.render."""

from proofpress.entry.cloud.functions.render import render

__all__ = ["render"]
