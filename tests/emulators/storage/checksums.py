"""Data, and their checksums as Cloud Storage writes them."""

import base64
import hashlib
from random import Random

import google_crc32c

MIB = 1024 * 1024
QUARTER = 256 * 1024
"""Chunks of a resumable upload are multiples of it."""


def random_bytes(size: int) -> bytes:
    """As many bytes, the same for the same number."""
    return Random(size).randbytes(size)


def crc32c(data: bytes) -> str:
    """In base64."""
    return base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()


def md5(data: bytes) -> str:
    """In base64."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
