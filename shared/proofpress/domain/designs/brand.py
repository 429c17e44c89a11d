"""A brand kit: what every banner of a brand has in common."""

from typing import Annotated

from pydantic import Field

from proofpress.domain.designs.parts import Colour, Design


class BrandColours(Design):
    """Colours by the part they play."""

    accent: Colour = "#1f4fd8"
    """Fill of buttons and badges."""
    ink: Colour = "#12141a"
    """The darkest: text on light ground, scrims under light text."""
    paper: Colour = "#ffffff"
    """The lightest: text on dark ground, scrims under dark text, panels."""
    text: tuple[Colour, ...] = ()
    """Colours of texts in order of preference; paper and ink follow them where they are not named."""
    on_accent: Colour | None = None
    """Text on the accent; without it paper or ink, whichever is seen better."""


class BrandKit(Design):
    """A brand: colours, fonts, logo, voice. Paths are relative to the file that the kit is written in."""

    name: Annotated[str, Field(max_length=200)] = ""
    colours: BrandColours = BrandColours()
    heading_font: str | None = None
    """Path of an OpenType or TrueType font; texts that it lacks a character of are set in a bundled one."""
    body_font: str | None = None
    logo: str | None = None
    """Path of a PNG, WebP or JPEG for light ground."""
    logo_on_dark: str | None = None
    """The same for dark ground; without it the logo is set on a small plate where the ground is too dark."""
    voice: str = ""
    """How the brand speaks; goes into prompts that write, never onto pictures."""


class Assets(Design):
    """The bytes of the files that a brand kit names; empty where it names none."""

    heading_font: bytes = b""
    body_font: bytes = b""
    logo: bytes = b""
    logo_on_dark: bytes = b""
