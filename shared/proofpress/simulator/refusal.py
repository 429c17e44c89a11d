"""Refusals in the form of Google's APIs: a code, its status, words, and typed details."""

from typing import Any

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_WORDS = {
    429: "Resource has been exhausted (e.g. check quota).",
    500: "An internal error has occurred.",
    503: "The model is overloaded. Please try again later.",
    504: "The request did not finish in time.",
}


class Refused(Exception):
    """The request is answered with an error; `details` are google.rpc messages."""

    def __init__(self, code: int, words: str = "", *details: dict[str, Any]) -> None:
        super().__init__(words or _WORDS.get(code, "The request failed."))
        self.code = code
        self.details = list(details)

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        error = {"code": self.code, "message": str(self), "status": _STATUSES.get(self.code, "UNKNOWN")}
        return {"error": {**error, "details": self.details} if self.details else error}


def refused_for_now(code: int, retry_after: float) -> Refused:
    """A refusal that another try may overcome, with a RetryInfo in seconds unless that is 0."""
    if not retry_after:
        return Refused(code)
    return Refused(code, "", {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{retry_after:g}s"})


def bad_key() -> Refused:
    """The refusal of an API key that does not exist."""
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    }
    return Refused(400, "API key not valid. Please pass a valid API key.", info)
