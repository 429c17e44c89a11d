"""Scripted faults happen as ordered, to the right request, and are accounted for."""

import io
import json
import urllib.request
from collections.abc import Callable
from decimal import Decimal

import httpx2
import pytest
from google.genai import errors, types
from PIL import Image, UnidentifiedImageError

from proofpress.simulator.server import Simulator

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]


def control(simulator: Simulator, path: str, body: object = None) -> dict[str, list[dict[str, object]]]:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(f"{simulator.url}/_simulator/{path}", data) as response:  # noqa: S310 (loopback)
        answer: dict[str, list[dict[str, object]]] = json.load(response)
    return answer


def last(simulator: Simulator) -> tuple[str, str | None, bool]:
    record = simulator.requests[-1]
    return record.outcome, record.fault, record.billed


def test_a_status_comes_with_its_retry_info_and_costs_nothing(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "status", "status": 429, "retry_after": 2.5}])
    with pytest.raises(errors.ClientError) as caught:
        draw()
    assert caught.value.status == "RESOURCE_EXHAUSTED"
    assert caught.value.details["error"]["details"][0]["retryDelay"] == "2.5s"
    assert last(simulator) == ("refused", "status", False)
    assert draw().parts


def test_a_delay_keeps_the_client_waiting(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "delay", "seconds": 0.3}])
    assert draw().parts
    assert simulator.requests[-1].latency >= 0.3
    assert last(simulator) == ("image", "delay", True)


def test_a_reset_loses_the_answer_but_not_the_bill(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "reset"}])
    with pytest.raises(httpx2.ReadError):
        draw()
    assert last(simulator) == ("reset", "reset", True)
    assert simulator.requests[-1].usd > Decimal("0.0336")
    assert simulator.requests[-1].sha256


def test_a_truncated_body_ends_in_the_middle(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "truncate_body"}])
    with pytest.raises(httpx2.RemoteProtocolError):
        draw()
    assert last(simulator) == ("truncated", "truncate_body", True)


def test_a_truncated_picture_cannot_be_decoded(draw: Draw, simulator: Simulator, picture: Picture) -> None:
    simulator.script([{"do": "truncate_image"}])
    cut = picture(draw())
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(cut)).load()
    assert last(simulator) == ("image", "truncate_image", True)


def test_a_wrong_mime_type_is_declared_on_jpeg_bytes(draw: Draw, simulator: Simulator, picture: Picture) -> None:
    simulator.script([{"do": "wrong_mime"}])
    response = draw()
    assert picture(response).startswith(b"\xff\xd8")
    assert response.parts is not None
    assert response.parts[0].inline_data is not None
    assert response.parts[0].inline_data.mime_type == "image/png"


def test_an_empty_answer_is_billed_for_its_thoughts(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "empty"}])
    response = draw()
    assert response.candidates is not None
    assert response.candidates[0].finish_reason == types.FinishReason.STOP
    assert not response.parts
    assert last(simulator) == ("empty", "empty", True)
    assert simulator.requests[-1].usage.text_out == 240
    assert simulator.requests[-1].usage.image_out == 0


def test_a_safety_block_names_its_reason(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "safety"}])
    response = draw()
    assert response.candidates is not None
    assert response.candidates[0].finish_reason == types.FinishReason.IMAGE_SAFETY
    assert last(simulator) == ("safety", "safety", True)


def test_html_comes_as_a_bad_gateway(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "html"}])
    with pytest.raises(errors.ServerError) as caught:
        draw()
    assert caught.value.code == 502
    assert last(simulator) == ("refused", "html", False)


def test_an_answer_can_be_no_json(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "not_json"}])
    with pytest.raises(json.JSONDecodeError):
        draw()
    assert last(simulator) == ("not_json", "not_json", True)


def test_only_the_nth_fitting_request_fails(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "empty", "nth": 2, "times": 2, "match": "dunes", "model": "gemini-3.1-flash-lite-image"}])
    for prompt in ("sea", "dunes", "dunes", "dunes", "dunes"):
        draw(prompt)
    assert [record.fault for record in simulator.requests] == [None, None, "empty", "empty", None]
    assert simulator.unmet() == []


def test_faults_of_other_operations_leave_pictures_alone(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "status", "operation": "models.list"}])
    assert draw().parts
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{simulator.url}/v1/models?key=k")  # noqa: S310
    caught.value.close()
    assert simulator.unmet() == []


def test_two_orders_for_one_request_are_met_one_after_the_other(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "empty"}, {"do": "safety"}])
    draw()
    draw()
    assert [record.fault for record in simulator.requests] == ["empty", "safety"]


def test_orders_by_http_are_accounted_for(draw: Draw, simulator: Simulator) -> None:
    control(simulator, "faults", {"faults": [{"do": "empty", "times": 2}, {"do": "delay", "match": "never"}]})
    draw()
    report = control(simulator, "faults")
    assert [(fault["do"], fault["seen"], fault["met"], fault["unmet"]) for fault in report["faults"]] == [
        ("empty", 1, 1, 1),
        ("delay", 0, 0, 1),
    ]
    assert [fault["do"] for fault in report["unmet"]] == ["empty", "delay"]
    assert control(simulator, "requests")["requests"][0]["fault"] == "empty"


def test_a_reset_of_the_simulator_forgets_orders_and_requests(draw: Draw, simulator: Simulator) -> None:
    simulator.script([{"do": "empty"}])
    draw("sea")
    simulator.script([{"do": "safety"}])
    control(simulator, "reset", {})
    assert simulator.requests == []
    assert draw().parts


def test_an_order_that_makes_no_sense_is_refused(simulator: Simulator) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        control(simulator, "faults", {"faults": [{"do": "explode"}]})
    with caught.value as response:
        assert "explode" in response.read().decode()
    assert simulator.unmet() == []


def test_pictures_without_orders_are_whole(draw: Draw, picture: Picture) -> None:
    data = picture(draw())
    try:
        Image.open(io.BytesIO(data)).load()
    except (OSError, UnidentifiedImageError) as error:
        pytest.fail(f"the picture is broken: {error}")
