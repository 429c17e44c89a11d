"""A picture in 768 bytes: what colours it has and roughly where."""

from base64 import b64decode, b64encode

from PIL import Image

_SIZE = (16, 16)


def signature(coarse: Image.Image) -> str:
    """16 x 16 means in RGB, row by row, as base64 (1,024 characters)."""
    return b64encode(coarse.resize(_SIZE, Image.Resampling.BOX).tobytes()).decode("ascii")


def unpack(text: str) -> Image.Image:
    """The 16 x 16 picture that a signature stands for."""
    return Image.frombytes("RGB", _SIZE, b64decode(text))
