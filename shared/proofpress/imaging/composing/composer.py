"""From a background and a composition to a finished file."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from PIL import Image

from proofpress.domain.designs import Assets, BannerFigures, Composition, Encoding, Template
from proofpress.imaging.composing.errors import CannotCompose, MissingFont, OverLimit
from proofpress.imaging.composing.files.credentials import Signing
from proofpress.imaging.composing.files.encoding import Encoded, encode
from proofpress.imaging.composing.files.origin import packet
from proofpress.imaging.composing.fonts.choosing import Fonts
from proofpress.imaging.composing.grounds.ground import Ground, Picture, ground_of
from proofpress.imaging.composing.grounds.saliency import Grid, saliency
from proofpress.imaging.composing.layout.arranging import Arranger, is_mirrored, place_name
from proofpress.imaging.composing.logos import read_logo
from proofpress.imaging.composing.painting import Painter
from proofpress.imaging.decoding import blendable, load, opaque, open_image

_GROUNDS = 6
"""Resized grounds that a composer keeps."""


@dataclass(frozen=True)
class Composed:
    """A finished banner."""

    data: bytes
    mime: str
    suffix: str
    width: int
    height: int
    figures: BannerFigures


class Composer:
    """Composes many banners over one background, which is decoded once and resized once per format and direction.

    With `signing`, every banner carries Content Credentials, which count against its byte limit.

    Raises BrokenImage for a background that is no picture, BadLogo and MissingFont for the brand's files.
    """

    def __init__(self, background: bytes, assets: Assets | None = None, signing: Signing | None = None) -> None:
        assets = assets or Assets()
        self._signing = signing
        self._fonts = Fonts(assets)
        self._logo = read_logo(assets.logo, "the logo")
        self._logo_on_dark = read_logo(assets.logo_on_dark, "the logo for dark ground")
        self._image = opaque(blendable(load(open_image(background))))
        self._grounds: OrderedDict[object, Ground] = OrderedDict()

    @cached_property
    def _salient(self) -> Grid:
        return saliency(self._image)

    def compose(self, job: Composition) -> Composed:
        """One banner; CannotCompose or one of its kinds says why not."""
        fitted = job.template.fitted(job.form)
        logo = self._logo or self._logo_on_dark
        arranger = Arranger(job, fitted, self._fonts, logo.aspect if logo else None)
        ground = self._ground(job, fitted)
        try:
            painter = Painter(ground, job, arranger.placed())
            texts = painter.paint(logo, self._logo_on_dark)
        except OSError as error:
            # FreeType loads a font whose glyphs it cannot draw, and says so when it comes to draw them.
            raise MissingFont(f"a font of the brand cannot be drawn with ({error}): use another copy of it") from error
        encoded = self._encoded(painter.canvas, job)
        return Composed(
            data=encoded.data,
            mime=encoded.encoding.mime,
            suffix=encoded.encoding.suffix,
            width=job.form.width,
            height=job.form.height,
            figures=BannerFigures(
                texts=tuple(texts),
                scrim=round(painter.scrim, 3),
                encoding=encoded.encoding,
                quality=encoded.quality,
                bytes=len(encoded.data),
                max_bytes=job.form.max_bytes,
                crop=ground.window.sides,
                enlarged=round(ground.enlarged, 3),
            ),
        )

    def _ground(self, job: Composition, fitted: Template) -> Ground:
        """Shared by all banners that differ in nothing but their texts; the latest few are kept."""
        mirrored = is_mirrored(job)
        key = (fitted.model_dump_json(), job.form, job.brand.colours, job.focal, mirrored)
        ground = self._grounds.pop(key, None) or self._new_ground(job, fitted)
        self._grounds[key] = ground
        while len(self._grounds) > _GROUNDS:
            self._grounds.popitem(last=False)
        return ground

    def _new_ground(self, job: Composition, fitted: Template) -> Ground:
        picture = Picture(self._image, self._salient, job.focal)
        return ground_of(picture, fitted, job.form, job.brand.colours, mirrored=is_mirrored(job))

    def _encoded(self, canvas: Image.Image, job: Composition) -> Encoded:
        encodings = _encodings(job)
        room = job.form.max_bytes - (self._signing.overhead if self._signing else 0)
        encoded = encode(canvas, encodings, room, packet(job.provenance))
        if encoded and self._signing:
            signed = self._signing.signed(encoded.data, encoded.encoding.mime, job.provenance)
            encoded = replace(encoded, data=signed)
        if encoded is None or len(encoded.data) > job.form.max_bytes:
            raise _over_limit(job, encodings)
        return encoded


def _encodings(job: Composition) -> Sequence[Encoding]:
    if job.encoding is None:
        return job.form.encodings
    if job.encoding not in job.form.encodings:
        allowed = ", ".join(job.form.encodings)
        raise CannotCompose(f"{place_name(job)}: the format does not take {job.encoding}: write it as {allowed}")
    return [job.encoding]


def _over_limit(job: Composition, encodings: Sequence[Encoding]) -> OverLimit:
    return OverLimit(
        f"{place_name(job)}: no quality that is worth showing has {job.form.max_bytes:,} bytes or less as "
        f"{', '.join(encodings)}: allow the format WebP or AVIF, or take a calmer picture"
    )


def compose(background: bytes, job: Composition, assets: Assets | None = None) -> Composed:
    """One banner over one background."""
    return Composer(background, assets).compose(job)
