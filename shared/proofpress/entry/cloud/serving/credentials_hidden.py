"""Texts that leave a function, with whatever lets somebody in blotted out."""

import os
import re

_KEYS = ("GEMINI_API_KEY", "GOOGLE_API_KEY")
_PATTERN = re.compile(r"(?i)(bearer\s+|[?&](?:key|access_token|x-goog-signature)=)[^\s&\"'\\]+")
_HIDDEN = "[hidden]"


def without_credentials(text: str) -> str:
    """The text without the keys of this process, bearer tokens, and the secret parts of URLs."""
    keys = (os.environ.get(name, "").strip() for name in _KEYS)
    for key in filter(None, keys):
        text = text.replace(key, _HIDDEN)
    return _PATTERN.sub(rf"\1{_HIDDEN}", text)
