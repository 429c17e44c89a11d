"""What a banner is made from besides its picture: formats, templates, brand kits, texts. Pure."""

from proofpress.domain.designs.banner import BannerFigures, Composition, Provenance, SourceType, TextFigures
from proofpress.domain.designs.brand import Assets, BrandColours, BrandKit
from proofpress.domain.designs.formats import Encoding, Format, Insets, Shape, background_ratio
from proofpress.domain.designs.languages import is_right_to_left
from proofpress.domain.designs.layers import Area, Box, Kind, Layer
from proofpress.domain.designs.template import Template
from proofpress.domain.designs.use import ClutterFigures, Use

__all__ = [
    "Area",
    "Assets",
    "BannerFigures",
    "Box",
    "BrandColours",
    "BrandKit",
    "ClutterFigures",
    "Composition",
    "Encoding",
    "Format",
    "Insets",
    "Kind",
    "Layer",
    "Provenance",
    "Shape",
    "SourceType",
    "Template",
    "TextFigures",
    "Use",
    "background_ratio",
    "is_right_to_left",
]
