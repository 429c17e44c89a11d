"""What every adapter of Models promises, over both forms of the API and through every wrapping.

The adapter drives the unmodified google-genai client against the simulator on loopback.
"""

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from PIL import Image as PillowImage

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.pacing import PacedModels
from proofpress.adapters.retrying import RetryingModels
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import (
    FailureClass,
    ModelRefused,
    NothingUsable,
    PerhapsPaid,
    RefusedForGood,
    RefusedForNow,
)
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion
from proofpress.domain.pricing import Usage, settle
from proofpress.ports import Image, Models
from proofpress.simulator.profile import Profile, Refusals
from proofpress.simulator.server import Simulator, shipped_catalog

CATALOG: Catalog = shipped_catalog()
CLOCK = SystemClock()


def ai_studio(url: str, timeout: float = 30.0) -> GeminiSettings:
    return GeminiSettings(api_key="key", base_url=url, timeout=timeout)


def vertex(url: str, timeout: float = 30.0) -> GeminiSettings:
    return GeminiSettings(vertex=True, project="shop", base_url=url, timeout=timeout)


def bare(models: Models) -> Models:
    return models


def retrying(models: Models) -> Models:
    return RetryingModels(models, CLOCK, Random(0), base=0.01)


def paced(models: Models) -> Models:
    return PacedModels(models, CLOCK, CATALOG, images_per_minute=60_000, usd_per_ten_minutes=Decimal(10_000))


def both(models: Models) -> Models:
    return retrying(paced(models))


@dataclass(frozen=True)
class Case:
    """A way to the service and what is wrapped around it."""

    settings: Callable[..., GeminiSettings]
    wrap: Callable[[Models], Models]

    @property
    def retries(self) -> bool:
        return self.wrap in {retrying, both}

    def __str__(self) -> str:
        return f"{self.settings.__name__}-{self.wrap.__name__}"


CASES = [
    Case(ai_studio, bare),
    Case(vertex, bare),
    Case(ai_studio, retrying),
    Case(ai_studio, paced),
    Case(vertex, both),
]


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    assert isinstance(request.param, Case)
    return request.param


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def models(case: Case, simulator: Simulator) -> Iterator[Models]:
    gemini = GeminiModels(case.settings(simulator.url), CATALOG, CLOCK)
    yield case.wrap(gemini)
    gemini.close()


def draft(**changes: Any) -> Instruction:
    model = CATALOG.model("lite")
    asked = Instruction(
        purpose=Purpose.DRAFT,
        model=model.id,
        prompt="dunes at dusk",
        seed=7,
        aspect_ratio="16:9",
        image_size="1K",
        output_limit=model.output_limit,
        thinking_level=model.thinking_level,
    )
    return asked.model_copy(update=changes)


def question() -> ReviewQuestion:
    model = CATALOG.model("review")
    return ReviewQuestion(model=model.id, prompt="dunes at dusk", rubric="calm", output_limit=model.output_limit)


def fail(models: Models) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        models.generate(draft(), [], attempt="b/i/0001")
    return caught.value


def cost(models: Models, seed: int) -> Decimal:
    try:
        usage = models.generate(draft(seed=seed), [], attempt=f"b/i/{seed:04}").usage
    except ModelRefused as refused:
        usage = refused.usage if isinstance(refused.usage, Usage) else Usage()
    return settle(CATALOG, CATALOG.model("lite"), usage)


@pytest.mark.parametrize("way", [ai_studio, vertex])
def test_through_a_storm_the_settled_dollars_are_those_that_the_service_billed(
    way: Callable[..., GeminiSettings],
) -> None:
    storm = Profile(refusals=Refusals(rate_limited=0.2, unavailable=0.05, empty=0.05, safety=0.1, retry_after=0))
    with Simulator(storm) as simulator:
        gemini = GeminiModels(way(simulator.url), CATALOG, CLOCK)
        with ThreadPoolExecutor(4) as pool:
            settled = sum(pool.map(lambda seed: cost(both(gemini), seed), range(60)))
        gemini.close()
        outcomes = {record.outcome for record in simulator.requests}
        assert settled == sum(record.usd for record in simulator.requests)
    assert {"image", "empty", "safety", "refused"} <= outcomes


