"""All areas of a template filled with the members of one banner."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

from proofpress.domain.designs import Composition, Kind, Layer, Template, is_right_to_left
from proofpress.domain.designs.banner import MAX_TEXT
from proofpress.domain.designs.layers import TEXTUAL
from proofpress.imaging.composing.errors import MissingText, Overlap, TextOverflow
from proofpress.imaging.composing.fonts.choosing import Fonts
from proofpress.imaging.composing.layout.columns import DoesNotFit, Stack
from proofpress.imaging.composing.layout.members import Member, Placed
from proofpress.imaging.composing.layout.rectangles import Rectangle, safe_area


def place_name(job: Composition) -> str:
    """What a message calls a banner."""
    return f"template {job.template.name}, format {job.form.name}, locale {job.locale}"


def is_mirrored(job: Composition) -> bool:
    """Whether start is on the right."""
    return job.template.mirrored and is_right_to_left(job.locale)


class Arranger:
    """Places the members of one banner. `fitted` is the job's template in its format."""

    def __init__(self, job: Composition, fitted: Template, fonts: Fonts, logo_aspect: float | None) -> None:
        self._job = job
        self._template = fitted
        self._fonts = fonts
        self._logo_aspect = logo_aspect

    def placed(self) -> list[Placed]:
        """All members where they stand, area by area.

        TextOverflow, MissingText, MissingGlyphs or Overlap where they cannot.
        """
        members = {name: list(self._members(name)) for name in self._template.areas}
        filled = {name for name, listed in members.items() if listed}
        placed = [
            one
            for name, listed in members.items()
            if listed
            for one in self._stack(listed, name, room_of(self._template, name, self._job, filled))
        ]
        for one, other in combinations(placed, 2):
            if one.rectangle.overlaps(other.rectangle):
                names = f"{one.member.name} and {other.member.name}"
                raise Overlap(f"{place_name(self._job)}: {names} overlap: move their areas apart in the template")
        return placed

    def _stack(self, members: list[Member], name: str, room: Rectangle) -> list[Placed]:
        stack = Stack(members, self._template.areas[name], room, self._job.form)
        try:
            return stack.placed(mirrored=is_mirrored(self._job))
        except DoesNotFit as fault:
            text = next((member.text for member in members if member.name == fault.name), "")
            raise TextOverflow(
                f"{place_name(self._job)}: the text {fault.name} does not fit, even at {fault.size:g} px "
                f"({len(text)} characters: {text[:60]!r}): shorten it, or give it more room in the template"
            ) from None

    def _members(self, area: str) -> Iterator[Member]:
        for layer in self._template.layers:
            if layer.area != area:
                continue
            if layer.kind is Kind.LOGO and self._logo_aspect:
                yield Member(layer, aspect=self._logo_aspect)
            elif layer.kind in TEXTUAL and (text := self._text(layer)):
                place = f"{place_name(self._job)}, text {layer.name}"
                bold = bool(layer.bold) or layer.kind is not Kind.TEXT
                voice, settable = self._fonts.voice(text, self._job.locale, place, bold=bold)
                yield Member(layer, settable, voice)

    def _text(self, layer: Layer) -> str:
        text = _plain(self._job.texts.get(layer.name or "", ""))
        if not text and not layer.optional:
            raise MissingText(f"{place_name(self._job)}: the text {layer.name} is missing or empty: give it")
        if len(text) > MAX_TEXT:
            raise TextOverflow(
                f"{place_name(self._job)}: the text {layer.name} has {len(text)} characters; at most {MAX_TEXT} are set"
            )
        return text


def _plain(text: str) -> str:
    """Composed characters, single spaces, and line feeds where the writer wants a line to end."""
    lines = (re.sub("[ \t]+", " ", line).strip(" ") for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(filter(None, lines))


def room_of(template: Template, name: str, job: Composition, filled: Iterable[str]) -> Rectangle:
    """The rectangle of an area, with that of the empty areas whose room it takes."""
    safe, mirrored = safe_area(template, job.form), is_mirrored(job)
    area = template.areas[name]
    room = safe.part(area.box, mirrored=mirrored)
    for other in area.takes or ():
        if other not in filled:
            room = room.with_(safe.part(template.areas[other].box, mirrored=mirrored))
    return room
