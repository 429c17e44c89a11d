"""Where a picture will be used, and how well it leaves room for text there."""

from proofpress.domain.designs.formats import Format
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
