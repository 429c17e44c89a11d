"""Patterns of names: * and ? stop at slashes, ** does not; [a-z], [!a-z] and {one,other} are as in a shell."""

import re

from proofpress.emulators.storage.refusals import invalid

_TOKEN = re.compile(
    r"(?P<any>\*\*)|(?P<some>\*)|(?P<one>\?)|\[(?P<set>!?[^\]]+)\]|\{(?P<either>[^{}]*)\}|(?P<plain>.)", re.DOTALL
)


def compile_glob(glob: str) -> re.Pattern[str]:
    """The regular expression that the whole name must match."""
    try:
        return re.compile(_expression(glob), re.DOTALL)
    except re.error as error:
        raise invalid(f"Invalid value for parameter matchGlob: {glob}") from error


def _expression(glob: str) -> str:
    return "".join(map(_piece, _TOKEN.finditer(glob)))


def _piece(token: re.Match[str]) -> str:
    text = token[token.lastgroup or "plain"]
    match token.lastgroup:
        case "any":
            return ".*"
        case "some":
            return "[^/]*"
        case "one":
            return "[^/]"
        case "set":
            negated = text.startswith("!")
            return f"[{'^/' if negated else ''}{text[negated:]}]"
        case "either":
            return f"(?:{'|'.join(map(_expression, text.split(',')))})"
        case _:
            return re.escape(text)
