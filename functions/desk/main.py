"""Entry point of the function `desk`; see proofpress.entry.cloud.functions.desk."""

from proofpress.entry.cloud.functions.desk import desk

__all__ = ["desk"]
