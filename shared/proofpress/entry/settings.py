"""Settings of this machine and account, read once from the environment; command-line options come on top."""

import os
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.catalog import Catalog, parse_catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.jobs import WORST_TIME

WORKSPACE = Path("proofpress-work")
TIER_1_USD = Decimal(10)
"""Spend limit of a new account in any ten minutes; ai.google.dev, rate limits, checked 2026-11-20."""

_PREFIX = "PROOFPRESS_"


class Settings(BaseModel):
    """What `proofpress` may do on this machine; every field has a PROOFPRESS_ variable of its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace: Path = WORKSPACE
    models: Path | None = None
    """A models.toml that replaces the packaged one."""
    concurrency: int = Field(default=32, ge=1, le=512)
    """Calls of the model's service in flight at once."""
    images_per_minute: float | None = Field(default=None, gt=0)
    usd_per_ten_minutes: Decimal | None = Field(default=TIER_1_USD, ge=0)
    """0 lifts the limit; the simulator has none."""
    timeout: float = Field(default=180.0, gt=0)
    """Seconds that one call may take."""
    lease_minutes: float = Field(default=30.0, gt=0)
    jobs: str = Field(default="", pattern=r"^(gs://.+)?$")
    """gs://bucket/prefix where jobs of Vertex AI have their lines and results; the Gemini API needs none."""
    job_hours: float = Field(default=WORST_TIME.total_seconds() / 3600, gt=0)
    """A job of the batch lane that takes longer is called off."""
    poll_seconds: float = Field(default=60.0, gt=0)
    """How often the service is asked after such a job."""

    @property
    def lease(self) -> timedelta:
        """How long a worker may hold a slot."""
        return timedelta(minutes=self.lease_minutes)

    @property
    def job_limit(self) -> timedelta:
        """How long a job of the batch lane may take."""
        return timedelta(hours=self.job_hours)

    @property
    def poll(self) -> timedelta:
        """How long the service is left alone between two questions after a job."""
        return timedelta(seconds=self.poll_seconds)

    def impatient(self) -> Self:
        """A copy for simulated jobs, which take seconds."""
        return self.model_copy(update={"poll_seconds": min(1.0, self.poll_seconds)})

    def unpaced(self) -> Self:
        """A copy without a limit on spending: for simulated prices, and for deployments, which have none."""
        return self.model_copy(update={"usd_per_ten_minutes": None})


def read_settings(environment: Mapping[str, str] | None = None, **options: object) -> Settings:
    """Settings from the environment, overruled by the options that are not None; BadInput names a wrong one."""
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {
        name: environment[_PREFIX + name.upper()]
        for name in Settings.model_fields
        if environment.get(_PREFIX + name.upper())
    }
    values.update({name: value for name, value in options.items() if value is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        lines = [f"{_PREFIX}{str(e['loc'][0]).upper()} or its option: {e['msg']}" for e in error.errors()]
        raise BadInput("\n".join(lines)) from error


def read_catalog(settings: Settings) -> Catalog:
    """The catalogue of models: the packaged one, or the file that PROOFPRESS_MODELS names."""
    if settings.models is None:
        return parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))
    try:
        return parse_catalog(settings.models.read_text("utf-8"), str(settings.models))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"PROOFPRESS_MODELS: {settings.models} cannot be read ({error}).") from error