class TestModels:
    def test_a_picture_has_the_shape_and_type_that_were_asked_for(self, models: Models) -> None:
        picture = models.generate(draft(), [], attempt="b/i/0001")
        width, height = PillowImage.open(io.BytesIO(picture.data)).size
        assert width / height == pytest.approx(1376 / 768, rel=0.03)
        assert picture.mime == picture.declared_mime == "image/jpeg"
        assert picture.model_version == draft().model
        assert picture.seconds > 0

    def test_the_same_instruction_brings_the_same_picture_and_another_seed_another(self, models: Models) -> None:
        first, again, other = (models.generate(draft(seed=seed), [], attempt="b/i/0001").data for seed in (1, 1, 2))
        assert first == again != other

    def test_usage_settles_to_what_the_service_bills(self, models: Models, simulator: Simulator) -> None:
        picture = models.generate(draft(), [], attempt="b/i/0001")
        (record,) = simulator.requests
        assert record.usage == picture.usage
        assert settle(CATALOG, CATALOG.model("lite"), picture.usage) == Decimal(record.usd)
        assert picture.usage.image_out == CATALOG.model("lite").tokens_of("1K")

    def test_images_and_the_attempt_reach_the_service(self, models: Models, simulator: Simulator) -> None:
        draft_made = models.generate(draft(), [], attempt="b/i/0001")
        reference = Image(draft_made.data, draft_made.mime)
        models.generate(draft(purpose=Purpose.FINAL, prompt="Render this draft again"), [reference], attempt="b/i/0002")
        record = simulator.requests[-1]
        assert record.images == (hashlib.sha256(draft_made.data).hexdigest(),)
        assert record.attempt == "b/i/0002"
        assert record.seed == 7

    def test_a_review_scores_from_0_to_1_and_is_billed(self, models: Models, simulator: Simulator) -> None:
        picture = models.generate(draft(), [], attempt="b/i/0001")
        opinion = models.review(question(), Image(picture.data, picture.mime), attempt="b/i/0001")
        assert 0 <= opinion.score <= 1
        assert opinion.usage == simulator.requests[-1].usage
        assert opinion.usage.text_in > 0

    def test_a_refusal_for_now_is_tried_again_by_those_who_retry(
        self, models: Models, case: Case, simulator: Simulator
    ) -> None:
        simulator.script([{"do": "status", "status": 429, "retry_after": 0.05}])
        if case.retries:
            models.generate(draft(), [], attempt="b/i/0001")
        else:
            refused = fail(models)
            assert isinstance(refused, RefusedForNow)
            assert (refused.failure, refused.retry_after) == (FailureClass.RATE_LIMITED, 0.05)
        assert len(simulator.requests) == (2 if case.retries else 1)
        assert not simulator.unmet()

    @pytest.mark.parametrize(
        ("fault", "kind", "failure"),
        [
            ({"do": "status", "status": 400}, RefusedForGood, FailureClass.BAD_REQUEST),
            ({"do": "status", "status": 403}, RefusedForGood, FailureClass.FORBIDDEN),
            ({"do": "safety"}, RefusedForGood, FailureClass.SAFETY),
            ({"do": "empty"}, NothingUsable, FailureClass.EMPTY),
            ({"do": "reset"}, PerhapsPaid, FailureClass.TIMEOUT),
            ({"do": "truncate_body"}, PerhapsPaid, FailureClass.TIMEOUT),
            ({"do": "not_json"}, PerhapsPaid, FailureClass.TIMEOUT),
            ({"do": "html", "times": 3}, RefusedForNow, FailureClass.UNAVAILABLE),
        ],
        ids=lambda value: value["do"] if isinstance(value, dict) else "",
    )
    def test_a_fault_has_its_class(
        self,
        models: Models,
        case: Case,
        simulator: Simulator,
        fault: dict[str, Any],
        kind: type[ModelRefused],
        failure: FailureClass,
    ) -> None:
        simulator.script([fault])
        refused = fail(models)
        assert type(refused) is kind
        assert refused.failure is failure
        assert refused.words
        retried = kind is RefusedForNow and case.retries
        assert len(simulator.requests) == (3 if retried else 1)

    def test_silence_is_perhaps_paid_and_not_asked_again(self, case: Case, simulator: Simulator) -> None:
        simulator.script([{"do": "delay", "seconds": 0.6}])
        gemini = GeminiModels(case.settings(simulator.url, timeout=0.2), CATALOG, CLOCK)
        refused = fail(case.wrap(gemini))
        gemini.close()
        assert isinstance(refused, PerhapsPaid)
        CLOCK.sleep(0.8)
        assert [record.billed for record in simulator.requests] == [True]

    @pytest.mark.parametrize("do", ["safety", "empty"])
    def test_a_billed_refusal_carries_the_usage_that_the_service_bills(
        self, models: Models, simulator: Simulator, do: str
    ) -> None:
        simulator.script([{"do": do}])
        refused = fail(models)
        (record,) = simulator.requests
        assert record.billed
        assert refused.usage == record.usage

    def test_a_wrong_declaration_is_seen_through(self, models: Models, simulator: Simulator) -> None:
        simulator.script([{"do": "wrong_mime"}])
        picture = models.generate(draft(), [], attempt="b/i/0001")
        assert (picture.mime, picture.declared_mime) == ("image/jpeg", "image/png")

    def test_a_model_that_the_service_does_not_have_is_not_found(self, models: Models) -> None:
        with pytest.raises(RefusedForGood) as caught:
            models.generate(draft(model="gemini-2.5-flash-image", image_size="1K"), [], attempt="b/i/0001")
        assert caught.value.failure is FailureClass.NOT_FOUND

    def test_threads_share_one_adapter(self, models: Models, simulator: Simulator) -> None:
        barrier = threading.Barrier(8)

        def call(seed: int) -> str:
            barrier.wait()
            return hashlib.sha256(models.generate(draft(seed=seed), [], attempt=f"b/i/{seed}").data).hexdigest()

        with ThreadPoolExecutor(8) as pool:
            made = dict(enumerate(pool.map(call, range(8))))
        assert made == {record.seed: record.sha256 for record in simulator.requests}
