"""The log holds every request once, as it was, even when nobody waits for the answer."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from google import genai
from google.genai import types

from proofpress.simulator.profile import Profile
from proofpress.simulator.records import Records, RequestRecord
from proofpress.simulator.server import Simulator
from proofpress.simulator.visits import Visits

Draw = Callable[..., types.GenerateContentResponse]
LITE = "gemini-3.1-flash-lite-image"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "requests.jsonl"


@pytest.fixture
def logged(log: Path) -> Iterator[Simulator]:
    with Simulator(Profile(), log=log) as running:
        yield running


def lines(log: Path) -> list[RequestRecord]:
    return [RequestRecord.model_validate_json(line) for line in log.read_text().splitlines()]


def test_the_file_and_the_memory_agree(
    draw: Draw, logged: Simulator, studio: Callable[..., genai.Client], log: Path
) -> None:
    client = studio(logged)
    logged.script([{"do": "empty", "nth": 3}])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seed: draw(seed=seed, client=client), range(6)))
    assert lines(log) == logged.requests
    assert [record.n for record in logged.requests] == [1, 2, 3, 4, 5, 6]
    assert {record.seed for record in logged.requests} == set(range(6))


def test_a_line_is_plain_json_with_exact_dollars(
    draw: Draw, logged: Simulator, studio: Callable[..., genai.Client], log: Path
) -> None:
    draw("d" * 300, client=studio(logged), headers={"x-proofpress-attempt": "b1/i1/0001"})
    line = json.loads(log.read_text())
    assert line["attempt"] == "b1/i1/0001"
    assert line["prompt"] == "d" * 200
    assert isinstance(line["usd"], str)
    assert line["usage"].keys() == {"text_in", "text_out", "image_out"}


def test_a_client_that_has_gone_away_is_billed_and_logged(logged: Simulator) -> None:
    logged.script([{"do": "delay", "seconds": 0.2}])
    host, port = logged.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port))
    body = json.dumps({"contents": [{"parts": [{"text": "sea"}]}]})
    connection.request("POST", f"/v1/models/{LITE}:generateContent", body, {"x-goog-api-key": "k"})
    connection.close()
    deadline = time.monotonic() + 60
    while not logged.requests and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [(record.outcome, record.billed) for record in logged.requests] == [("image", True)]


def test_a_second_simulator_adds_to_the_same_log(
    draw: Draw, logged: Simulator, studio: Callable[..., genai.Client], log: Path
) -> None:
    draw(client=studio(logged))
    with Simulator(Profile(), log=log) as second:
        draw(client=studio(second))
    assert len(lines(log)) == 2


def test_memory_holds_the_last_ten_thousand_requests_only() -> None:
    records = Records(None)
    blank = RequestRecord(time="", operation="generateContent", status=200, outcome="image", latency=0)
    for _ in range(10_005):
        records.add(blank)
    assert len(records.all()) == 10_000
    assert records.all()[-1].n == 10_005


def test_the_count_of_tries_forgets_the_oldest_keys() -> None:
    visits = Visits(remembered=3)
    assert [visits.count(key) for key in "aab"] == [1, 2, 1]
    for key in "cd":
        visits.count(key)
    assert visits.count("b") == 2
    assert visits.count("a") == 1, "a was forgotten when d came"
