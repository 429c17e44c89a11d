"""Failures of Google's services that another try may overcome."""

from google.api_core import exceptions

TRANSIENT: tuple[type[exceptions.GoogleAPICallError], ...] = (
    exceptions.Aborted,
    exceptions.Cancelled,
    exceptions.DeadlineExceeded,
    exceptions.InternalServerError,
    exceptions.ResourceExhausted,
    exceptions.ServiceUnavailable,
    exceptions.Unknown,
)
"""None of them says whether what was asked for was done."""
