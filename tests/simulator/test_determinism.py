"""The same request brings the same bytes: after a restart, in any order, at any time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from google import genai
from google.genai import types

from proofpress.simulator.profile import Profile, Refusals
from proofpress.simulator.server import Simulator

Draw = Callable[..., types.GenerateContentResponse]
Picture = Callable[[types.GenerateContentResponse], bytes]


def test_a_restarted_simulator_draws_the_same(
    draw: Draw, studio: Callable[..., genai.Client], picture: Picture
) -> None:
    before = picture(draw(seed=3))
    with Simulator(Profile(lost_look=0)) as restarted:
        draw(seed=4, client=studio(restarted))
        assert picture(draw(seed=3, client=studio(restarted))) == before


def test_the_order_of_arrival_changes_nothing(draw: Draw, picture: Picture) -> None:
    one_by_one = [picture(draw(seed=seed)) for seed in range(6)]
    with ThreadPoolExecutor(6) as pool:
        at_once = list(pool.map(lambda seed: picture(draw(seed=seed)), reversed(range(6))))
    assert at_once[::-1] == one_by_one


def test_every_part_of_a_request_matters(draw: Draw, picture: Picture, studio: Callable[..., genai.Client]) -> None:
    reference = picture(draw("a bottle", seed=1))
    with Simulator(Profile(lost_look=0), seed=1) as other:
        drawn = [
            picture(draw()),
            picture(draw(seed=8)),
            picture(draw("dunes at dusk, wide")),
            picture(draw(model="gemini-nano-banana-2.1")),
            picture(draw("dunes at dusk", reference)),
            picture(draw(client=studio(other))),
        ]
    assert len(set(drawn)) == len(drawn)


def test_a_transient_refusal_depends_on_the_try_and_repeats_with_it(
    draw: Draw, studio: Callable[..., genai.Client]
) -> None:
    profile = Profile(refusals=Refusals(rate_limited=0.4, unavailable=0.2))

    def statuses() -> list[int]:
        with Simulator(profile) as stormy:
            client = studio(stormy)
            for _ in range(12):
                try:
                    draw(client=client)
                except genai.errors.APIError:
                    continue
            return [record.status for record in stormy.requests]

    first = statuses()
    assert {200, 429} <= set(first)
    assert statuses() == first
