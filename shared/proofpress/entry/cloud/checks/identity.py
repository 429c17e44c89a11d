"""Who asks, in which project, by which clock, and whether the project's APIs are switched on."""

import time
from collections.abc import Iterator

from proofpress.adapters.google.inspection import Inspector
from proofpress.adapters.google.inspection_project import account, disabled_apis, project_permissions, project_state
from proofpress.entry.checks.check import Check, failed, ok, warning
from proofpress.entry.cloud.checks.unchecked import answered, on_emulators
from proofpress.entry.cloud.settings import CloudSettings

APIS = (
    "cloudfunctions.googleapis.com",
    "cloudscheduler.googleapis.com",
    "firestore.googleapis.com",
    "iamcredentials.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
)

LEDGER_PERMISSIONS = ["datastore.entities.create", "datastore.entities.get", "datastore.entities.list"]
"""Some of roles/datastore.user, without which no command works."""

CLOCK = "Google's clock"

SKEW_NOTICED, SKEW_REFUSED = 10.0, 240.0
"""Seconds. Google refuses tokens and signed URLs that are some five minutes off."""


def check_identity(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    """Credentials, project and clock, APIs, the right to the ledger."""
    if not inspector.answers_for("cloudresourcemanager"):
        yield from map(on_emulators, ("credentials", "project", CLOCK, "APIs", "ledger's role"))
        return
    yield ok("credentials", account(inspector) or "application default credentials, of an account without a name")
    project = settings.project
    yield from answered(
        "project", f"Is the id right? gcloud projects describe {project}", lambda: _project(inspector, project)
    )
    enable = f"gcloud services enable serviceusage.googleapis.com --project={project}"
    yield from answered("APIs", enable, lambda: _apis(inspector, project))
    yield from answered("ledger's role", _grant(project), lambda: _ledger_role(inspector, project))


def _project(inspector: Inspector, project: str) -> Iterator[Check]:
    state, now = project_state(inspector, project)
    if state != "ACTIVE":
        words = f"{project} is {state.lower() or 'not there, or not ours to see'}"
        yield failed("project", words, "Set PROOFPRESS_PROJECT to the id of the deployment's project.")
        return
    yield ok("project", project)
    skew = abs(time.time() - now)
    if skew < SKEW_NOTICED:
        yield ok(CLOCK, "agrees with this machine's")
        return
    words = f"is {skew:.0f} s off this machine's"
    judge = failed if skew >= SKEW_REFUSED else warning
    yield judge(CLOCK, words, "Set the clock of this machine; `timedatectl set-ntp true` keeps it right.")


def _apis(inspector: Inspector, project: str) -> Iterator[Check]:
    missing = disabled_apis(inspector, project, list(APIS))
    if missing:
        names = " ".join(missing)
        yield failed("APIs", f"switched off: {names}", f"gcloud services enable {names} --project={project}")
    else:
        yield ok("APIs", f"all {len(APIS)} are switched on")


def _ledger_role(inspector: Inspector, project: str) -> Iterator[Check]:
    missing = set(LEDGER_PERMISSIONS) - project_permissions(inspector, project, LEDGER_PERMISSIONS)
    if missing:
        # A grant for one database alone, as Terraform's, does not show in the project; `ledger` then says what holds.
        words = f"we lack {', '.join(sorted(missing))} in the whole project; see `ledger` for this database"
        yield warning("ledger's role", words, _grant(project))
    else:
        yield ok("ledger's role", "we may read and write")


def _grant(project: str) -> str:
    return f"gcloud projects add-iam-policy-binding {project} --role=roles/datastore.user --member=user:YOU"
