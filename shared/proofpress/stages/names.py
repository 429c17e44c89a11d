"""Object names and record keys, which mirror each other: batch/item/number, and -2 for the re-render."""

from pathlib import PurePosixPath

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/heif": "heif"}


def object_name(key: str, mime: str) -> str:
    """The object that holds the picture of a draft or a final; the first try of a final has the draft's name."""
    return f"{key.removesuffix('-1')}.{EXTENSIONS.get(mime, 'bin')}"


def attempt_key(name: str) -> str:
    """The attempt of a draft's object name."""
    return str(PurePosixPath(name).with_suffix(""))


def final_key(name: str) -> str:
    """The final of an object name in the finals bucket."""
    key = attempt_key(name)
    return key if "-" in key.rsplit("/", 1)[-1] else f"{key}-1"
