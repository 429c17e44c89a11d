"""Where a picture will be used, and how well it leaves room for text there."""

from collections.abc import Iterable

from proofpress.domain.designs.formats import Format, nearest_ratio
from proofpress.domain.designs.layers import Box
from proofpress.domain.designs.parts import Design
from proofpress.domain.designs.template import Template


class Use(Design):
    """A template in a format, in one reading direction."""

    template: Template
    form: Format
    right_to_left: bool = False

    @property
    def name(self) -> str:
        """In words, for reports."""
        return f"{self.template.name} in {self.form.name}" + (" (right to left)" if self.right_to_left else "")

    @property
    def ratio(self) -> float:
        """Width over height of the largest part of the format that shows the picture."""
        boxes = [layer.box or Box() for layer in self.template.fitted(self.form).layers if layer.shows_picture]
        largest = max(boxes, key=lambda box: box.width * box.height, default=Box())
        return self.form.ratio * largest.width / largest.height

    def background_ratio(self, ratios: Iterable[str]) -> str:
        """The model's ratio, as `16:9`, whose crop loses least. ValueError where there is none."""
        return nearest_ratio(self.ratio, ratios)


class ClutterFigures(Design):
    """How busy the copy zones of a picture are."""

    passed: bool
    """Whether every use has a calm enough copy zone."""
    worst: str
    """Name of the use with the busiest zone."""
    clutter: dict[str, float]
    """By the use's name: 0 for an even ground to 1 for detail everywhere."""
    limit: float
    reason: str = ""
    """In words where it did not pass."""
