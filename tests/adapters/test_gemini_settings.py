"""The environment variables of google-genai mean here what they mean there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from google import genai

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.errors import BadInput, ProofpressError
from tests.adapters.gemini_calls import CATALOG, draft
from tests.adapters.gemini_server import Asked, Reply, gemini_server

BOTH_KEYS = {"GOOGLE_API_KEY": "google", "GEMINI_API_KEY": "gemini"}
PROJECT = {"GOOGLE_CLOUD_PROJECT": "shop", "GOOGLE_CLOUD_LOCATION": "global"}
VERTEX = {"GOOGLE_GENAI_USE_VERTEXAI": "true"}
ENVIRONMENTS: list[dict[str, str]] = [
    {"GEMINI_API_KEY": "gemini"},
    {"GEMINI_API_KEY": " gemini\n"},
    {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": "gemini"},
    BOTH_KEYS,
    {**BOTH_KEYS, **PROJECT},
    {**BOTH_KEYS, "GOOGLE_GENAI_API_VERSION": "beta"},
    {**BOTH_KEYS, "GOOGLE_GENAI_API_VERSION": "v1alpha"},
    {**BOTH_KEYS, "GOOGLE_GENAI_USE_VERTEXAI": "false"},
    {**BOTH_KEYS, "GOOGLE_GENAI_USE_VERTEXAI": "yes"},
    {**BOTH_KEYS, **VERTEX, "GOOGLE_GENAI_USE_ENTERPRISE": "false"},
    {**BOTH_KEYS, **VERTEX},
    {**BOTH_KEYS, **VERTEX, "GOOGLE_GENAI_API_VERSION": "beta"},
    {"GOOGLE_API_KEY": "google", "GOOGLE_GENAI_USE_ENTERPRISE": "1", "GOOGLE_GENAI_API_VERSION": "v1"},
]


def asked_by(env: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, ours: bool) -> Asked:
    with gemini_server() as server:
        server.reply = Reply("", status=404)
        addressed = {**env, "GOOGLE_GEMINI_BASE_URL": server.url, "GOOGLE_VERTEX_BASE_URL": server.url}
        if ours:
            settings = GeminiSettings.from_env(addressed)
            assert settings is not None
            models = GeminiModels(settings, CATALOG, SystemClock())
            with pytest.raises(ProofpressError):
                models.generate(draft(), [], attempt="a")
            models.close()
        else:
            for name, value in addressed.items():
                monkeypatch.setenv(name, value)
            with genai.Client() as client, pytest.raises(genai.errors.ClientError):
                client.models.generate_content(model=draft().model, contents="x")
        return server.asked[0]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {name for names in ENVIRONMENTS for name in names} | {
        "GOOGLE_GEMINI_BASE_URL",
        "GOOGLE_VERTEX_BASE_URL",
    }:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.filterwarnings("ignore:Warning. Both GOOGLE_GENAI")
@pytest.mark.parametrize("env", ENVIRONMENTS, ids="+".join)
def test_calls_go_where_google_genai_itself_would_send_them(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = asked_by(env, monkeypatch, ours=True)
    theirs = asked_by(env, monkeypatch, ours=False)
    assert ours.path == theirs.path
    assert ours.headers["x-goog-api-key"] == theirs.headers["x-goog-api-key"]


@pytest.mark.parametrize("env", [{}, {"GOOGLE_API_KEY": ""}, {"GEMINI_API_KEY": " "}, PROJECT])
def test_without_credentials_there_are_no_settings(env: dict[str, str]) -> None:
    assert GeminiSettings.from_env(env) is None


def test_on_vertex_a_project_comes_before_a_key_and_the_location_is_global() -> None:
    settings = GeminiSettings.from_env({**BOTH_KEYS, **VERTEX, "GOOGLE_CLOUD_PROJECT": "shop"})
    assert settings == GeminiSettings(vertex=True, project="shop", location="global")
    assert settings.warning is None


def test_a_location_without_image_models_is_kept_but_warned_of() -> None:
    settings = GeminiSettings.from_env({**VERTEX, **PROJECT, "GOOGLE_CLOUD_LOCATION": "europe-west4"})
    assert settings is not None
    assert settings.location == "europe-west4"
    assert "GOOGLE_CLOUD_LOCATION=global" in str(settings.warning)


def test_a_key_never_shows_in_a_log() -> None:
    assert "secret" not in repr(GeminiSettings(api_key="secret"))


@pytest.mark.parametrize("base_url", ["localhost:8080", "ftp://host", "https://", "http//x"])
def test_an_address_that_is_none_is_bad_input(base_url: str) -> None:
    with pytest.raises(BadInput, match=r"http\(s\)://host"):
        GeminiSettings(api_key="k", base_url=base_url)


def test_settings_without_any_credentials_are_bad_input() -> None:
    with pytest.raises(BadInput, match="GEMINI_API_KEY"):
        GeminiSettings()


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("http://127.0.0.1:1", True),
        ("http://[::1]:1", True),
        ("http://localhost:1", True),
        ("https://example.com", False),
        ("https://10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(base_url: str, expected: bool) -> None:
    assert GeminiSettings(api_key="k", base_url=base_url).on_loopback is expected


@pytest.mark.parametrize(
    ("credentials", "advice"),
    [
        (None, "gcloud auth application-default login"),
        (
            {"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "t"},
            "GOOGLE_CLOUD_PROJECT",
        ),
    ],
)
def test_vertex_without_credentials_or_project_says_what_to_do(
    credentials: dict[str, str] | None, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "adc.json"
    if credentials:
        file.write_text(json.dumps(credentials))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    models = GeminiModels(GeminiSettings(vertex=True), CATALOG, SystemClock())
    with pytest.raises(BadInput, match=advice):
        models.generate(draft(), [], attempt="a")


def test_the_adapter_is_imported_and_built_without_google_genai() -> None:
    program = (
        "import sys, proofpress.adapters.gemini, proofpress.adapters.retrying, proofpress.adapters.pacing\n"
        "from proofpress.adapters.gemini_settings import GeminiSettings\n"
        "from proofpress.adapters.local.clock import SystemClock\n"
        "proofpress.adapters.gemini.GeminiModels(GeminiSettings(api_key='k'), None, SystemClock())\n"
        "assert not [name for name in sys.modules if name.startswith(('google.genai', 'google.auth', 'httpx'))]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
