"""The deployed functions, who may call them, the clock that calls `sweep`, and what they call models with."""

from collections.abc import Iterator, Mapping
from functools import partial

from proofpress.adapters.google.inspection import Inspector
from proofpress.adapters.google.inspection_functions import (
    FoundFunction,
    find_invokers,
    scheduled_urls,
    secret_state,
)
from proofpress.adapters.google.inspection_pubsub import find_subscription
from proofpress.entry.checks.check import Check, failed, ok, warning
from proofpress.entry.cloud.checks.buckets import MAKE
from proofpress.entry.cloud.checks.unchecked import answered, on_emulators
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT, PUSHES, Function

CALLS_MODELS = (Function.DRAFT, Function.REVIEW, Function.RENDER, Function.JOB)

_OPEN_TO_STRANGERS = range(200, 400)

_Functions = Mapping[str, FoundFunction] | None


def check_services(inspector: Inspector, settings: CloudSettings, functions: _Functions) -> Iterator[Check]:
    """Each function of the deployment; `functions` is None where they cannot be looked at."""
    for function in Function:
        name = f"function {function}"
        if functions is None:
            yield on_emulators(name)
        elif (found := functions.get(settings.service(function))) is None:
            yield failed(name, f"there is no {settings.service(function)} in {settings.project}", MAKE)
        else:
            yield from answered(name, MAKE, partial(_function, inspector, settings, function, found))
    if functions is None:
        yield from map(on_emulators, ("schedule", "secrets"))
        return
    yield from answered("schedule", MAKE, lambda: _schedule(inspector, settings, functions))
    yield from answered("secrets", MAKE, lambda: _credentials(inspector, settings, functions))


def _function(
    inspector: Inspector, settings: CloudSettings, function: Function, found: FoundFunction
) -> Iterator[Check]:
    name = f"function {function}"
    if not found.active:
        logs = f"gcloud functions logs read {found.name} --gen2 --region={found.region} --project={settings.project}"
        yield failed(name, f"is {found.state.lower() or 'not ready'}", logs)
        return
    faults = [*_set_up(name, found), *_callers(inspector, settings, function, found)]
    yield from faults or [ok(name, f"{found.uri}, as {found.account}")]


def _set_up(name: str, found: FoundFunction) -> Iterator[Check]:
    if found.timeout > FUNCTION_TIMEOUT:
        words = f"may run for {found.timeout} s, longer than its messages wait for it"
        yield failed(name, words, f"{MAKE}: its timeout is {FUNCTION_TIMEOUT} s")
    if not found.has_own_account:
        yield warning(name, "runs as the project's default account, which may do too much", MAKE)


def _callers(
    inspector: Inspector, settings: CloudSettings, function: Function, found: FoundFunction
) -> Iterator[Check]:
    name = f"function {function}"
    change = f"gcloud run services {{}} {found.name} --region={found.region} --project={settings.project}"
    invokers = find_invokers(inspector, found.service)
    if invokers.everybody or inspector.knock(found.uri) in _OPEN_TO_STRANGERS:
        remove = change.format("remove-iam-policy-binding") + " --member=allUsers --role=roles/run.invoker"
        yield failed(name, "answers strangers", remove)
    for account in sorted(_pushers(inspector, settings, function)):
        if not invokers.include(account):
            add = change.format("add-iam-policy-binding")
            grant = f"{add} --member=serviceAccount:{account} --role=roles/run.invoker"
            yield failed(name, f"{account}, which pushes its messages, may not call it", grant)


def _pushers(inspector: Inspector, settings: CloudSettings, function: Function) -> Iterator[str]:
    """The accounts that its subscriptions sign pushes for."""
    for push in PUSHES:
        if push.function is function:
            found = find_subscription(inspector, settings.subscription(push))
            if found and found.account:
                yield found.account


def _schedule(inspector: Inspector, settings: CloudSettings, functions: Mapping[str, FoundFunction]) -> Iterator[Check]:
    sweep = functions.get(settings.service(Function.SWEEP))
    if sweep is None:
        return
    urls = [url.rstrip("/") for url in scheduled_urls(inspector, settings.project, sweep.region)]
    if sweep.uri.rstrip("/") in urls:
        yield ok("schedule", "calls sweep")
    else:
        words = f"nothing in {sweep.region} calls {sweep.uri}: what was lost on its way is never sent again"
        yield failed("schedule", words, f"{MAKE}; or gcloud scheduler jobs resume JOB --location={sweep.region}")


def _credentials(
    inspector: Inspector, settings: CloudSettings, functions: Mapping[str, FoundFunction]
) -> Iterator[Check]:
    """What the functions that call models call them with. The key itself is not read."""
    callers = [found for name in CALLS_MODELS if (found := functions.get(settings.service(name)))]
    versions = sorted({version for found in callers for version in found.secrets})
    for version in versions:
        state = secret_state(inspector, version)
        if state == "ENABLED":
            yield ok("secrets", version)
        else:
            _, project, _, secret, *_ = version.split("/")
            add = f"printf %s KEY | gcloud secrets versions add {secret} --project={project} --data-file=-"
            yield failed("secrets", f"{version} is {state.lower() or 'not there'}", add)
    for found in callers:
        if not found.secrets and not _on_vertex(found):
            words = f"{found.name} has neither a key nor Vertex AI to call models with"
            yield failed("secrets", words, MAKE)
    if callers and not versions and all(map(_on_vertex, callers)):
        yield ok("secrets", "none is needed: models are called on Vertex AI")


def _on_vertex(found: FoundFunction) -> bool:
    flags = (found.variables.get(f"GOOGLE_GENAI_USE_{name}", "") for name in ("VERTEXAI", "ENTERPRISE"))
    return any(flag.lower() in {"true", "1"} for flag in flags)
