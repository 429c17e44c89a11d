"""The real client library of both backends, talking to a simulator on loopback."""

import ssl
from collections.abc import Callable, Iterator

import pytest
from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials

from proofpress.simulator.profile import Profile
from proofpress.simulator.server import Simulator

LITE = "gemini-3.1-flash-lite-image"
TLS = ssl.create_default_context()  # making one takes 50 ms, and nothing here needs it


def options(to: Simulator) -> types.HttpOptions:
    return types.HttpOptions(base_url=to.url, client_args={"verify": TLS}, async_client_args={"verify": TLS})


Draw = Callable[..., types.GenerateContentResponse]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(Profile(lost_look=0)) as running:
        yield running


@pytest.fixture
def studio() -> Iterator[Callable[..., genai.Client]]:
    clients: list[genai.Client] = []

    def connect(to: Simulator, key: str = "some-key") -> genai.Client:
        clients.append(genai.Client(api_key=key, http_options=options(to)))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def vertex(simulator: Simulator) -> Iterator[genai.Client]:
    client = genai.Client(
        vertexai=True,
        project="some-project",
        location="global",
        credentials=Credentials("some-token"),  # type: ignore[no-untyped-call]
        http_options=options(simulator),
    )
    yield client
    client.close()


@pytest.fixture
def draw(simulator: Simulator, studio: Callable[..., genai.Client]) -> Draw:
    """Ask the simulator for a picture, as Proofpress does."""
    client = studio(simulator)

    def ask(
        prompt: str = "dunes at dusk",
        *images: bytes,
        client: genai.Client = client,
        model: str = LITE,
        seed: int | None = 7,
        ratio: str = "1:1",
        size: str = "1K",
        headers: dict[str, str] | None = None,
    ) -> types.GenerateContentResponse:
        pictures = [types.Part.from_bytes(data=image, mime_type="image/jpeg") for image in images]
        contents = types.UserContent([*pictures, types.Part(text=prompt)])
        return client.models.generate_content(
            model=model,
            contents=contents,
            config=types.GenerateContentConfig(
                response_modalities=["IMAGE"],
                seed=seed,
                image_config=types.ImageConfig(aspect_ratio=ratio, image_size=size),
                http_options=types.HttpOptions(headers=headers) if headers else None,
            ),
        )

    return ask


@pytest.fixture
def picture() -> Callable[[types.GenerateContentResponse], bytes]:
    """The bytes of the picture in an answer."""

    def of(response: types.GenerateContentResponse) -> bytes:
        parts = response.parts or []
        assert parts[-1].inline_data is not None
        assert parts[-1].inline_data.data is not None
        return parts[-1].inline_data.data

    return of
