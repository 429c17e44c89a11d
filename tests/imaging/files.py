"""Picture files: encoded, taken apart, and crafted to deceive."""

from binascii import crc32
from io import BytesIO

from PIL import Image

from tests.imaging.pictures import scene

FORMATS = ("JPEG", "PNG", "WEBP")


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def decode(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + crc32(kind + content).to_bytes(4)


def png_with(data: bytes, kind: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    return data[:33] + png_chunk(kind, content) + data[33:]


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a size."""
    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    chunks = ((b"IHDR", header), (b"IDAT", b"x\x9c\x03\0\0\0\0\x01"), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG that claims another size."""
    data = encode(scene(64, 64), "JPEG")
    frame = data.index(b"\xff\xc0") + 5
    return data[:frame] + height.to_bytes(2) + width.to_bytes(2) + data[frame + 4 :]


def webp_of(width: int, height: int) -> bytes:
    """A small extended WebP that claims another canvas."""
    data = encode(scene(64, 64).convert("RGBA"), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    return data[:24] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + data[30:]


def jpeg_with(data: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment behind its start."""
    return data[:2] + bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content + data[2:]


SMALL = scene(120, 90)
FILES = {
    "JPEG": encode(SMALL, "JPEG"),
    "progressive JPEG": encode(SMALL, "JPEG", progressive=True),
    "JPEG with a thumbnail": jpeg_with(encode(SMALL, "JPEG"), 0xE1, b"Exif\0\0" + encode(scene(40, 30), "JPEG")),
    "PNG": encode(SMALL),
    "palette PNG": encode(SMALL.quantize(16)),
    "WebP": encode(SMALL, "WEBP"),
    "lossless WebP": encode(SMALL, "WEBP", lossless=True),
    "extended WebP": encode(SMALL.convert("RGBA"), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"),
}
"""One whole file of every kind that is read."""
