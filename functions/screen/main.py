"""Entry point of the function `screen`; see proofpress.entry.cloud.functions.screen."""

from proofpress.entry.cloud.functions.screen import screen

__all__ = ["screen"]
