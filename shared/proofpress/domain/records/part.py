"""What records consist of besides plain fields."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of what is kept within a record."""

    model_config = ConfigDict(frozen=True)
