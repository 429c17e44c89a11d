"""A profile's shares are kept, its defects are what they say, and its refusals have the service's form."""

import hashlib
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from google import genai
from google.genai import errors, types
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat

from proofpress.domain.errors import BadInput
from proofpress.simulator.ask import Ask, Drawing
from proofpress.simulator.chance import Chance
from proofpress.simulator.fate import latency, outage, picture_fate, silence
from proofpress.simulator.painting.defects import Defect
from proofpress.simulator.profile import BUILT_IN, AcceptRate, Defects, Latency, Profile, Refusals, load_profile
from proofpress.simulator.server import Simulator, shipped_catalog
from proofpress.simulator.wire import GenerationConfig

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]
CATALOG = shipped_catalog()
LITE = CATALOG.model("lite")
MANY = 1_500


def ask(seed: int, prompt: str = "dunes") -> Ask:
    return Ask(LITE, prompt, (), GenerationConfig(seed=seed), Drawing("1:1", "1K", "image/jpeg", 88))


def one_defect(defect: str) -> Profile:
    return Profile(defects=Defects.model_validate({defect: 1.0}), lost_look=0)


@given(st.integers(), st.text(), st.text())
def test_a_draw_repeats_and_stays_in_its_bounds(seed: int, subject: str, purpose: str) -> None:
    fraction = Chance(seed, subject).fraction(purpose)
    assert 0 <= fraction < 1
    assert Chance(seed, subject).fraction(purpose) == fraction
    assert -10 < Chance(seed, subject).normal(purpose) < 10


def test_shares_of_defects_and_accepted_pictures_are_kept() -> None:
    profile = Profile(accept_rate=0.3, defects=Defects(dark=0.1, wrong_ratio=0.05))
    fates = [picture_fate(profile, ask(seed), 0) for seed in range(MANY)]
    defects = Counter(fate.defect for fate in fates)
    assert defects[Defect.DARK] / MANY == pytest.approx(0.1, abs=0.03)
    assert defects[Defect.WRONG_RATIO] / MANY == pytest.approx(0.05, abs=0.03)
    sound = [fate for fate in fates if fate.defect is not Defect.DARK]
    assert sum(fate.mark.accept for fate in sound) / len(sound) == pytest.approx(0.3, abs=0.05)
    assert all(fate.mark.accept == (fate.flaw is None) for fate in sound)


def test_a_prompt_can_have_its_own_accept_rate() -> None:
    profile = Profile(accept_rate=1.0, accept_rates=(AcceptRate.model_validate({"match": "hands", "rate": 0.0}),))
    assert not any(picture_fate(profile, ask(seed, "three hands"), 0).mark.accept for seed in range(50))
    assert all(picture_fate(profile, ask(seed), 0).mark.accept for seed in range(50))


def test_shares_of_refusals_are_kept() -> None:
    profile = Profile(refusals=Refusals(rate_limited=0.2, unavailable=0.1, empty=0.05, safety=0.1))
    statuses = Counter(outage(profile, ask(seed).chance(0), 1) for seed in range(MANY))
    assert statuses[429] / MANY == pytest.approx(0.2, abs=0.04)
    assert min(statuses[500], statuses[503]) > 0
    assert (statuses[500] + statuses[503]) / MANY == pytest.approx(0.1, abs=0.03)
    silences = Counter(found.outcome for seed in range(MANY) if (found := silence(profile, ask(seed).chance(0))))
    assert silences["empty"] / MANY == pytest.approx(0.05, abs=0.02)
    assert silences["safety"] / MANY == pytest.approx(0.1, abs=0.03)


def test_latency_scatters_about_its_median_by_tier() -> None:
    profile = Profile(latency=Latency(median=8, spread=0.3), latencies={"lite": Latency(median=4, spread=0.3)})
    drawn = sorted(latency(profile, CATALOG, LITE, ask(seed).chance(0), 1) for seed in range(501))
    assert drawn[250] == pytest.approx(4, rel=0.1)
    assert drawn[0] < 3
    assert drawn[-1] > 5
    dearer = sorted(latency(profile, CATALOG, CATALOG.model("pro"), ask(seed).chance(0), 1) for seed in range(501))
    assert dearer[250] == pytest.approx(8, rel=0.1)


@pytest.mark.parametrize("defect", list(Defect))
def test_a_defect_is_what_its_name_says(
    draw: Draw, studio: Callable[..., genai.Client], picture: Picture, defect: Defect
) -> None:
    with Simulator(one_defect(defect)) as faulty:
        client = studio(faulty)
        responses = [draw("sea at noon", seed=seed, client=client) for seed in range(4)]
    pictures = [picture(response) for response in responses]
    assert SIGNS[defect](pictures, responses)


