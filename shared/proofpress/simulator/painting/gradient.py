"""Gradients: columns of pixels through colour stops."""

from collections.abc import Sequence

from PIL import Image

from proofpress.simulator.painting.colour import Colour, mix

_SAMPLES = 64
Stops = Sequence[tuple[float, Colour]]


def ramp(length: int, stops: Stops) -> Image.Image:
    """A column of pixels through colour stops, given by their place from 0 to 1 in ascending order."""
    samples = min(length, _SAMPLES)
    column = Image.new("RGB", (1, samples))
    column.putdata([_between(stops, (y + 0.5) / samples) for y in range(samples)])
    return column if samples == length else column.resize((1, length), Image.Resampling.BILINEAR)


def _between(stops: Stops, place: float) -> Colour:
    after = next((i for i, (where, _) in enumerate(stops) if where >= place), len(stops) - 1)
    (low, one), (high, other) = stops[max(0, after - 1)], stops[after]
    return mix(one, other, min(1.0, max(0.0, (place - low) / (high - low)))) if high > low else other
