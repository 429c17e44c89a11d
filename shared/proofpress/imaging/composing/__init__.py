"""Banners: a picture, texts and a brand kit set by a template into the exact pixels and bytes of a format."""

from proofpress.imaging.composing.composer import Composed, Composer, compose
from proofpress.imaging.composing.copy_zone import copy_zone_clutter
from proofpress.imaging.composing.errors import (
    BadLogo,
    CannotCompose,
    ContrastUnreachable,
    MissingFont,
    MissingGlyphs,
    MissingText,
    NoShaping,
    Overlap,
    OverLimit,
    TextOverflow,
)
from proofpress.imaging.composing.files.credentials import Signing
from proofpress.imaging.composing.text_space import text_space

__all__ = [
    "BadLogo",
    "CannotCompose",
    "Composed",
    "Composer",
    "ContrastUnreachable",
    "MissingFont",
    "MissingGlyphs",
    "MissingText",
    "NoShaping",
    "OverLimit",
    "Overlap",
    "Signing",
    "TextOverflow",
    "compose",
    "copy_zone_clutter",
    "text_space",
]
