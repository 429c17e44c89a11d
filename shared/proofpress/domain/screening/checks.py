"""The checks by their stable names, and what happens to a draft that one of them is against."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Action(StrEnum):
    """What follows where a check finds what it looks for."""

    REJECT = "reject"
    """The draft is rejected, and the check's name is the reason."""
    WARN = "warn"
    """The draft goes on, with the check's name among its warnings."""
    OFF = "off"
    """Nothing."""


class Checks(BaseModel):
    """An action for every check that can be set; broken files are always rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    mime: Action = Action.REJECT
    """The type that was declared is not the type of the bytes."""
    resolution: Action = Action.REJECT
    """Fewer pixels than were asked for."""
    aspect: Action = Action.REJECT
    """Another shape than was asked for."""
    dark: Action = Action.REJECT
    """Lost in black."""
    bright: Action = Action.REJECT
    """Lost in white."""
    low_contrast: Action = Action.REJECT
    """All of it in a narrow band of levels, as behind a veil."""
    blank: Action = Action.REJECT
    """Nothing is drawn."""
    blur: Action = Action.REJECT
    """Nothing is in focus."""
    noise: Action = Action.REJECT
    """Grain over everything."""
    border: Action = Action.REJECT
    """Plain bars on one side or more, as a letterbox or a frame."""
