"""Terraform declares what the code uses, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.entry.cloud.checks.identity import APIS
from proofpress.entry.cloud.checks.services import CALLS_MODELS
from proofpress.entry.cloud.serving.webhook import SECRETS
from proofpress.entry.cloud.settings import read_cloud_settings
from proofpress.entry.cloud.topology import (
    ANSWERS_STRANGERS,
    CONCURRENCY,
    DEAD_LETTERS,
    DEAD_LETTERS_READER,
    DESK_TIMEOUT,
    FUNCTION_TIMEOUT,
    NOTIFICATIONS,
    PUSHES,
    SWEEP_SECONDS,
    Function,
)
from proofpress.entry.settings import read_settings
from proofpress.ports import Bucket, Topic
from tests.deploy.configuration import PROJECT, Configuration
from tools.indexes import INDEXES, written
from tools.staging.closure import closure_of, path_of

NAMES = {"project": "posters", "prefix": "spring"}
SETTINGS = read_cloud_settings({"PROOFPRESS_PROJECT": "posters", "PROOFPRESS_PREFIX": "spring"})
EVENT_FUNCTIONS = [function for function in Function if function not in ANSWERS_STRANGERS]


@cache
def modules(function: Function) -> frozenset[str]:
    return closure_of(PROJECT / "functions" / function / "main.py", PROJECT / "shared").modules


def test_every_function_is_declared(terraform: Configuration) -> None:
    folders = {path.parent.name for path in (PROJECT / "functions").glob("*/main.py")}
    assert set(terraform.functions) == set(Function) == folders


def test_every_push_is_declared_with_its_times(terraform: Configuration) -> None:
    declared = {
        (push["topic"], push["function"], push["ack_deadline"], push["min_backoff"], push["max_backoff"],
         push["max_deliveries"])
        for push in terraform.locals["pushes"].values()
    }  # fmt: skip
    used = {
        (push.topic, push.function, push.ack_deadline, push.min_backoff, push.max_backoff, push.max_deliveries)
        for push in PUSHES
    }
    assert declared == used


def test_every_notification_of_a_bucket_is_declared(terraform: Configuration) -> None:
    announced = {name: bucket["announces"] for name, bucket in terraform.locals["buckets"].items()}
    assert announced == {bucket: NOTIFICATIONS.get(bucket) for bucket in Bucket}


def test_every_topic_is_declared(terraform: Configuration) -> None:
    declared = set(re.findall(r'"([a-z]+)"', terraform.locals["topics"]))
    assert declared == set(Topic)


def test_names_are_those_that_the_code_looks_for(terraform: Configuration) -> None:
    for bucket in Bucket:
        assert terraform.name("google_storage_bucket.this", bucket, **NAMES) == SETTINGS.bucket(bucket)
    for topic in Topic:
        assert SETTINGS.topic(topic).endswith(f"/{terraform.name('google_pubsub_topic.this', topic, **NAMES)}")
    dead_letters = terraform.name("google_pubsub_topic.dead_letters", "", **NAMES)
    assert SETTINGS.topic(DEAD_LETTERS).endswith(f"/{dead_letters}")
    for function in Function:
        assert terraform.name("google_cloudfunctions2_function.this", function, **NAMES) == SETTINGS.service(function)
    assert terraform.resources["google_firestore_database.ledger"]["name"] == "${var.prefix}"
    assert SETTINGS.database_id == NAMES["prefix"]


def test_subscriptions_are_called_what_the_code_reads_their_topic_from(terraform: Configuration) -> None:
    declared = {terraform.name("google_pubsub_subscription.push", key, **NAMES) for key in terraform.locals["pushes"]}
    assert declared == {SETTINGS.subscription(push).rpartition("/")[2] for push in PUSHES}
    dead_letters = terraform.name("google_pubsub_subscription.dead_letters", "", **NAMES)
    assert SETTINGS.subscription(DEAD_LETTERS).endswith(f"/{dead_letters}")


def test_dead_letters_go_to_the_function_that_records_them(terraform: Configuration) -> None:
    subscription = terraform.resources["google_pubsub_subscription.dead_letters"]
    assert f'this["{DEAD_LETTERS_READER}"]' in subscription["push_config"][0]["push_endpoint"]


def test_times_are_those_that_the_code_counts_on(terraform: Configuration) -> None:
    for function in EVENT_FUNCTIONS:
        assert terraform.functions[function]["timeout"] == FUNCTION_TIMEOUT
    assert terraform.resources["google_cloud_scheduler_job.sweep"]["schedule"] == "* * * * *"
    assert SWEEP_SECONDS == 60


def test_a_lease_outlives_its_function() -> None:
    assert SETTINGS.lease.total_seconds() > FUNCTION_TIMEOUT


def test_instances_get_as_many_deliveries_as_they_have_threads(terraform: Configuration) -> None:
    assert {name: shape["concurrency"] for name, shape in terraform.functions.items()} == CONCURRENCY


@pytest.mark.parametrize("function", Function)
def test_a_function_may_publish_what_its_stages_publish(terraform: Configuration, function: Function) -> None:
    stages = (path_of(name, PROJECT / "shared") for name in modules(function) if ".stages." in name)
    named = {match for path in stages for match in re.findall(r"\bTopic\.([A-Z]+)\b", path.read_text("utf-8"))}
    assert set(terraform.functions[function]["publishes"]) == {Topic[name] for name in named}


@pytest.mark.parametrize("function", Function)
def test_a_function_has_credentials_for_models_if_it_calls_them(terraform: Configuration, function: Function) -> None:
    calls = bool({"proofpress.adapters.gemini", "proofpress.adapters.gemini_jobs"} & modules(function))
    assert terraform.functions[function]["calls_models"] is calls


@pytest.mark.parametrize("function", Function)
def test_a_function_may_sign_if_it_hands_out_urls(terraform: Configuration, function: Function) -> None:
    signs = "proofpress.adapters.google.signing" in modules(function)
    assert terraform.functions[function]["signs"] is signs


class Asked(Mapping[str, str]):
    """An environment that notes which variables are looked for."""

    def __init__(self, **variables: str) -> None:
        self.variables = variables
        self.names = set[str]()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self.variables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)


def test_functions_are_given_only_variables_that_the_code_reads(terraform: Configuration) -> None:
    keyed, vertex = Asked(PROOFPRESS_PROJECT="posters"), Asked(GOOGLE_GENAI_USE_VERTEXAI="true")
    read_cloud_settings(keyed)
    read_settings(keyed)
    GeminiSettings.from_env(keyed)
    GeminiSettings.from_env(vertex)
    threads = (PROJECT / "shared/proofpress/entry/cloud/serving/opening.py").read_text("utf-8")
    read = keyed.names | vertex.names | set(re.findall(r'os\.environ\.get\("([A-Z]+)"\)', threads)) | {SECRETS}
    assert "THREADS" in read
    assert terraform.environment() - read == set()


def test_the_variables_of_a_function_are_enough(terraform: Configuration) -> None:
    given = terraform.environment()
    assert given == {
        "PROOFPRESS_PROJECT", "PROOFPRESS_PREFIX", "THREADS", "GEMINI_API_KEY",
        "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION",
        "PROOFPRESS_DESK_AUDIENCES", "PROOFPRESS_DESK_REVIEWERS", "PROOFPRESS_DESK_VIEWERS",
        "PROOFPRESS_JOBS", "PROOFPRESS_WEBHOOK_SECRETS",
    }  # fmt: skip
    assert GeminiSettings.from_env({"GEMINI_API_KEY": "key"}) is not None
    vertex = {"GOOGLE_GENAI_USE_VERTEXAI": "true", "GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_CLOUD_LOCATION": "global"}
    settings = GeminiSettings.from_env(vertex)
    assert settings is not None
    assert (settings.vertex, settings.project, settings.warning) == (True, "p", None)


def test_everything_that_doctor_looks_for_is_declared(terraform: Configuration) -> None:
    declared = set(re.findall(r'"([a-z]+\.googleapis\.com)"', str(terraform.locals["apis"])))
    assert set(APIS) <= declared
    assert {name for name, function in terraform.functions.items() if function["calls_models"]} == set(CALLS_MODELS)


def test_what_the_deployer_may_grant_is_what_is_granted(terraform: Configuration) -> None:
    bodies = [body for name, body in terraform.resources.items() if name.startswith("google_project_iam_member.")]
    others = [body for body in bodies if "deployer" not in str(body["member"])]
    granted = {role for body in others for role in re.findall(r"roles/[a-zA-Z.]+", str(body["role"]))}
    granted |= set(re.findall(r"roles/[a-zA-Z.]+", str(terraform.locals["sights"])))
    allowed = set(re.findall(r"roles/[a-zA-Z.]+", str(terraform.locals["granted_roles"])))
    assert allowed | set(re.findall(r"roles/[a-zA-Z.]+", str(terraform.locals["sights"]))) == granted


def test_indexes_are_those_that_the_questions_need() -> None:
    assert INDEXES.read_text("utf-8") == written(), "run `python -m tools.indexes`"


def test_no_function_is_triggered_by_a_bucket_that_it_writes_to(terraform: Configuration) -> None:
    pushed = {push["topic"]: push["function"] for push in terraform.locals["pushes"].values()}
    for bucket, about in terraform.locals["buckets"].items():
        started = pushed.get(about["announces"])
        assert started is None or bucket not in terraform.functions[started]["writes"]


def test_the_desk_decides_and_calls_no_model(terraform: Configuration) -> None:
    called = (
        "proofpress.stages.draft",
        "proofpress.stages.render",
        "proofpress.stages.review",
        "proofpress.stages.calling",
    )
    assert not [name for name in called if name in modules(Function.DESK)]
    assert terraform.functions[Function.DESK]["calls_models"] is False
    assert terraform.functions[Function.DESK]["timeout"] == DESK_TIMEOUT


def test_every_variable_of_terraform_is_used_described_and_typed(terraform: Configuration) -> None:
    for name, variable in terraform.variables.items():
        assert f"var.{name}" in re.sub(r"(?s)variable \".*?\n}", "", terraform.text), name
        assert variable["description"], name
        assert variable["type"], name
