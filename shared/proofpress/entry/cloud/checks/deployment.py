"""All checks of a deployment, in the order in which one would mend what they find."""

from collections.abc import Iterator, Mapping
from contextlib import closing

from proofpress.adapters.google.credentials import application_default
from proofpress.adapters.google.inspection import HOSTS, Inspector, NotSignedIn, Unanswered
from proofpress.adapters.google.inspection_functions import FoundFunction, find_functions
from proofpress.domain.errors import Stop
from proofpress.entry.checks.check import Check, State, failed, ok
from proofpress.entry.cloud.checks.buckets import MAKE, check_buckets
from proofpress.entry.cloud.checks.database import check_database, check_ledger
from proofpress.entry.cloud.checks.identity import check_identity
from proofpress.entry.cloud.checks.messaging import check_messaging
from proofpress.entry.cloud.checks.services import check_services
from proofpress.entry.cloud.deployment import is_emulated
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.wiring import open_ledger


def check_deployment(settings: CloudSettings) -> Iterator[Check]:
    """Check a deployment, or what emulators have of it. Nothing is changed, and nothing that costs more than reading."""
    yield ok("deployment", f"{settings.prefix} in {settings.project}")
    if is_emulated():
        inspector = Inspector.of_emulators(settings.project)
    else:
        try:
            inspector = Inspector(application_default(), HOSTS, settings.project)
        except Stop as error:
            yield Check("credentials", State.FAILED, str(error))
            return
    with closing(inspector):
        try:
            yield from inspect(inspector, settings)
        except NotSignedIn as error:
            yield failed("credentials", str(error).rstrip("."), "gcloud auth application-default login")
            return
    with closing(open_ledger(settings)) as ledger:
        yield from check_ledger(ledger)


def inspect(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    """The checks that an inspector answers; NotSignedIn where its credentials turn out to be of no use."""
    yield from check_identity(inspector, settings)
    yield from check_buckets(inspector, settings)
    functions: Mapping[str, FoundFunction] | None = None
    if inspector.answers_for("cloudfunctions"):
        try:
            functions = find_functions(inspector, settings.project)
        except Unanswered as error:
            yield failed("functions", str(error).rstrip("."), MAKE)
            functions = {}
    yield from check_messaging(inspector, settings, functions)
    yield from check_database(inspector, settings)
    yield from check_services(inspector, settings, functions)
