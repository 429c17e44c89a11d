"""The google-genai client: built once, and asked so that nothing is retried, continued or waited for in secret."""

from collections.abc import Sequence

import httpx2
from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials as TokenCredentials

from proofpress.adapters.blotting import without_key
from proofpress.adapters.gemini_errors import sorted_errors
from proofpress.adapters.gemini_requests import picture_config, review_config, review_turn, turn
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.errors import BadInput
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.ports import Clock, Image

_KEEP_ALIVE = 30.0
"""Seconds: saves the handshakes between waves, and stays below what servers grant an idle connection."""
_TRUST = httpx2.create_ssl_context()
"""Shared by every client that google-genai builds: each of its own would cost tens of milliseconds."""
_LOOPBACK_TOKEN = "loopback"  # noqa: S105 - what the simulator is shown instead of a secret


class GeminiService:
    """Sends calls and hands back raw bodies; what goes wrong is raised as a ProofpressError."""

    def __init__(self, settings: GeminiSettings, clock: Clock, connections: int) -> None:
        self._vertex = settings.vertex
        self._key = settings.api_key
        self._clock = clock
        self._http = _http_client(connections)
        with sorted_errors(self._clock, self._key):
            self._client = _client(settings, self._http)

    def draw(self, instruction: Instruction, images: Sequence[Image], attempt: str) -> str:
        """Ask for one picture."""
        config = picture_config(instruction, attempt, vertex=self._vertex)
        return self._ask(instruction.model, turn(images, instruction.prompt), config)

    def judge(self, question: ReviewQuestion, image: Image, attempt: str) -> str:
        """Ask for the reviewer's JSON on one picture."""
        config = review_config(question, attempt, vertex=self._vertex)
        return self._ask(question.model, review_turn(question, image), config)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()
        self._http.close()

    def _ask(self, model: str, content: types.Content, config: types.GenerateContentConfig) -> str:
        with sorted_errors(self._clock, self._key):
            response = self._client.models.generate_content(model=model, contents=content, config=config)
        return without_key((response.sdk_http_response and response.sdk_http_response.body) or "", self._key)


def _http_client(connections: int) -> httpx2.Client:
    """Our own, so that its errors are httpx2's whatever else is installed; it follows no redirect of a paid call."""
    limits = httpx2.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_KEEP_ALIVE
    )
    return httpx2.Client(verify=_TRUST, limits=limits)


def _client(settings: GeminiSettings, http: httpx2.Client) -> genai.Client:
    options = types.HttpOptions(
        base_url=settings.base_url or None,
        api_version=settings.api_version or None,
        timeout=round(settings.timeout * 1000),
        httpx_client=http,
        async_client_args={"verify": _TRUST, "ssl": _TRUST},
    )
    if settings.api_key:
        return genai.Client(vertexai=settings.vertex, api_key=settings.api_key, http_options=options)
    try:
        return genai.Client(
            vertexai=settings.vertex,
            project=settings.project or None,
            location=settings.location,
            credentials=_credentials(settings),
            http_options=options,
        )
    except ValueError as error:
        raise BadInput(f"Vertex AI needs a project: set GOOGLE_CLOUD_PROJECT. ({error})") from error


def _credentials(settings: GeminiSettings) -> TokenCredentials | None:
    """None leaves it to google-genai to find the application default credentials."""
    if not (settings.vertex and settings.on_loopback):
        return None
    return TokenCredentials(token=_LOOPBACK_TOKEN)  # type: ignore[no-untyped-call]
