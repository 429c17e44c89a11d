"""Is one row repeated down to the bottom?"""

from proofpress.imaging.measures.subject import Figures, Subject

_SAME = 1
"""Levels by which compression changes a repeated row; the plainest fog changes by more from row to row."""
_MASK = [0] * (_SAME + 1) + [255] * (255 - _SAME)
_STEP = 3
_BUSY, _PLAIN = 0.15, 0.02
_MOST = 0.9
"""Of the height: more is a pattern of stripes."""


def measure_smear(subject: Subject) -> Figures:
    """`smear`: the share of the height at the bottom in which one row repeats, as where data ended early.

    `smear_plain` is the same where the row has few steps: towers and trunks in flat colours repeat likewise.
    """
    across, down = subject.coarse_steps
    box = down.point(_MASK).getbbox()
    share = round(1 - (box[3] + 1) / (down.height + 1), 3) if box else 0
    last = across.crop((0, across.height - 1, *across.size)).histogram()
    share = share if share <= _MOST else 0
    busy = sum(last[_STEP + 1 :]) / across.width
    return {"smear": share if busy >= _BUSY else 0, "smear_plain": share if _PLAIN <= busy < _BUSY else 0}
