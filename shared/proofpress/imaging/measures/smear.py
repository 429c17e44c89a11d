"""Is one row repeated down to the bottom?"""

from PIL import Image

from proofpress.imaging.measures.subject import Figures, Subject

_SAME = 2
"""Levels by which compression changes a repeated row here and there; the plainest fog changes by more from row to row."""
_MASK = [0] * (_SAME + 1) + [255] * (255 - _SAME)
_FEW = 3
"""Of 255: in a hundredth of a row some blocks may have been coded otherwise."""
_STEP = 3
_BUSY, _PLAIN = 0.15, 0.015
_MOST = 0.9
"""Of the height: more is a pattern of stripes."""
_ABOVE = 12
"""Rows of the coarse view above the first repeated one."""


def measure_smear(subject: Subject) -> Figures:
    """`smear`: the share of the height at the bottom in which one row repeats, as where data ended early.

    `smear_plain` is the same where the row has few steps: towers and trunks in flat colours repeat likewise. There
    `smear_break` is the share of the pixels that still change from row to row just above: few where towers begin one by one.
    """
    across, down = subject.coarse_steps
    changing = down.point(_MASK).resize((1, down.height), Image.Resampling.BOX).tobytes()
    first = len(changing)
    while first and changing[first - 1] < _FEW:
        first -= 1
    share = round((len(changing) - first) / (down.height + 1), 3) if first else 0
    if not 0 < share <= _MOST:
        return {"smear": 0, "smear_plain": 0}
    last = across.crop((0, across.height - 1, *across.size)).histogram()
    busy = sum(last[_STEP + 1 :]) / across.width
    if busy >= _BUSY or busy < _PLAIN:
        return {"smear": share if busy >= _BUSY else 0, "smear_plain": 0}
    above = changing[max(0, first - _ABOVE) : first]
    return {"smear": 0, "smear_plain": share, "smear_break": round(sum(above) / len(above) / 255, 3)}
