"""Is there room for the copy? Judged on drafts, before a final is paid."""

from collections.abc import Sequence

from proofpress.domain.designs import ClutterFigures, Format, Template, Use
from proofpress.imaging.composing.grounds.ground import copy_window
from proofpress.imaging.composing.grounds.saliency import Grid, edges, saliency
from proofpress.imaging.composing.grounds.windows import window_of
from proofpress.imaging.composing.layout.rectangles import Rectangle, whole
from proofpress.imaging.views import views

LIMIT = 0.24
"""Share of strong edges. On drawn pictures skies, water, walls and shapes in soft light have up to 0.15, a skyline with lit
windows 0.23, full shelves 0.25, dense leaves 0.24 to 0.37, lettering 0.5. Not yet calibrated on photographs."""
_NAMED = 3


def copy_zone_clutter(picture: bytes, uses: Sequence[Use], limit: float = LIMIT) -> ClutterFigures:
    """How busy a picture is where each use puts its copy, after the crop that composing would make.

    A use whose copy does not stand on the picture has no clutter. Raises BrokenImage.
    """
    fine = views(picture).fine
    salient, busy = saliency(fine), Grid(edges(fine))
    clutter = {use.name: round(_clutter(use, fine.width / fine.height, salient, busy), 3) for use in uses}
    cluttered = sorted((name for name in clutter if clutter[name] > limit), key=lambda name: -clutter[name])
    return ClutterFigures(
        passed=not cluttered,
        worst=max(clutter, key=lambda name: clutter[name], default=""),
        clutter=clutter,
        limit=limit,
        reason=_reason(cluttered),
    )


def pictures_of(fitted: Template, form: Format, *, mirrored: bool) -> list[Rectangle]:
    """Where a template, fitted to a format, shows the picture."""
    return [whole(form).part(layer.box, mirrored=mirrored) for layer in fitted.layers if layer.shows_picture]


def _clutter(use: Use, ratio: float, salient: Grid, busy: Grid) -> float:
    """Share of strong edges under the copy, 0 to 1; the most of all pictures that the template shows."""
    fitted = use.template.fitted(use.form)
    mirrored = use.template.mirrored and use.right_to_left
    worst = 0.0
    for shown in pictures_of(fitted, use.form, mirrored=mirrored):
        if copy := copy_window(fitted, use.form, shown, mirrored=mirrored):
            window = window_of(ratio, shown.width / shown.height, salient, copy, None)
            worst = max(worst, busy.mean(*window.part(copy).sides) / 255)
    return worst


def _reason(cluttered: list[str]) -> str:
    if not cluttered:
        return ""
    more = f" and {len(cluttered) - _NAMED} more" if len(cluttered) > _NAMED else ""
    return f"too busy where the copy goes: {', '.join(cluttered[:_NAMED])}{more}"
