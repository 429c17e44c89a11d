"""Entry point of the function `review`; see proofpress.entry.cloud.functions.review."""

from proofpress.entry.cloud.functions.review import review

__all__ = ["review"]
