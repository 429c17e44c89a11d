"""Chooses a scene from the prompt's words and paints it at the fineness of the model."""

import re
from collections.abc import Callable

from PIL import Image

from proofpress.simulator.chance import Chance
from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.palette import Palette, choose_palette
from proofpress.simulator.painting.scenes.city import paint_city
from proofpress.simulator.painting.scenes.dunes import paint_dunes
from proofpress.simulator.painting.scenes.geometry import paint_geometry
from proofpress.simulator.painting.scenes.leaves import paint_leaves
from proofpress.simulator.painting.scenes.mountains import paint_mountains
from proofpress.simulator.painting.scenes.night import paint_night
from proofpress.simulator.painting.scenes.papercut import paint_papercut
from proofpress.simulator.painting.scenes.planet import paint_planet
from proofpress.simulator.painting.scenes.product import paint_product, paint_stage
from proofpress.simulator.painting.scenes.sea import paint_sea
from proofpress.simulator.painting.scenes.silk import paint_silk

Scene = Callable[[Canvas, Palette], None]

_MOST_WORK = 2_400_000
"""Pixels that are painted at most; larger pictures are enlarged."""

_SCENES: tuple[tuple[Scene, str], ...] = (
    (paint_dunes, "dune dunes desert sand sahara"),
    (
        paint_mountains,
        "mountain mountains peak peaks alps alpine valley hills hill fog misty forest pine fox wolf deer",
    ),
    (paint_night, "night stars starry moon moonlit aurora midnight constellation milky"),
    (paint_sea, "sea ocean beach horizon coast wave waves lagoon island sail lake shore surf water"),
    (paint_silk, "abstract gradient mesh silk fluid liquid blur wallpaper aurora smoke texture background"),
    (paint_geometry, "geometric geometry shapes bauhaus pattern flat grid mosaic tiles poster vector"),
    (paint_product, "product bottle jar vase perfume cream studio mug cup lamp pot watch shoe sneaker candle packshot"),
    (paint_papercut, "paper papercut origami layered layers cutout illustration banner sale campaign"),
    (paint_city, "city skyline street urban tower towers skyscraper tokyo neon downtown harbour"),
    (paint_leaves, "leaf leaves jungle botanical plant plants garden flower flowers tropical fern floral bouquet"),
    (paint_planet, "planet space cosmos galaxy orbit nebula saturn astronaut rocket universe"),
)


def choose_scene(prompt: str, chance: Chance) -> Scene:
    """The scene that most of the prompt's words speak for; without such words the prompt alone decides."""
    found = re.findall(r"[a-z]+", prompt.lower())
    votes = [sum(word in words.split() for word in found) for _, words in _SCENES]
    if not any(votes):
        return Chance(prompt).pick("scene", _SCENES)[0]
    return chance.pick(
        "scene", [scene for (scene, _), count in zip(_SCENES, votes, strict=True) if count == max(votes)]
    )


def work_size(size: tuple[int, int], fine: float) -> tuple[int, int]:
    """Pixels that are painted for a picture of a size; `fine`, up to 1, is the share of each side."""
    share = min(fine, (_MOST_WORK / (size[0] * size[1])) ** 0.5)
    return max(64, round(size[0] * share)), max(64, round(size[1] * share))


def paint(prompt: str, chance: Chance, size: tuple[int, int], fine: float, *, for_subject: bool = False) -> Image.Image:
    """A picture of the size in pixels; `for_subject` leaves the place of a product free."""
    rng = chance.rng("picture")
    canvas = Canvas(size, rng, fine)
    scene = choose_scene(prompt, chance)
    if for_subject and scene is paint_product:
        scene = paint_stage
    scene(canvas, choose_palette(prompt, rng))
    canvas.grain(1.0 if fine >= 1 else 3.0 * (1.2 - fine))
    return canvas.image
