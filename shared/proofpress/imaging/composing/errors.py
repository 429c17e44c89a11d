"""Why a banner cannot be composed, each named for the mend; the other banners are not affected."""

from proofpress.domain.errors import Drop, Stop


class CannotCompose(Drop):
    """This banner cannot be made from what was given; the message names the place and the mend."""


class TextOverflow(CannotCompose):
    """A text does not fit, even in the smallest type and hyphenated."""


class Overlap(CannotCompose):
    """Two members of different areas would stand on each other."""


class MissingText(CannotCompose):
    """A template asks for a text that was not given."""


class MissingGlyphs(CannotCompose):
    """No font has all the characters of a text."""


class MissingFont(CannotCompose):
    """A font's bytes are no font that can be used."""


class BadLogo(CannotCompose):
    """A logo's bytes are no picture that is read."""


class ContrastUnreachable(CannotCompose):
    """No scrim and no brand colour makes a text legible on this picture: try the next candidate."""


class OverLimit(CannotCompose):
    """No quality that is worth showing meets the format's byte limit."""


class NoShaping(Stop):
    """This machine lacks the library that complex scripts need."""

    exit_code = 2
