"""Did the final keep the look of its draft? Composition by the hash, mood by the colours."""

from statistics import fmean

from PIL import Image

from proofpress.domain.records import Likeness
from proofpress.imaging.hashing import dct_hash, hamming
from proofpress.imaging.signature import signature, unpack
from proofpress.imaging.views import views

_OK_DISTANCE, _OK_MOOD = 64, 16.0
_LOST_DISTANCE, _LOST_MOOD = 100, 26.0
"""Of pictures that kept the look 4 % exceed the first distance, 5 % the first mood, and under 1 % the second of
either; of those that were mirrored, regrouped, relit or recoloured at least 87 % do. Measured on stand-ins for finals."""


def compare(draft: bytes, final: bytes) -> Likeness:
    """How near a final is to its draft, whatever the sizes and formats of the two. Raises BrokenImage."""
    one, other = views(draft), views(final)
    return likeness_of(dct_hash(one.grey), signature(one.coarse), dct_hash(other.grey), signature(other.coarse))


def likeness_of(hash_a: str, signature_a: str, hash_b: str, signature_b: str) -> Likeness:
    """The same from what screening recorded.

    `hash_distance` is in bits of 256. `luma` and `chroma` are earth mover's distances in levels, chroma the sum over
    Cb and Cr; `mood` is luma + 2 chroma. Band `ok` up to 64 bits and a mood of 16, `lost` above 100 or 26.
    """
    distance = hamming(hash_a, hash_b)
    luma, blue, red = (
        _earth_movers(one, other) for one, other in zip(_planes(signature_a), _planes(signature_b), strict=True)
    )
    mood = luma + 2 * (blue + red)
    return Likeness(
        hash_distance=distance,
        mood=round(mood, 2),
        luma=round(luma, 2),
        chroma=round(blue + red, 2),
        band=_band(distance, mood),
    )


def _band(distance: int, mood: float) -> str:
    if distance > _LOST_DISTANCE or mood > _LOST_MOOD:
        return "lost"
    return "ok" if distance <= _OK_DISTANCE and mood <= _OK_MOOD else "review"


def _planes(text: str) -> tuple[Image.Image, ...]:
    return unpack(text).convert("YCbCr").split()


def _earth_movers(one: Image.Image, other: Image.Image) -> float:
    """In one dimension and for equally many values: the mean difference between the sorted values."""
    return fmean(abs(a - b) for a, b in zip(sorted(one.tobytes()), sorted(other.tobytes()), strict=True))
