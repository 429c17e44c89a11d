"""Commands to try next, written so that they work as they stand."""


def command(words: str, options: str) -> str:
    """A command of ours in backticks, with the options that lead to the same site."""
    return f"`proofpress {words}{options}`"
