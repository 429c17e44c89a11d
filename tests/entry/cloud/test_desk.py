"""The desk's pages for programs."""

from typing import NoReturn

import pytest

from proofpress.domain.errors import Stop
from proofpress.entry.cloud.serving.desk import answering
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.progress import plain, progress
from tests.entry.cloud.conftest import Serve
from tests.support.pipeline import Pipeline

MANIFEST = "defaults: {review: none}\nitems:\n- {id: keys, prompt: a brass key, want: 1}\n"


def _away() -> NoReturn:
    raise Stop("No Google Cloud project is named.")


def test_status_tells_how_far_every_batch_is(parts: Parts, pipeline: Pipeline, served: Serve) -> None:
    pipeline.submit(MANIFEST, "older")
    pipeline.clock.sleep(1)
    pipeline.submit(MANIFEST, "newer")
    pipeline.drive()
    shown = served(answering(lambda: parts)).get("/status")
    assert shown.json == [plain(progress(pipeline.ledger, pipeline.batch(batch))) for batch in ("newer", "older")]
    assert [batch["keepers"] for batch in shown.json] == [1, 1]


@pytest.mark.parametrize("path", ["/health", "/healthz"])
def test_health_asks_nobody_else(path: str, served: Serve) -> None:
    shown = served(answering(_away)).get(path)
    assert (shown.status_code, shown.json) == (200, {"status": "ok"})


def test_a_deployment_that_is_set_up_wrongly_says_so(served: Serve) -> None:
    shown = served(answering(_away)).get("/status")
    assert (shown.status_code, shown.json) == (503, {"error": "No Google Cloud project is named."})


def test_an_unforeseen_failure_is_told_to_the_log_only(served: Serve) -> None:
    def broken() -> NoReturn:
        raise RuntimeError("canary")

    shown = served(answering(broken)).get("/status")
    assert shown.status_code == 500
    assert b"canary" not in shown.data


def test_pages_for_programs_are_only_read(served: Serve) -> None:
    assert served(answering(_away)).post("/status").status_code == 405


@pytest.mark.parametrize("path", ["/", "/b/newer", "/d/newer/keys/0001", "/full/newer/keys/0001"])
def test_the_desk_shows_nothing_to_nobody(path: str, parts: Parts, served: Serve) -> None:
    shown = served(answering(lambda: parts)).get(path)
    assert shown.status_code == 401
    assert b"Nobody is known to have sent this" in shown.data
