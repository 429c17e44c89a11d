"""Answers have the form, the pixels, the tokens and the price of the real service's."""

import base64
import hashlib
import io
import json
import urllib.request
from collections.abc import Callable
from decimal import Decimal

import pytest
from google import genai
from google.genai import errors, types
from PIL import Image

from proofpress.domain.catalog import Catalog
from proofpress.simulator.server import Simulator, shipped_catalog

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]
LITE, STANDARD, PRO = "gemini-3.1-flash-lite-image", "gemini-nano-banana-2.1", "gemini-3-pro-image"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped_catalog()


def post(url: str, body: object, key: str = "some-key") -> dict[str, object]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"x-goog-api-key": key})  # noqa: S310 (loopback)
    with urllib.request.urlopen(request) as response:  # noqa: S310
        answer: dict[str, object] = json.load(response)
    return answer


@pytest.mark.parametrize(
    ("model", "ratio", "size"),
    [(LITE, "16:9", "1K"), (LITE, "1:8", "1K"), (STANDARD, "4:5", "2K"), (PRO, "21:9", "1K")],
)
def test_a_picture_has_the_pixels_of_its_ratio_and_size(
    draw: Draw, picture: Picture, catalog: Catalog, model: str, ratio: str, size: str
) -> None:
    data = picture(draw(model=model, ratio=ratio, size=size))
    assert Image.open(io.BytesIO(data)).size == catalog.pixel_size(ratio, size)


def test_usage_counts_prompt_references_thoughts_and_picture(draw: Draw, picture: Picture) -> None:
    reference = picture(draw())
    usage = draw("dunes at dusk, wide" * 4, reference).usage_metadata
    assert usage is not None
    assert usage.prompt_token_count == 19 + 1_120
    assert usage.candidates_token_count == 1_120
    assert usage.candidates_tokens_details is not None
    assert usage.candidates_tokens_details[0].modality == types.MediaModality.IMAGE
    assert usage.thoughts_token_count is not None
    assert usage.total_token_count == 19 + 1_120 + 1_120 + usage.thoughts_token_count


def test_the_log_settles_what_the_usage_costs(draw: Draw, simulator: Simulator, picture: Picture) -> None:
    data = picture(draw(model=STANDARD, size="2K"))
    record = simulator.requests[-1]
    tokens = record.usage
    per_million = tokens.text_in * Decimal("1.5") + tokens.text_out * Decimal("7.5") + 1_680 * Decimal(30)
    assert record.usd == per_million / 1_000_000
    assert record.billed
    assert record.sha256 == hashlib.sha256(data).hexdigest()


def test_vertex_writes_the_format_that_is_asked_for(vertex: genai.Client, picture: Picture) -> None:
    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"],
        image_config=types.ImageConfig(aspect_ratio="16:9", output_mime_type="image/png"),
        labels={"run": "r1"},
    )
    response = vertex.models.generate_content(model=LITE, contents="a bottle", config=config)
    assert Image.open(io.BytesIO(picture(response))).format == "PNG"
    assert response.parts is not None
    assert response.parts[0].inline_data is not None
    assert response.parts[0].inline_data.mime_type == "image/png"
    assert response.create_time is not None
    assert response.usage_metadata is not None
    assert response.usage_metadata.traffic_type == types.TrafficType.ON_DEMAND


def test_an_answer_names_its_model_and_signs_its_picture(draw: Draw) -> None:
    response = draw()
    assert response.model_version == LITE
    assert response.response_id
    assert response.parts is not None
    assert response.parts[0].thought_signature


def test_both_key_cases_and_both_base64_alphabets_are_read(simulator: Simulator, draw: Draw, picture: Picture) -> None:
    data = picture(draw())
    url = f"{simulator.url}/v1beta/models/{LITE}:generateContent"
    standard = {"inline_data": {"mime_type": "image/jpeg", "data": base64.b64encode(data).decode()}}
    url_safe = {"inlineData": {"mimeType": "image/jpeg", "data": base64.urlsafe_b64encode(data).decode().rstrip("=")}}
    for part in (standard, url_safe):
        post(url, {"contents": [{"parts": [part, {"text": "dunes"}]}]})
    assert simulator.requests[-1].key == simulator.requests[-2].key
    assert simulator.requests[-1].images == (hashlib.sha256(data).hexdigest(),)


