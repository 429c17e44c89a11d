"""The batch lane's adapter on a bad day: uploads and downloads that break off, rights that are missing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]

from bench.collecting import Row, read, served, write_results
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.errors import (
    BadInput,
    FailureClass,
    PerhapsPaid,
    ProofpressError,
    RefusedForGood,
    RefusedForNow,
    Retry,
    Stop,
)
from proofpress.domain.jobs import JobState
from proofpress.ports import Bucket
from tests.adapters.gemini_server import GeminiServer, Reply, gemini_server
from tests.support.buckets import LEFT_OPEN, NAMES, storage_server
from tests.support.jobs import CATALOG, PLACE, Desk, Service, desk, order

MEBI = 1 << 20


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk(Service.STUDIO, tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with gemini_server() as server:
        yield server


def jobs_at(url: str, **settings: Any) -> GeminiJobs:
    given = {"api_key": "secret", **settings} if not settings.get("vertex") else settings
    return GeminiJobs(GeminiSettings(base_url=url, timeout=5.0, **given), CATALOG, SystemClock(), place=PLACE)


class TestReading:
    def test_a_download_that_breaks_off_keeps_what_it_brought_and_can_be_read_again(self, at: Desk) -> None:
        at.simulator.script([{"operation": "files.download", "do": "truncate_body"}])
        status = at.ended(at.jobs.submit(order(count=12)))
        came: list[str] = []
        with pytest.raises(RefusedForNow):
            came.extend(result.key for result in at.jobs.results(status))
        again = [result.key for result in at.jobs.results(status)]
        assert len(again) == 12
        assert came == again[: len(came)]
        assert not at.simulator.unmet()

    @pytest.mark.parametrize("do", ["reset", "html", "status"])
    def test_a_download_that_does_not_begin_may_begin_later(self, at: Desk, do: str) -> None:
        at.simulator.script([{"operation": "files.download", "do": do}])
        status = at.ended(at.jobs.submit(order()))
        with pytest.raises(RefusedForNow):
            list(at.jobs.results(status))
        assert len(list(at.jobs.results(status))) == 3

    @pytest.mark.parametrize("do", ["reset", "truncate_body", "not_json", "html", "status"])
    @pytest.mark.parametrize("operation", ["batches.get", "batches.list"])
    def test_a_look_without_an_answer_costs_nothing_and_may_be_repeated(
        self, at: Desk, operation: str, do: str
    ) -> None:
        submitted = at.jobs.submit(order())
        at.simulator.script([{"operation": operation, "do": do}])

        def look() -> object:
            return at.jobs.status(submitted.name) if operation == "batches.get" else at.jobs.find("job-1")

        with pytest.raises(RefusedForNow):
            look()
        assert look()

    def test_a_delay_that_the_service_names_is_kept(self, at: Desk) -> None:
        at.simulator.script([{"operation": "batches.list", "do": "status", "status": 429, "retry_after": 7}])
        with pytest.raises(RefusedForNow) as caught:
            at.jobs.find("job-1")
        assert (caught.value.failure, caught.value.retry_after) == (FailureClass.RATE_LIMITED, 7)


class TestSending:
    @pytest.mark.parametrize(
        ("do", "nth"),
        [("reset", 1), ("status", 1), ("reset", 2), ("status", 2), ("truncate_body", 2), ("not_json", 2)],
    )
    def test_an_upload_that_breaks_off_creates_no_job(self, at: Desk, do: str, nth: int) -> None:
        at.simulator.script([{"operation": "files.upload", "do": do, "nth": nth}])
        with pytest.raises(RefusedForNow):
            at.jobs.submit(order())
        assert at.created() == []

    def test_a_key_that_does_not_exist_is_forbidden(self, at: Desk) -> None:
        jobs = jobs_at(at.simulator.url, api_key="invalid")
        with pytest.raises(RefusedForGood) as caught:
            jobs.submit(order())
        assert caught.value.failure is FailureClass.FORBIDDEN
        jobs.close()

    def test_an_answer_without_a_name_is_perhaps_paid(self, server: GeminiServer) -> None:
        jobs = jobs_at(server.url)
        server.reply = Reply({"file": {"name": "files/1", "uri": "u"}}, headers={"x-goog-upload-url": server.url})
        with pytest.raises(PerhapsPaid, match="does not name the job"):
            jobs.submit(order())
        jobs.close()

    def test_an_answer_that_is_nested_without_end_is_perhaps_paid(self, server: GeminiServer) -> None:
        file = {"file": {"name": "files/1", "uri": f"{server.url}/files/1"}}
        server.reply = Reply(file, headers={"x-goog-upload-url": f"{server.url}/up"})
        server.then = Reply('{"name": ' + "[" * 100_000)
        jobs = jobs_at(server.url)
        with pytest.raises(PerhapsPaid):
            jobs.submit(order())
        jobs.close()

    def test_the_address_of_an_upload_is_shown_no_key(self, server: GeminiServer) -> None:
        jobs = jobs_at(server.url)
        server.reply = Reply({}, headers={"x-goog-upload-url": "https://elsewhere.example/upload?upload_id=1"})
        with pytest.raises(RefusedForNow, match="ended without a file"):
            jobs._connected()._upload("n", "image/png", b"data")  # type: ignore[union-attr]
        begin, piece = server.asked
        assert begin.headers["x-goog-api-key"] == "secret"
        assert "x-goog-api-key" not in piece.headers
        assert piece.path == "/upload?upload_id=1"
        jobs.close()


class TestRights:
    def test_vertex_without_a_place_says_what_to_set(self) -> None:
        jobs = GeminiJobs(GeminiSettings(vertex=True, project="shop"), CATALOG, SystemClock())
        with pytest.raises(BadInput, match="PROOFPRESS_JOBS"):
            jobs.find("job-1")

    def test_a_place_that_is_none_is_named(self, server: GeminiServer) -> None:
        settings = GeminiSettings(vertex=True, project="shop", base_url=server.url)
        jobs = GeminiJobs(settings, CATALOG, SystemClock(), place="s3://bucket")
        with pytest.raises(BadInput, match="'s3://bucket' is no place in Cloud Storage"):
            jobs.submit(order())
        jobs.close()

    def test_a_key_of_the_express_mode_cannot_make_jobs(self) -> None:
        jobs = GeminiJobs(GeminiSettings(vertex=True, api_key="k"), CATALOG, SystemClock(), place=PLACE)
        with pytest.raises(BadInput, match="project instead of a key"):
            jobs.find("job-1")

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
        self, credentials: dict[str, str] | None, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "adc.json"
        if credentials:
            file.write_text(json.dumps(credentials))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
        monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
        jobs = GeminiJobs(GeminiSettings(vertex=True), CATALOG, SystemClock(), place=PLACE)
        with pytest.raises(BadInput, match=advice):
            jobs.find("job-1")
        jobs.close()

    def test_the_adapter_is_imported_and_built_without_google(self) -> None:
        program = (
            "import sys, proofpress.adapters.gemini_jobs\n"
            "from proofpress.adapters.gemini_settings import GeminiSettings\n"
            "from proofpress.adapters.local.clock import SystemClock\n"
            "proofpress.adapters.gemini_jobs.GeminiJobs(GeminiSettings(api_key='k'), None, SystemClock())\n"
            "assert not [name for name in sys.modules if name.startswith(('google.genai', 'google.auth', 'httpx'))]"
        )
        subprocess.run([sys.executable, "-c", program], check=True)

    def test_the_gemini_api_needs_no_client_of_cloud_storage(self, at: Desk) -> None:
        program = (
            "import sys\n"
            "from proofpress.adapters.gemini_jobs import GeminiJobs\n"
            "from proofpress.adapters.gemini_settings import GeminiSettings\n"
            "from proofpress.adapters.local.clock import SystemClock\n"
            f"GeminiJobs(GeminiSettings(api_key='k', base_url={at.simulator.url!r}), None, SystemClock()).find('j')\n"
            "assert not [name for name in sys.modules if name.startswith('google.cloud.storage')]"
        )
        subprocess.run([sys.executable, "-c", program], check=True)


@LEFT_OPEN
class TestObjects:
    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            ({"method": "POST", "path": "/upload/", "do": "status", "status": 403, "times": 99}, Stop),
            ({"method": "POST", "path": "/upload/", "do": "status", "status": 503, "times": 99}, Retry),
        ],
        ids=["right", "outage"],
    )
    def test_lines_that_cannot_be_put_down_create_no_job(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        fault: dict[str, Any],
        kind: type[ProofpressError],
    ) -> None:
        monkeypatch.setattr("proofpress.adapters.gemini_job_objects._PATIENCE", 0.5)
        with storage_server(tmp_path, monkeypatch) as storage, gemini_server() as server:
            storage.script(fault)
            jobs = jobs_at(server.url, vertex=True, project="shop")
            with pytest.raises(kind):
                jobs.submit(order())
            assert server.asked == []
            jobs.close()

    def test_a_passing_outage_is_waited_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with desk(Service.VERTEX, tmp_path / "a", monkeypatch) as at:
            status, results = at.done()
            assert (status.state, len(results)) == (JobState.SUCCEEDED, 3)
            assert [each.key for each in islice(at.jobs.results(status), 2)] == [each.key for each in results[:2]]


def grown(small: Row, large: Row) -> float:
    """By how much of the file's growth memory grew."""
    assert large.size > small.size + 100 * MEBI
    assert (small.pictures, large.pictures) == (100, 1000)
    return (large.peak - small.peak) / (large.size - small.size)


@pytest.mark.slow
class TestMemory:
    """A result file ten times as large takes no more memory, in a process of its own."""

    def test_of_the_gemini_api(self, tmp_path: Path) -> None:
        with served(tmp_path, 100) as (url, name, size):
            small = read(url, name, size)
        with served(tmp_path, 1000) as (url, name, size):
            large = read(url, name, size)
        assert grown(small, large) < 0.1

    def test_of_vertex_ai(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with storage_server(tmp_path / "storage", monkeypatch):
            client = Client("shop", AnonymousCredentials())  # type: ignore[no-untyped-call]
            bucket, rows = client.bucket(NAMES[Bucket.INBOX]), []
            for results in (100, 1000):
                file = tmp_path / "predictions.jsonl"
                write_results(file, results)
                bucket.blob(f"{results}/predictions.jsonl").upload_from_filename(str(file))
                rows.append(read("http://127.0.0.1:9", f"gs://{bucket.name}/{results}/", file.stat().st_size))
            client.close()
        assert grown(*rows) < 0.1
