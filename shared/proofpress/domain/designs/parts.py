"""Types that all design models share."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Design(BaseModel):
    """Base of all design models: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        raise ValueError("must be a colour like '#1a2b3c', in quotes, since YAML takes # for a comment")
    digits = value[1:].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)  # noqa: PLR2004


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError("must be a name of small letters, digits, _ and -")
    return value


Colour = Annotated[str, AfterValidator(_colour)]
"""`#rrggbb`, sRGB; the short form `#rgb` is written out."""
Name = Annotated[str, Field(max_length=80), AfterValidator(_name)]
"""What other parts refer to."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A part of a length, 0 to 1."""
