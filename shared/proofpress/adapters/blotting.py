"""Keeps keys and secrets out of what is kept and shown: a server, or a proxy before it, may say them back to us."""

_HIDDEN = "[hidden]"
_SHORTEST = 8
"""Characters: what is shorter is no real key, and could be a part of any word."""


def without_key(text: str, key: str) -> str:
    """The text with the key blotted out. To be called before anything is cut off: half a key would not be found."""
    return text.replace(key, _HIDDEN) if len(key) >= _SHORTEST else text


def bytes_without_key(data: bytes, key: str) -> bytes:
    """The same for what is not decoded yet."""
    return data.replace(key.encode(), _HIDDEN.encode()) if len(key) >= _SHORTEST else data