def dark(pictures: list[bytes], _: object) -> bool:
    return max(max(grey(data).tobytes()) for data in pictures) < 40


def blank(pictures: list[bytes], _: object) -> bool:
    return max(ImageStat.Stat(grey(data)).stddev[0] for data in pictures) < 1


def blurred(pictures: list[bytes], _: object) -> bool:
    return max(steepest(data) for data in pictures) < 24


def truncated(pictures: list[bytes], _: object) -> bool:
    return all(data.startswith(b"\xff\xd8") and not data.endswith(b"\xff\xd9") for data in pictures)


def near_duplicate(pictures: list[bytes], _: object) -> bool:
    small = [grey(data).resize((16, 16), Image.Resampling.BOX).tobytes() for data in pictures]
    nearest = min(distance(one, other) for at, one in enumerate(small) for other in small[:at])
    return len(set(pictures)) == 4 and nearest < 6


def exact_duplicate(pictures: list[bytes], _: object) -> bool:
    return 1 <= len(set(pictures)) <= 2


def wrong_mime(pictures: list[bytes], responses: list[types.GenerateContentResponse]) -> bool:
    declared = {part.inline_data.mime_type for each in responses for part in each.parts or [] if part.inline_data}
    return declared == {"image/png"} and all(data.startswith(b"\xff\xd8") for data in pictures)


def wrong_ratio(pictures: list[bytes], _: object) -> bool:
    return all(abs(1 - image.width / image.height) > 0.1 for image in map(grey, pictures))


SIGNS: dict[Defect, Callable[[list[bytes], list[types.GenerateContentResponse]], bool]] = {
    Defect.DARK: dark,
    Defect.BLANK: blank,
    Defect.BLURRED: blurred,
    Defect.TRUNCATED: truncated,
    Defect.NEAR_DUPLICATE: near_duplicate,
    Defect.EXACT_DUPLICATE: exact_duplicate,
    Defect.WRONG_MIME: wrong_mime,
    Defect.WRONG_RATIO: wrong_ratio,
}


def grey(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def steepest(data: bytes) -> float:
    row = grey(data).resize((512, 512), Image.Resampling.BOX).tobytes()
    return max(abs(a - b) for a, b in zip(row, row[512:], strict=False))


def distance(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def test_a_sound_picture_shows_none_of_the_defects_signs(draw: Draw, picture: Picture) -> None:
    responses = [draw("sea at noon", seed=seed) for seed in range(4)]
    pictures = [picture(response) for response in responses]
    shown = [defect for defect, sign in SIGNS.items() if sign(pictures, responses)]
    assert shown == []


def test_rate_limits_name_the_wait_and_blocks_the_reason(draw: Draw, studio: Callable[..., genai.Client]) -> None:
    with Simulator(Profile(refusals=Refusals(rate_limited=1, retry_after=4))) as limited:
        with pytest.raises(errors.ClientError) as caught:
            draw(client=studio(limited))
        assert caught.value.details["error"]["details"][0]["retryDelay"] == "4s"
    with Simulator(Profile(refusals=Refusals(safety=1))) as strict:
        client = studio(strict)
        answers = [draw(client=client, seed=seed) for seed in range(12)]
    reasons = {str(each.prompt_feedback.block_reason) if each.prompt_feedback else "candidate" for each in answers}
    assert reasons == {"BlockedReason.PROHIBITED_CONTENT", "candidate"}


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_profiles_can_be_loaded(name: str) -> None:
    assert isinstance(load_profile(name), Profile)


def test_a_profile_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("accept_rate = 0.2\n[[accept_rates]]\nmatch = 'hands'\nrate = 0.05\n")
    assert load_profile(str(path)).accept_rate_of("two hands") == 0.05


@pytest.mark.parametrize(
    "text", ["accept_rate = 2", "mood = 'bad'", "[defects]\ndark = 0.6\nblank = 0.6", "= nonsense"]
)
def test_a_profile_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"mine\.toml"):
        load_profile(str(path))


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="storm"):
        load_profile("strom")


def test_equal_pictures_have_equal_hashes_in_the_log(draw: Draw, studio: Callable[..., genai.Client]) -> None:
    with Simulator(one_defect("exact_duplicate")) as faulty:
        client = studio(faulty)
        data = [draw(seed=seed, client=client).parts for seed in range(3)]
        logged = {record.sha256 for record in faulty.requests}
    drawn = {part.inline_data.data for parts in data for part in parts or [] if part.inline_data}
    assert logged == {hashlib.sha256(each or b"").hexdigest() for each in drawn}
