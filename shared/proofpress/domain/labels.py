"""A key as labels of Google Cloud, and back: what tells the lines of a Vertex AI job apart.

A label's value has at most 63 characters of a-z, 0-9, - and _, which keys do not keep to.
"""

import base64
import binascii
from collections.abc import Mapping
from itertools import takewhile

LABEL = "proofpress-key"
_LENGTH = 63


def labels_of(key: str) -> dict[str, str]:
    """The labels that stand for a key: base32 in small letters, cut into as many as it takes."""
    text = base64.b32encode(key.encode()).decode().rstrip("=").lower()
    pieces = [text[start : start + _LENGTH] for start in range(0, len(text), _LENGTH)]
    return {f"{LABEL}-{number}": piece for number, piece in enumerate(pieces)}


def key_of(labels: Mapping[str, object]) -> str:
    """The key that labels stand for; empty where they stand for none."""
    pieces = (labels.get(f"{LABEL}-{number}") for number in range(len(labels)))
    text = "".join(str(piece) for piece in takewhile(bool, pieces))
    try:
        return base64.b32decode(text.upper() + "=" * (-len(text) % 8)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
