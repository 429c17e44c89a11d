"""Scenes follow the prompt's words, fill every shape, and differ from draft to draft."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageStat

from proofpress.simulator.chance import Chance
from proofpress.simulator.painting.painter import choose_scene, paint, work_size
from proofpress.simulator.painting.scenes.city import paint_city
from proofpress.simulator.painting.scenes.dunes import paint_dunes
from proofpress.simulator.painting.scenes.sea import paint_sea

SUBJECTS = ["dunes", "mountain", "stars", "sea", "abstract", "geometric", "bottle", "paper", "city", "jungle", "planet"]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("size", [(256, 256), (512, 64), (64, 512)])
def test_every_scene_fills_every_shape(subject: str, size: tuple[int, int]) -> None:
    image = paint(subject, Chance(subject), size, 0.5)
    assert image.size == size
    assert ImageStat.Stat(image.convert("L")).stddev[0] > 4


@pytest.mark.parametrize("subject", SUBJECTS)
def test_drafts_of_one_prompt_differ(subject: str) -> None:
    drafts = [paint(subject, Chance(subject, seed), (128, 128), 0.5).resize((16, 16)).tobytes() for seed in range(5)]
    distances = [
        sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
        for at, one in enumerate(drafts)
        for other in drafts[:at]
    ]
    assert min(distances) > 4


def test_the_words_of_a_prompt_choose_scene_and_colours() -> None:
    assert choose_scene("Dunes in the desert", Chance(0)) is paint_dunes
    assert choose_scene("a city skyline by the sea, downtown", Chance(0)) is paint_city
    assert choose_scene("the ocean", Chance(0)) is paint_sea
    rose, teal = (ImageStat.Stat(paint(f"{word} dunes", Chance(1), (128, 128), 0.5)).mean for word in ("rose", "teal"))
    assert rose[0] > rose[1]
    assert teal[1] > teal[0]


def test_a_prompt_without_known_words_keeps_to_one_scene() -> None:
    assert len({choose_scene("an otter in a hat", Chance(seed)) for seed in range(20)}) == 1


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=40), st.integers())
def test_any_prompt_paints_the_same_picture_twice(prompt: str, seed: int) -> None:
    twice = [paint(prompt, Chance(seed), (96, 80), 0.5).tobytes() for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_dearer_model_paints_more_of_the_pixels() -> None:
    assert work_size((1024, 1024), 0.5) == (512, 512)
    assert work_size((1024, 1024), 1) == (1024, 1024)
    large = work_size((5504, 3072), 1)
    assert large[0] * large[1] <= 2_500_000
    assert large[0] / large[1] == pytest.approx(5504 / 3072, rel=0.01)
