"""What an unquoted YAML scalar means: the core schema of YAML 1.2, so that `16:9` and `no` stay text."""

import re

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"0|-?[1-9][0-9]{0,18}")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{1,17}")
_TAGS = frozenset(
    {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))}
)
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


def is_allowed(tag: str | None) -> bool:
    """Whether a node may have this tag: none, or one for plain data."""
    return tag is None or tag in _TAGS


def value_of(text: str, tag: str | None, *, unquoted: bool) -> object:
    """The value of a scalar."""
    if tag in _TEXT_TAGS or (tag is None and not unquoted):
        return text
    return plain_value(text)


def plain_value(text: str) -> object:
    """The value of an unquoted scalar: a number only where writing the number gives the same text back.

    So `007`, `1.10` and `1e3` keep the form that the user gave them; fields that want numbers still read them.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and str(float(text)) == text:
        return float(text)
    return text
