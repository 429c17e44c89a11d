"""The pages on deploying say what Terraform declares."""

import re

import pytest

from tests.deploy.configuration import PROJECT, Configuration

DEPLOY = (PROJECT / "docs/deploy.md").read_text("utf-8")
RUNBOOK = (PROJECT / "docs/runbook.md").read_text("utf-8")


def test_every_alert_has_its_steps_in_the_runbook(terraform: Configuration) -> None:
    for alert in terraform.locals["alerts"].values():
        assert f"\n## {alert['title']}\n" in RUNBOOK


def test_the_quota_of_instances_is_what_terraform_allows(terraform: Configuration) -> None:
    flight = terraform.variables["calls_in_flight"]["default"]
    instances = processors = 0
    for function in terraform.functions.values():
        share = re.search(r"calls_in_flight / (\d+)", str(function["instances"]))
        count = -(-flight // int(share[1])) if share else function["instances"]
        instances += count
        processors += count * int(function["cpu"])
    words = " ".join(DEPLOY.split())
    assert f"`calls_in_flight = {flight}`, {instances} instances with {processors} processors in all" in words


@pytest.mark.parametrize("page", [DEPLOY, RUNBOOK], ids=["deploy", "runbook"])
def test_variables_that_the_pages_name_are_there(terraform: Configuration, page: str) -> None:
    named = {*re.findall(r"-var=([a-z_]+)=", page), *re.findall(r"TF_VAR_([a-z_]+)", page)}
    named |= {word for word in re.findall(r"`([a-z]+_[a-z_]+)(?: = [^`]+)?`", page) if word != "google_firestore_index"}
    assert named - {"max_usd"} <= set(terraform.variables)


def test_the_subscriptions_that_the_runbook_switches_off_are_those_that_lead_to_paid_calls(
    terraform: Configuration,
) -> None:
    found = re.search(r"for name in ([a-z -]+);", RUNBOOK)
    paid = {
        key for key, push in terraform.locals["pushes"].items() if terraform.functions[push["function"]]["calls_models"]
    }
    assert found
    assert set(found[1].split()) == paid
