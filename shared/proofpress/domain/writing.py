"""What the models of a written manifest share."""

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Written(BaseModel):
    """A mapping that a user writes: unknown keys are faults, and docstrings describe keys to editors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")  # noqa: TRY004
    return value


NUMBER = BeforeValidator(_number)
"""Refuses true and false where a number is wanted."""
