"""Where a deployment is, read once from the environment."""

import os
from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.errors import BadInput
from proofpress.domain.jobs import LISTED_AFTER, WORST_TIME
from proofpress.entry.cloud.topology import Function, Push
from proofpress.ports import Bucket, Policy, Topic

_PREFIX = "PROOFPRESS_"
_NAME = r"^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$"
_PROJECTS = ("PROOFPRESS_PROJECT", "GOOGLE_CLOUD_PROJECT")


class CloudSettings(BaseModel):
    """The names of a deployment's parts; every field has a PROOFPRESS_ variable of its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project: str = Field(min_length=1)
    """Id of the project; GOOGLE_CLOUD_PROJECT names it too."""
    prefix: str = Field(default="proofpress", pattern=_NAME)
    """Begins the name of every part, so that two deployments can share a project."""
    database: str = ""
    """Firestore's; empty: named as the prefix."""
    inbox_bucket: str = ""
    """Empty, as the next four: project, prefix and purpose joined by hyphens."""
    drafts_bucket: str = ""
    finals_bucket: str = ""
    deliveries_bucket: str = ""
    thumbs_bucket: str = ""
    desk_audiences: str = ""
    """Whom tokens at the desk must be meant for, comma-separated: its URL, and what IAP calls its service."""
    desk_reviewers: str = ""
    """E-mail addresses of those who decide, comma-separated; `@example.com` is everybody there."""
    desk_viewers: str = ""
    """Those who may look, in the same form."""
    lease_minutes: float = Field(default=15.0, gt=0)
    """Longer than any function may run, so that a lease runs out only after a crash."""
    stale_minutes: float = Field(default=5.0, gt=0)
    """What has not moved for this long is sent again by `sweep`; the wait doubles each time."""
    job_hours: float = Field(default=WORST_TIME / timedelta(hours=1), gt=0)
    """A job of the batch lane that takes longer is called off."""
    poll_seconds: float = Field(default=120.0, gt=0)
    """How often the service is asked after such a job."""
    listed_minutes: float = Field(default=LISTED_AFTER / timedelta(minutes=1), gt=0)
    """A job whose submission got no answer counts as not there after this. Less is for rehearsals: it risks a second bill."""
    quiet_seconds: float = Field(default=10.0, ge=0, le=300)
    """How long a product must have been left alone before pictures are ordered for it: a burst of events costs once."""

    @property
    def lease(self) -> timedelta:
        """How long a worker may hold a slot."""
        return timedelta(minutes=self.lease_minutes)

    def policy(self, owner: str, patience: timedelta = timedelta.max) -> Policy:
        """How long things may take in a function."""
        return Policy(
            owner,
            lease=self.lease,
            stale=timedelta(minutes=self.stale_minutes),
            quiet=timedelta(seconds=self.quiet_seconds),
            poll=timedelta(seconds=self.poll_seconds),
            job_limit=timedelta(hours=self.job_hours),
            listed_after=timedelta(minutes=self.listed_minutes),
            patience=patience,
        )

    @property
    def database_id(self) -> str:
        """Firestore's database."""
        return self.database or self.prefix

    def bucket(self, bucket: Bucket) -> str:
        """The name of a bucket, unique in all of Cloud Storage."""
        return getattr(self, f"{bucket}_bucket") or f"{self.project}-{self.prefix}-{bucket}"

    def bucket_named(self, name: str) -> Bucket | None:
        """Which of our buckets has a name; None for anybody else's."""
        return next((bucket for bucket in Bucket if self.bucket(bucket) == name), None)

    def topic(self, topic: Topic | str) -> str:
        """The full path of a topic; topology.DEAD_LETTERS is one besides those of the flow."""
        return f"projects/{self.project}/topics/{self.prefix}-{topic}"

    def subscription(self, push: Push | str) -> str:
        """The full path of a push subscription, or of that of the dead letters."""
        name = push if isinstance(push, str) else f"{push.function}-{push.topic}"
        return f"projects/{self.project}/subscriptions/{self.prefix}-{name}"

    def service(self, function: Function) -> str:
        """The name of a function's service."""
        return f"{self.prefix}-{function}"


def read_cloud_settings(environment: Mapping[str, str] | None = None, **options: object) -> CloudSettings:
    """Settings from the environment, overruled by the options that are not None; BadInput names a wrong one."""
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {
        name: environment[_PREFIX + name.upper()]
        for name in CloudSettings.model_fields
        if environment.get(_PREFIX + name.upper())
    }
    project = next((environment[name] for name in _PROJECTS if environment.get(name)), None)
    values.update({"project": project} if project else {})
    values.update({name: value for name, value in options.items() if value is not None})
    if "project" not in values:
        raise BadInput("No Google Cloud project is named: set PROOFPRESS_PROJECT or GOOGLE_CLOUD_PROJECT.")
    try:
        return CloudSettings.model_validate(values)
    except ValidationError as error:
        lines = [f"{_PREFIX}{str(e['loc'][0]).upper()} or its option: {e['msg']}" for e in error.errors()]
        raise BadInput("\n".join(lines)) from error
