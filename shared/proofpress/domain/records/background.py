"""Pictures without text that banners may share."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field

from proofpress.domain.designs import Format, Template, Use
from proofpress.domain.records.paid import StoredImage
from proofpress.domain.records.part import Part
from proofpress.domain.records.record import Record
from proofpress.domain.written_values import Scalar


class CopyZones(Part):
    """The ways in which a background will be used; its template, which is large, once."""

    template: Template
    forms: dict[str, Format]
    ways: tuple[tuple[str, bool], ...]
    """Names of formats, and whether they are mirrored."""

    @classmethod
    def of(cls, uses: Sequence[Use]) -> Self:
        """Those of one template."""
        ways = tuple((use.form.name, use.right_to_left) for use in uses)
        return cls(template=uses[0].template, forms={use.form.name: use.form for use in uses}, ways=ways)

    @property
    def uses(self) -> tuple[Use, ...]:
        """As composing takes them."""
        return tuple(
            Use(template=self.template, form=self.forms[name], right_to_left=mirrored) for name, mirrored in self.ways
        )


class Background(Record):
    """A picture without text that banners may share, by its content address."""

    address: str
    item: str
    """Key of the item that makes it."""
    earlier: tuple[str, ...] = ()
    """Items that were to make it and were given up: a person may still accept one of their drafts."""
    copy_zones: CopyZones | None = None
    """Where texts will stand on it: what drafts are screened for; None where they are not."""
    visual: dict[str, Scalar] = Field(default_factory=dict)
    ratio: str
    images: tuple[StoredImage, ...] = ()
    """The delivered keepers, in the order of their attempts: the candidates."""
    lineage: tuple[str, ...] = ()
    """Keys of the attempts of those."""

    @property
    def key(self) -> str:
        """The content address."""
        return self.address

    def of_another(self, item: str) -> Self:
        """A copy that another item makes, because the one that was to make it was given up."""
        return self.having(item=item, earlier=(*self.earlier, self.item))
