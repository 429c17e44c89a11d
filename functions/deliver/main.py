"""Entry point of the function `deliver`; see proofpress.entry.cloud.functions.deliver."""

from proofpress.entry.cloud.functions.deliver import deliver

__all__ = ["deliver"]
