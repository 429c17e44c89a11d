"""Entry point of the function `webhook`; see proofpress.entry.cloud.functions.webhook."""

from proofpress.entry.cloud.functions.webhook import webhook

__all__ = ["webhook"]
