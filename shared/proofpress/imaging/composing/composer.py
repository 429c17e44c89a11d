"""From a background and a composition to a finished file."""

from dataclasses import dataclass

from proofpress.domain.designs import Assets, BannerFigures, Composition


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

    Raises BrokenImage for a background that is no picture, BadLogo and MissingFont for the brand's files.
    """

    def __init__(self, background: bytes, assets: Assets | None = None) -> None:
        self._background = background
        self._assets = assets or Assets()

    def compose(self, job: Composition) -> Composed:
        """One banner; CannotCompose or one of its kinds says why not."""
        raise NotImplementedError(job)


def compose(background: bytes, job: Composition, assets: Assets | None = None) -> Composed:
    """One banner over one background."""
    return Composer(background, assets).compose(job)
