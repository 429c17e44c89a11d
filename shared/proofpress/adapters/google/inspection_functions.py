"""What deployed functions are like, who may call them, and what calls them by the clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from proofpress.adapters.google.inspection import Inspector

_INVOKER = "roles/run.invoker"
_EVERYBODY = frozenset({"allUsers", "allAuthenticatedUsers"})
_DEFAULT_ACCOUNT = "-compute@developer.gserviceaccount.com"


@dataclass(frozen=True)
class FoundFunction:
    """A function as it is deployed. Time is in seconds."""

    name: str
    region: str
    uri: str
    service: str
    """Path of its Cloud Run service."""
    active: bool
    state: str
    timeout: int
    account: str
    variables: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...]
    """Paths of the secret versions that it reads."""

    @property
    def has_own_account(self) -> bool:
        """Whether it runs as an account of its own, rather than as the project's default one."""
        return bool(self.account) and not self.account.endswith(_DEFAULT_ACCOUNT)


@dataclass(frozen=True)
class Invokers:
    """Who may call a service."""

    members: frozenset[str]

    @property
    def everybody(self) -> bool:
        """Whether strangers may."""
        return bool(self.members & _EVERYBODY)

    def include(self, account: str) -> bool:
        """Whether a service account is named."""
        return f"serviceAccount:{account}" in self.members


def find_functions(inspector: Inspector, project: str) -> dict[str, FoundFunction]:
    """All functions of a project, by name, whatever their region."""
    path = f"projects/{project}/locations/-/functions"
    return {found.name: found for found in map(_found, inspector.pages("cloudfunctions", path, "functions"))}


def find_invokers(inspector: Inspector, service: str) -> Invokers:
    """Who may call a service, as granted on the service itself."""
    answer = inspector.get("run", f"{service}:getIamPolicy")
    bindings = answer.body.get("bindings", ()) if answer else ()
    granted = [binding.get("members", ()) for binding in bindings if binding.get("role") == _INVOKER]
    return Invokers(frozenset(member for members in granted for member in members))


def scheduled_urls(inspector: Inspector, project: str, region: str) -> Iterator[str]:
    """What the jobs of Cloud Scheduler that are switched on call by HTTP."""
    for job in inspector.pages("cloudscheduler", f"projects/{project}/locations/{region}/jobs", "jobs"):
        if job.get("state") == "ENABLED" and "httpTarget" in job:
            yield str(job["httpTarget"].get("uri", ""))


def secret_state(inspector: Inspector, version: str) -> str:
    """The state of a secret's version, as ENABLED; empty where there is none. Its content is not read."""
    answer = inspector.get("secretmanager", version)
    return str(answer.body.get("state", "")) if answer else ""


def _found(body: Mapping[str, Any]) -> FoundFunction:
    _, project, _, region, _, name = body["name"].split("/")
    config = body.get("serviceConfig", {})
    secrets = config.get("secretEnvironmentVariables", ())
    return FoundFunction(
        name=name,
        region=region,
        uri=config.get("uri", ""),
        service=config.get("service", ""),
        active=body.get("state") == "ACTIVE",
        state=body.get("state", ""),
        timeout=int(config.get("timeoutSeconds", 0)),
        account=config.get("serviceAccountEmail", ""),
        variables=dict(config.get("environmentVariables", {})),
        secrets=tuple(
            f"projects/{each.get('projectId') or project}/secrets/{each['secret']}/versions/{each['version']}"
            for each in secrets
        ),
    )
