"""Files and jobs, by the unmodified client library of both forms of the API."""

import base64
import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]
from google.genai import errors, types
from google.oauth2.credentials import Credentials

from proofpress.simulator.profile import Batches, Profile
from proofpress.simulator.server import Simulator, Surroundings
from tests.simulator.conftest import LITE, options
from tests.support.buckets import NAMES, storage_server

BUCKET = next(iter(NAMES.values()))
Connect = Callable[..., genai.Client]


def request(seed: int = 7, prompt: str = "dunes at dusk", **changes: Any) -> dict[str, Any]:
    config = {"responseModalities": ["IMAGE"], "seed": seed, "imageConfig": {"aspectRatio": "1:1", "imageSize": "1K"}}
    return {"contents": [{"role": "user", "parts": [{"text": prompt}]}], "generationConfig": config, **changes}


def jsonl(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def upload(client: genai.Client, data: bytes, mime: str = "application/jsonl") -> types.File:
    return client.files.upload(file=io.BytesIO(data), config={"mime_type": mime, "display_name": "lines"})


def ended(client: genai.Client, job: types.BatchJob) -> types.BatchJob:
    until = time.monotonic() + 60
    while not job.done and time.monotonic() < until:
        time.sleep(0.02)
        job = client.batches.get(name=job.name or "")
    assert job.done
    return job


def answers(client: genai.Client, job: types.BatchJob) -> dict[str, dict[str, Any]]:
    assert job.dest
    assert job.dest.file_name
    data = client.files.download(file=job.dest.file_name)
    found = [json.loads(line) for line in data.splitlines()]
    return {each["key"]: each for each in found}


@pytest.fixture
def client(simulator: Simulator, studio: Connect) -> genai.Client:
    return studio(simulator)


class TestFiles:
    def test_a_large_file_arrives_in_pieces_and_whole(self, client: genai.Client) -> None:
        data = bytes(range(256)) * 4096 * 20
        file = upload(client, data)
        digest = hashlib.sha256(data).hexdigest()
        assert (file.size_bytes, file.state, file.source) == (len(data), "ACTIVE", "UPLOADED")
        assert file.sha256_hash is not None
        assert file.expiration_time is not None
        assert file.create_time is not None
        assert (file.expiration_time - file.create_time).total_seconds() == 48 * 3600
        assert client.files.get(name=file.name or "").display_name == "lines"
        assert base64.b64decode(file.sha256_hash).decode() == digest

    def test_files_are_listed_and_deleted(self, client: genai.Client) -> None:
        first, second = upload(client, b"1"), upload(client, b"2")
        assert {file.name for file in client.files.list(config={"page_size": 1})} == {first.name, second.name}
        client.files.delete(name=first.name or "")
        assert [file.name for file in client.files.list()] == [second.name]
        with pytest.raises(errors.ClientError, match="may not exist"):
            client.files.get(name=first.name or "")

    def test_an_empty_file_is_a_file(self, client: genai.Client) -> None:
        assert upload(client, b"").size_bytes in (0, None)

    def test_a_file_expires(self, studio: Connect) -> None:
        with Simulator(Profile(batches=Batches(kept=0.2))) as simulator:
            client = studio(simulator)
            file = upload(client, b"1")
            time.sleep(0.25)
            with pytest.raises(errors.ClientError, match="may not exist"):
                client.files.get(name=file.name or "")
            assert list(client.files.list()) == []

    def test_what_was_uploaded_cannot_be_downloaded(self, client: genai.Client) -> None:
        file = upload(client, b"1")
        with pytest.raises(errors.ClientError, match="Only generated files"):
            client.files.download(file=file.name or "")

    def test_a_picture_may_be_named_by_its_file_in_a_live_call(
        self, client: genai.Client, simulator: Simulator
    ) -> None:
        drawn = client.models.generate_content(
            model=LITE, contents="a cup", config=types.GenerateContentConfig(response_modalities=["IMAGE"])
        )
        part = (drawn.parts or [])[-1]
        assert part.inline_data is not None
        assert part.inline_data.data is not None
        file = upload(client, part.inline_data.data, "image/jpeg")
        named = types.Part.from_uri(file_uri=file.uri or "", mime_type="image/jpeg")
        client.models.generate_content(
            model=LITE, contents=types.UserContent([named, types.Part(text="a cup on a table")])
        )
        assert simulator.requests[-1].images == (hashlib.sha256(part.inline_data.data).hexdigest(),)


class TestJobs:
    def test_a_job_draws_each_line_and_bills_half(self, client: genai.Client, simulator: Simulator) -> None:
        lines = [{"key": f"k{seed}", "request": request(seed)} for seed in range(4)]
        file = upload(client, jsonl(*lines))
        job = client.batches.create(model=LITE, src=file.name or "", config={"display_name": "night"})
        assert (job.display_name, job.state) == ("night", types.JobState.JOB_STATE_PENDING)
        done = answers(client, ended(client, job))
        assert set(done) == {"k0", "k1", "k2", "k3"}
        live = client.models.generate_content(
            model=LITE,
            contents="dunes at dusk",
            config=types.GenerateContentConfig(
                response_modalities=["IMAGE"],
                seed=2,
                image_config=types.ImageConfig(aspect_ratio="1:1", image_size="1K"),
            ),
        )
        assert live.parts
        bills = [record for record in simulator.requests if record.operation in ("line", "generateContent")]
        assert {(record.attempt, record.job, record.lane) for record in bills[:4]} == {
            (f"k{seed}", "night", "batch") for seed in range(4)
        }
        assert bills[2].usd * 2 == bills[-1].usd
        assert bills[2].sha256 == bills[-1].sha256

    def test_lines_come_out_of_order(self, client: genai.Client) -> None:
        keys = [f"k{seed:02}" for seed in range(12)]
        file = upload(client, jsonl(*({"key": key, "request": request(0)} for key in keys)))
        job = ended(client, client.batches.create(model=LITE, src=file.name or ""))
        assert sorted(answers(client, job)) == keys
        assert list(answers(client, job)) != keys

    def test_a_line_that_cannot_be_worked_on_has_an_error(self, client: genai.Client, simulator: Simulator) -> None:
        wrong = request(0)
        wrong["generationConfig"]["imageConfig"]["imageSize"] = "8K"
        file = upload(client, jsonl({"key": "good", "request": request(1)}, {"key": "bad", "request": wrong}))
        job = ended(client, client.batches.create(model=LITE, src=file.name or ""))
        done = answers(client, job)
        assert done["bad"]["error"]["code"] == 3
        assert "response" in done["good"]
        assert [record.billed for record in simulator.requests if record.operation == "line"] == [True, False]

    def test_jobs_are_listed_cancelled_and_deleted(self, studio: Connect) -> None:
        with Simulator(Profile(batches=Batches(queued=60, page=2))) as simulator:
            client = studio(simulator)
            file = upload(client, jsonl({"key": "k", "request": request()}))
            made = [client.batches.create(model=LITE, src=file.name or "") for _ in range(5)]
            assert {job.name for job in client.batches.list()} == {job.name for job in made}
            client.batches.cancel(name=made[0].name or "")
            assert ended(client, made[0]).state is types.JobState.JOB_STATE_CANCELLED
            client.batches.delete(name=made[0].name or "")
            assert len(list(client.batches.list())) == 4
            with pytest.raises(errors.ClientError, match="not found"):
                client.batches.get(name=made[0].name or "")

    @pytest.mark.parametrize(
        ("model", "source", "words"),
        [(LITE, "files/none", "may not exist"), ("gemini-2.5-flash-image", "files/none", "not found")],
    )
    def test_a_job_without_its_file_or_model_is_not_created(
        self, client: genai.Client, simulator: Simulator, model: str, source: str, words: str
    ) -> None:
        with pytest.raises(errors.ClientError, match=words):
            client.batches.create(model=model, src=source)
        assert list(client.batches.list()) == []
        assert simulator.requests[0].outcome == "refused"

    def test_inline_requests_are_not_taken(self, client: genai.Client) -> None:
        with pytest.raises(errors.ClientError, match="from a file"):
            client.batches.create(model=LITE, src=[types.InlinedRequest(contents=[types.UserContent("a cup")])])


class TestRestart:
    @pytest.mark.parametrize(
        ("pace", "state"),
        [
            (Batches(queued=60), types.JobState.JOB_STATE_PENDING),
            (Batches(running=60), types.JobState.JOB_STATE_RUNNING),
        ],
        ids=["queued", "running"],
    )
    def test_files_and_unfinished_jobs_go_on_in_the_next_simulator(
        self, studio: Connect, tmp_path: Path, pace: Batches, state: types.JobState
    ) -> None:
        around, log = Surroundings(folder=tmp_path / "kept"), tmp_path / "log.jsonl"
        with Simulator(Profile(batches=pace), log=log, around=around) as first:
            client = studio(first)
            file = upload(client, jsonl({"key": "k", "request": request()}))
            job = client.batches.create(model=LITE, src=file.name or "")
            while client.batches.get(name=job.name or "").state is not state:
                time.sleep(0.02)
        with Simulator(Profile(), log=log, around=around) as second:
            client = studio(second)
            assert list(answers(client, ended(client, job))) == ["k"]
            assert file.name in {each.name for each in client.files.list()}
        with Simulator(Profile(), log=log, around=around) as third:
            client = studio(third)
            assert list(answers(client, ended(client, job))) == ["k"]
        billed = [json.loads(line) for line in log.read_text().splitlines()]
        assert [line["attempt"] for line in billed if line["operation"] == "line"] == ["k"]

    def test_a_fresh_start_forgets_both(self, client: genai.Client, simulator: Simulator) -> None:
        file = upload(client, jsonl({"key": "k", "request": request()}))
        ended(client, client.batches.create(model=LITE, src=file.name or ""))
        simulator.reset()
        assert list(client.files.list()) == []
        assert list(client.batches.list()) == []


class TestVertex:
    @pytest.fixture
    def vertex(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[genai.Client, Simulator]]:
        with (
            storage_server(tmp_path, monkeypatch) as storage,
            Simulator(around=Surroundings(storage=storage.url)) as simulator,
        ):
            client = genai.Client(
                vertexai=True,
                project="shop",
                location="global",
                credentials=Credentials("token"),  # type: ignore[no-untyped-call]
                http_options=options(simulator),
            )
            yield client, simulator
            client.close()

    def test_a_job_reads_and_writes_objects(self, vertex: tuple[genai.Client, Simulator]) -> None:
        client, simulator = vertex
        bucket = Client("shop", AnonymousCredentials()).bucket(BUCKET)  # type: ignore[no-untyped-call]
        lines = [{"request": request(seed, labels={"line": str(seed)})} for seed in range(3)]
        bucket.blob("in/lines.jsonl").upload_from_string(jsonl(*lines))
        job = client.batches.create(
            model=LITE,
            src=f"gs://{BUCKET}/in/lines.jsonl",
            config={"display_name": "night", "dest": f"gs://{BUCKET}/out"},
        )
        job = ended(client, job)
        assert job.state is types.JobState.JOB_STATE_SUCCEEDED
        assert job.output_info is not None
        folder = (job.output_info.gcs_output_directory or "").removeprefix(f"gs://{BUCKET}/")
        (found,) = list(bucket.client.list_blobs(BUCKET, prefix=folder))
        done = [json.loads(line) for line in found.download_as_bytes().splitlines()]
        assert {line["request"]["labels"]["line"] for line in done} == {"0", "1", "2"}
        assert all(line["status"] == "" and line["response"]["candidates"] for line in done)
        assert [each.display_name for each in client.batches.list(config={"filter": 'display_name="night"'})] == [
            "night"
        ]
        assert list(client.batches.list(config={"filter": 'display_name="day"'})) == []
        assert sum((record.usd for record in simulator.requests), Decimal(0)) < 3 * Decimal("0.0172")
        bucket.client.close()

    def test_a_job_without_its_object_fails_and_says_why(self, vertex: tuple[genai.Client, Simulator]) -> None:
        client, _ = vertex
        job = client.batches.create(model=LITE, src=f"gs://{BUCKET}/none.jsonl", config={"dest": f"gs://{BUCKET}/out"})
        job = ended(client, job)
        assert job.state is types.JobState.JOB_STATE_FAILED
        assert job.error is not None
        assert "none.jsonl cannot be read" in (job.error.message or "")
