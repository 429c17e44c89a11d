"""A line of a job asks for what the same call of the live lane asks for."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from proofpress.adapters.gemini_job_lines import LineWriter
from proofpress.domain.errors import BadInput
from proofpress.domain.instructions import ImageRef, Instruction, Purpose
from proofpress.domain.jobs import JobLimits, JobLine
from proofpress.domain.labels import key_of
from proofpress.ports import Image, JobOrder
from tests.adapters.gemini_calls import CATALOG, JPEG, PNG, adapter, body, draft, image_part
from tests.adapters.gemini_server import GeminiServer, Reply, gemini_server

LIMITS = JobLimits(lines=100, input_bytes=10_000, output_bytes=10_000, jobs=1)
PICTURES = {"p": Image(PNG, "image/png"), "j": Image(JPEG, "image/jpeg")}
KEY = "Summer_2026/fox den/0007"
REFS = tuple(ImageRef(bucket="inbox", name=f"{sha}.x", sha256=sha, mime=image.mime) for sha, image in PICTURES.items())


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with gemini_server() as server:
        server.reply = Reply(body(image_part()))
        yield server


def order(*lines: JobLine, model: str = "gemini-3.1-flash-lite-image") -> JobOrder:
    return JobOrder("job-1", model, lines, lambda ref: PICTURES[ref.sha256])


def written(job: JobOrder, *, vertex: bool = False, limits: JobLimits = LIMITS) -> list[dict[str, Any]]:
    with LineWriter(job, limits, CATALOG, vertex=vertex).written(lambda sha, _image: f"at://{sha}") as file:
        return [json.loads(line) for line in file]


def in_one_case(value: Any) -> Any:
    """The SDK writes some names with underscores; the service reads both."""
    if isinstance(value, dict):
        return {
            name.split("_")[0] + "".join(word.title() for word in name.split("_")[1:]): in_one_case(each)
            for name, each in value.items()
        }
    return [in_one_case(each) for each in value] if isinstance(value, list) else value


INSTRUCTIONS = [
    draft(images=REFS),
    draft(images=()),
    draft(model="gemini-3-pro-image", thinking_level=None, image_size="2K", purpose=Purpose.FINAL, images=REFS[:1]),
    draft(purpose=Purpose.EDIT, prompt="ein Fuchs ünter 'Quotes'\n\"zwei\"", images=REFS),
]


@pytest.mark.parametrize("vertex", [False, True])
@pytest.mark.parametrize("instruction", INSTRUCTIONS, ids=lambda each: each.purpose)
def test_it_is_the_live_request_with_pictures_by_address(
    server: GeminiServer, instruction: Instruction, vertex: bool
) -> None:
    models = adapter(server.url, vertex=vertex)
    models.generate(instruction, [PICTURES[ref.sha256] for ref in instruction.images], attempt=KEY)
    models.close()
    live = in_one_case(server.asked[0].body)
    live.pop("labels", None)
    (line,) = written(order(JobLine(key=KEY, instruction=instruction), model=instruction.model), vertex=vertex)
    asked = line["request"]
    labels = asked.pop("labels", {})
    for part, ref in zip(live["contents"][0]["parts"], instruction.images, strict=False):
        inline = part.pop("inlineData")
        part["fileData"] = {"mimeType": inline["mimeType"], "fileUri": f"at://{ref.sha256}"}
    assert asked == live
    assert (key_of(labels) if vertex else line["key"]) == KEY
    assert set(line) == ({"request"} if vertex else {"key", "request"})


def test_pictures_are_never_inline() -> None:
    lines = written(order(*(JobLine(key=str(seed), instruction=draft(seed=seed, images=REFS)) for seed in range(9))))
    assert "inline" not in json.dumps(lines)


@pytest.mark.parametrize("limits", [{"lines": 2}, {"input_bytes": 500}])
def test_a_job_that_is_too_large_is_not_made(limits: dict[str, int]) -> None:
    lines = [JobLine(key=str(seed), instruction=draft(seed=seed)) for seed in range(3)]
    small = LIMITS.model_copy(update=limits)
    with pytest.raises(BadInput, match=r"job-1 for .* cannot be sent: .* make smaller jobs"):
        written(order(*lines), limits=small)


def test_a_model_without_a_batch_lane_is_refused() -> None:
    model = CATALOG.model("lite")
    catalog = CATALOG.model_copy(update={"models": {model.id: model.model_copy(update={"lanes": frozenset()})}})
    with pytest.raises(BadInput, match="has no batch lane"):
        LineWriter(order(), LIMITS, catalog, vertex=False)


def test_lines_are_read_one_by_one() -> None:
    taken = 0

    def lines() -> Iterator[JobLine]:
        nonlocal taken
        for seed in range(100):
            taken += 1
            yield JobLine(key=str(seed), instruction=draft(seed=seed))

    small = LIMITS.model_copy(update={"lines": 3})
    with pytest.raises(BadInput):
        written(JobOrder("job-1", draft().model, lines(), lambda ref: PICTURES[ref.sha256]), limits=small)
    assert taken == 4


def test_results_of_a_job_of_the_largest_size_fit_their_file() -> None:
    limits = JobLimits(lines=10_000, input_bytes=1, output_bytes=2_000_000_000, jobs=1)
    assert [limits.lines_of(size) for size in ("512", "1K", "2K", "4K", "8K")] == [2000, 740, 200, 55, 55]
