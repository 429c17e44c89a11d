"""One JSON line for each log record on stdout, in the fields that Cloud Logging knows."""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

from proofpress.domain.tracing import trace_id
from proofpress.entry.cloud.serving.credentials_hidden import without_credentials

_SAMPLED = 1

_context: ContextVar[Mapping[str, object]] = ContextVar("log_context", default={})  # noqa: B039 - never changed


class StructuredFormatter(logging.Formatter):
    """Formats a record, with the trace of the delivery that its thread works on. Credentials are blotted out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        entry: dict[str, object] = {"severity": record.levelname, "message": record.getMessage(), "time": moment}
        entry |= {"logger": record.name, **_context.get(), **getattr(record, "step", {})}
        if record.exc_info and record.exc_info[1] is not None:
            entry["stack_trace"] = "".join(traceback.format_exception(record.exc_info[1]))
        return without_credentials(json.dumps(entry, default=str))


class _ToStdout(logging.Handler):
    """Writes to whatever stdout is at the moment, in one call for each line: many threads write."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, and do not keep it back."""
        try:
            sys.stdout.write(f"{self.format(record)}\n")
            sys.stdout.flush()
        except Exception:  # noqa: BLE001 - a record that cannot be written must not fail the work
            self.handleError(record)


def configure() -> None:
    """Send the log of this process to stdout, once; of libraries only what is a warning or worse."""
    root = logging.getLogger()
    if any(isinstance(handler, _ToStdout) for handler in root.handlers):
        return
    handler = _ToStdout()
    handler.setFormatter(StructuredFormatter())
    root.addHandler(handler)
    logging.getLogger("proofpress").setLevel(logging.INFO)


def enter(project: str, traceparent: str) -> None:
    """Let everything that this thread logs from now on belong to a span."""
    _, _, span, flags = traceparent.split("-")
    _context.set(
        {
            "logging.googleapis.com/trace": f"projects/{project}/traces/{trace_id(traceparent)}",
            "logging.googleapis.com/spanId": span,
            "logging.googleapis.com/trace_sampled": bool(int(flags, 16) & _SAMPLED),
        }
    )


def leave() -> None:
    """Let what this thread logs from now on belong to nothing: it goes on to another delivery."""
    _context.set({})
