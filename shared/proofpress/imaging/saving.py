"""From pixels to the bytes of a file."""

from io import BytesIO

from PIL import Image


def saved(image: Image.Image, kind: str | None, **options: object) -> bytes:
    """A file of a kind that Pillow writes, as `JPEG`.

    A JPEG gets code tables of its own where `optimize` asks for them, unless it outgrows the buffer that Pillow has for
    that, as noise does at a high quality; then it is written without.
    """
    target = BytesIO()
    try:
        image.save(target, kind, **options)
    except OSError:
        if kind != "JPEG" or not options.get("optimize"):
            raise
        target = BytesIO()
        image.save(target, kind, **(options | {"optimize": False}))
    return target.getvalue()
