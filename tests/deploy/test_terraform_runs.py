"""Terraform itself, the policy scanner and Cloud Build's schema have nothing to say against what is deployed.

The provider of Google Cloud is not needed: a stand-in that knows its schema is used where one is installed beside this
project, or where PROOFPRESS_TERRAFORM_TOOLS says; elsewhere those tests are skipped.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.configuration import PROJECT
from tools.staging.requirements import uv

TERRAFORM = PROJECT / "terraform"
TOOLS = Path(os.environ.get("PROOFPRESS_TERRAFORM_TOOLS", PROJECT.parent / "shared" / "tools"))
CHECKOV = "checkov==3.3.30"
Need = Callable[[str | Path | None, str], None]
Offline = Callable[..., tuple[int, str]]


def run(*command: str | Path) -> tuple[int, str]:
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def offline() -> Offline:
    """Runs `terraform validate` and `terraform test` on a folder, against the stand-in provider."""
    program, schema = TOOLS / "tfoffline.py", TOOLS / "google-schema.json"
    if not (program.exists() and shutil.which("terraform")):
        pytest.skip("needs terraform, and a stand-in for its provider in PROOFPRESS_TERRAFORM_TOOLS")
    return lambda folder, *command: run(sys.executable, program, "--schema", schema, folder, *command)


def test_terraform_files_are_formatted() -> None:
    if not shutil.which("terraform"):
        pytest.skip("needs terraform")
    assert run("terraform", "fmt", "-check", "-recursive", TERRAFORM)[0] == 0


def test_every_argument_is_one_that_the_provider_knows() -> None:
    program, schema = TOOLS / "tfcheck.py", TOOLS / "google-schema.json"
    if not program.exists():
        pytest.skip("needs the provider's schema in PROOFPRESS_TERRAFORM_TOOLS")
    code, words = run(sys.executable, program, "--schema", schema, TERRAFORM)
    assert code == 0, words


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_terraform_validates_and_its_own_tests_pass(offline: Offline) -> None:
    code, words = offline(TERRAFORM)
    assert code == 0, words[-4_000:]
    assert " 0 failed" in words, words[-4_000:]


@dataclass(frozen=True)
class Fault:
    """Somebody's slip in a file, and what those tests have to say to it that should catch it."""

    file: str
    before: str
    after: str
    tests: str
    words: str


FAULTS = {
    "bucket loop": Fault(
        "functions.tf",
        'writes       = []\n      publishes    = ["accepts", "drafts", "outcomes", "reviews"]',
        'writes       = ["drafts"]\n      publishes    = ["accepts", "drafts", "outcomes", "reviews"]',
        "functions",
        "screen would be triggered by what it writes itself",
    ),
    "short deadline": Fault(
        "subscriptions.tf",
        'function = "draft", ack_deadline = 600',
        'function = "draft", ack_deadline = 500',
        "messages",
        "draft may run longer than a push waits for it",
    ),
    "open ingress": Fault(
        "functions.tf",
        'contains(["desk", "webhook"], each.key) ? "ALLOW_ALL"',
        'each.key != "draft" ? "ALLOW_ALL"',
        "functions",
        "A function for events is open to the internet",
    ),
    "wide role": Fault(
        "access.tf",
        "roles/storage.objectCreator",
        "roles/storage.objectAdmin",
        "roles",
        "A function could overwrite or delete",
    ),
    "dead letters that nobody keeps": Fault(
        "subscriptions.tf",
        "topic                      = google_pubsub_topic.dead_letters.id",
        'topic                      = google_pubsub_topic.this["drafts"].id',
        "messages",
        "keeps nothing",
    ),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_in_terraform_fails_its_tests(tmp_path: Path, offline: Offline, fault: Fault) -> None:
    copy = Path(shutil.copytree(TERRAFORM, tmp_path / "terraform"))
    text = (copy / fault.file).read_text("utf-8")
    assert fault.before in text
    (copy / fault.file).write_text(text.replace(fault.before, fault.after), "utf-8")
    code, words = offline(copy, "--", "test", f"-filter=tests/{fault.tests}.tftest.hcl")
    assert code != 0
    assert fault.words in " ".join(words.replace("│", " ").split()), words[-4_000:]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_policy_scanner_finds_nothing_that_has_no_reason(need: Need) -> None:
    fetcher = uv(PROJECT)
    options = ("--framework", "terraform", "--compact", "--quiet", "--skip-download")
    code, words = run(fetcher, "tool", "run", "--from", CHECKOV, "checkov", "--directory", TERRAFORM, *options)
    need(None if "Failed to fetch" in words else TERRAFORM, f"{CHECKOV} could not be fetched")
    assert code == 0, words[-4_000:]
    assert "Failed checks: 0" in words


def test_cloud_build_accepts_its_file(need: Need) -> None:
    program = Path(sysconfig.get_path("scripts")) / "check-jsonschema"
    need(program, "needs check-jsonschema, which is in the development dependencies")
    code, words = run(program, "--builtin-schema", "vendor.cloudbuild", PROJECT / "cloudbuild.yaml")
    assert code == 0, words
