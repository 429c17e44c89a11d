"""Is there room for the copy? Judged on drafts, before a final is paid."""

from collections.abc import Sequence

from proofpress.domain.designs import ClutterFigures, Use


def copy_zone_clutter(picture: bytes, uses: Sequence[Use]) -> ClutterFigures:
    """How busy a picture is where each use puts its copy. Raises BrokenImage."""
    raise NotImplementedError(picture, uses)
