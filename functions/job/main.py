"""Entry point of the function `job`; see proofpress.entry.cloud.functions.job."""

from proofpress.entry.cloud.functions.job import job

__all__ = ["job"]
