"""Refusals in the shape of Google's JSON errors."""

import json


class Refused(Exception):
    """A request that is answered with an error; the status and the reason are the real service's."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message

    def as_json(self) -> bytes:
        """The body of the answer."""
        detail = {"message": self.message, "domain": "global", "reason": self.reason}
        return json.dumps({"error": {"code": self.status, "message": self.message, "errors": [detail]}}).encode()


def invalid(message: str) -> Refused:
    """A request that can never be met."""
    return Refused(400, "invalid", message)


def required(parameter: str) -> Refused:
    """A parameter is missing."""
    return Refused(400, "required", f"Required parameter: {parameter}")


def no_bucket() -> Refused:
    """The bucket is not there."""
    return Refused(404, "notFound", "The specified bucket does not exist.")


def no_object(bucket: str, name: str) -> Refused:
    """The object, or the generation that was asked for, is not there."""
    return Refused(404, "notFound", f"No such object: {bucket}/{name}")


def unmet() -> Refused:
    """A precondition does not hold."""
    return Refused(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.")


def unchanged() -> Refused:
    """A read of what the caller has already; the answer has no body."""
    return Refused(304, "notModified", "Not Modified")
