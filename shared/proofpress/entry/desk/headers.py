"""What every answer of the desk tells the browser to refuse."""

from werkzeug.wrappers import Response

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def policy(*pictures: str) -> str:
    """The Content-Security-Policy: our own files only, and pictures from the given origins besides."""
    images = " ".join(("'self'", *pictures))
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types proofpress"
    )


def guarded(answer: Response, policy: str) -> Response:
    """An answer with its headers; what was not said to be kept is kept nowhere."""
    answer.headers.update(_ALWAYS)
    answer.headers["Content-Security-Policy"] = policy
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
