"""The function that a test lets functions-framework find."""

from flask import Request, Response


def function(_request: Request) -> Response:
    """Stands here until a test puts its own in its place."""
    return Response(status=501)
