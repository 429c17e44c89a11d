"""Did the data of a JPEG end before its picture?"""

from PIL import Image

from proofpress.imaging.measures.subject import Figures, Subject

_GREY = (128, 128, 128)
_CORNER = 2
_BLOCKS = 16
"""Pixels of the file's own that a row of blocks is high, at most."""
_ROWS = 2
"""Rows of blocks from the last whole one to the grey: a progressive picture fades into it over another one."""


def measure_torn(subject: Subject) -> Figures:
    """`torn`: 1 where the picture gives way to exact mid-grey in the middle of a row of blocks, to its last one.

    That is how libjpeg ends where data are missing, without an error. It finds cuts of a few blocks, and most
    damage within: after flipped bits a decoder reads the rest out of step and runs out of data early. A grey ground
    goes on up the right side, a grey bar begins at the left one, and grey bars lie at the top as well.
    """
    fine = subject.views.native
    if subject.container.mime != "image/jpeg" or not _is_grey(fine, -1, -1) or _is_grey(fine, 0, 0):
        return {"torn": 0}
    block = max(_CORNER, _BLOCKS * fine.height // subject.container.height)
    ground = next((up for up in range(fine.height) if not _is_grey(fine, -1, -1 - up)), fine.height)
    whole = next((up for up in range(ground) if not _is_grey(fine, 0, -1 - up)), ground)
    return {"torn": int(0 < ground - whole <= _ROWS * block + _CORNER)}


def _is_grey(fine: Image.Image, x: int, y: int) -> bool:
    """Whether a pixel, counted from the end where negative, is exact mid-grey."""
    return fine.getpixel((x % fine.width, y % fine.height)) == _GREY
