"""All scenes by name, as the files are called.

They share nothing with the simulator's painter, so that the screen is not measured on what it was made for.
"""

from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image

from bench.screening.scenes import dark, designs, illustrated, indoors, outdoors, pale, textured
from bench.screening.sizes import Size

Painter = Callable[[Random, Size], Image.Image]

ORDINARY: Final[dict[str, Painter]] = {
    "ridges": outdoors.ridges,
    "coast": outdoors.coast,
    "street": outdoors.street,
    "forest": outdoors.forest,
    "still": indoors.still,
    "portrait": indoors.portrait,
    "poster": designs.poster,
    "shards": designs.shards,
    "blossoms": designs.blossoms,
    "subject": designs.subject_on_gradient,
    "strokes": designs.strokes,
    "mechanism": indoors.mechanism,
    "plaza": outdoors.plaza,
}

HARD: Final[dict[str, Painter]] = {
    "night-city": dark.night_city,
    "starfield": dark.starfield,
    "moon-only": dark.moon_only,
    "dark-product": dark.dark_product,
    "fog": pale.fog,
    "bokeh": textured.bokeh,
    "high-key": pale.high_key,
    "snow": pale.snow,
    "line-art": pale.line_art,
    "flat": illustrated.flat,
    "geometric": illustrated.geometric,
    "pebbles": textured.pebbles,
    "grass": textured.grass,
    "weave": textured.weave,
    "silhouette": dark.silhouette,
    "rain-glass": textured.rain_glass,
    "small-on-plain": pale.small_on_plain,
}
"""Good pictures that look like defects to a careless measure: dark, pale, soft, flat, or all texture."""