def test_express_mode_and_every_version_reach_the_same_model(simulator: Simulator) -> None:
    paths = ["/v1/models", "/v1alpha/models", "/v1beta/models", "/v1beta1/publishers/google/models"]
    for path in paths:
        answer = post(f"{simulator.url}{path}/{LITE}:generateContent", {"contents": [{"parts": [{"text": "sea"}]}]})
        assert answer["modelVersion"] == LITE
    assert len({record.sha256 for record in simulator.requests}) == 1


def test_models_can_be_listed_and_looked_up(
    simulator: Simulator, studio: Callable[..., genai.Client], vertex: genai.Client
) -> None:
    for client in (studio(simulator), vertex):
        names = [str(model.name).rsplit("/", 1)[-1] for model in client.models.list()]
        assert LITE in names
        assert "gemini-2.5-flash-image" not in names, "it is retired"
        assert str(client.models.get(model=LITE).name).endswith(LITE)


@pytest.mark.parametrize(
    ("wish", "code", "words"),
    [
        ({"model": "gemini-9"}, 404, "is not found"),
        ({"model": "gemini-2.5-flash-image"}, 404, "is not found"),
        ({"ratio": "7:3"}, 400, "aspect_ratio"),
        ({"size": "4K"}, 400, "image_size"),
        ({"model": "gemini-3.1-flash-lite"}, 400, "modalities"),
        ({"seed": 2**31}, 400, "seed"),
    ],
)
def test_what_the_service_cannot_do_is_refused(draw: Draw, wish: dict[str, object], code: int, words: str) -> None:
    with pytest.raises(errors.ClientError, match=words) as caught:
        draw(**wish)
    assert caught.value.code == code


def test_refused_requests_are_logged_and_free(draw: Draw, simulator: Simulator) -> None:
    with pytest.raises(errors.ClientError):
        draw(ratio="7:3")
    record = simulator.requests[-1]
    assert (record.status, record.outcome, record.billed, record.usd) == (400, "refused", False, Decimal(0))


def test_an_invalid_key_is_refused(simulator: Simulator, studio: Callable[..., genai.Client], draw: Draw) -> None:
    with pytest.raises(errors.ClientError, match="API_KEY_INVALID") as caught:
        draw(client=studio(simulator, "invalid"))
    assert caught.value.code == 400


def test_a_missing_key_is_forbidden(simulator: Simulator) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        post(f"{simulator.url}/v1/models/{LITE}:generateContent", {"contents": []}, key="")
    with caught.value as response:
        assert response.code == 403
        assert json.load(response)["error"]["status"] == "PERMISSION_DENIED"


@pytest.mark.parametrize(
    "body", [b"not json", {"contents": []}, {"contents": [{"parts": [{"inlineData": {"data": "%"}}]}]}]
)
def test_a_body_that_cannot_be_read_is_an_invalid_argument(simulator: Simulator, body: object) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        post(f"{simulator.url}/v1/models/{LITE}:generateContent", body)
    with caught.value as response:
        assert json.load(response)["error"]["status"] == "INVALID_ARGUMENT"


def test_a_picture_in_a_model_turn_needs_its_signature(
    draw: Draw, simulator: Simulator, studio: Callable[..., genai.Client]
) -> None:
    turn = draw().candidates
    assert turn is not None
    answered = turn[0].content
    assert answered is not None
    assert answered.parts is not None
    client = studio(simulator)
    history: list[types.Content] = [types.UserContent("dunes"), answered, types.UserContent("warmer")]
    client.models.generate_content(model=LITE, contents=history)
    answered.parts[0].thought_signature = None
    with pytest.raises(errors.ClientError, match="thought_signature in content position 2, part position 1"):
        client.models.generate_content(model=LITE, contents=history)


def test_too_small_a_token_limit_cuts_the_picture_off(simulator: Simulator) -> None:
    body = {"contents": [{"parts": [{"text": "sea"}]}], "generationConfig": {"maxOutputTokens": 1_000}}
    answer = post(f"{simulator.url}/v1/models/{LITE}:generateContent", body)
    assert "'finishReason': 'MAX_TOKENS'" in str(answer)
    assert simulator.requests[-1].outcome == "empty"
