"""Renders a reference image again: its composition at another size, finer, and graded where an edit says so."""

import re

from PIL import Image, ImageFilter, ImageOps

from proofpress.simulator.chance import Chance

_EDIT = "Edit this image:"
_AGAIN = "Render this draft again"

_GRADES: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (r"\bnight|\bmidnight", (0.42, 0.52, 0.85, 1.15)),
    (r"\bdusk|\bsunset|\bevening|\bsunrise|\bdawn", (1.05, 0.74, 0.72, 1.0)),
    (r"\bwarm", (1.1, 1.0, 0.84, 1.0)),
    (r"\bcool|\bcold|\bblue", (0.86, 0.98, 1.1, 1.0)),
    (r"\bbright|\blight", (1.06, 1.06, 1.06, 0.8)),
    (r"\bdark|\bmood", (0.92, 0.92, 0.92, 1.3)),
    (r"\bgreen", (0.88, 1.08, 0.9, 1.0)),
    (r"\bpink|\brose|\bred", (1.1, 0.88, 0.96, 1.0)),
)
"""Words of an edit, and what they do: gains of red, green and blue, then the exponent of the tone curve."""


def follows(prompt: str) -> bool:
    """Whether a request asks for the composition of its last image."""
    return prompt.startswith((_EDIT, _AGAIN))


def is_edit(prompt: str) -> bool:
    """Whether a request asks for a changed version of its last image."""
    return prompt.startswith(_EDIT)


def follow(reference: Image.Image, prompt: str, chance: Chance, size: tuple[int, int]) -> Image.Image:
    """The reference's composition at a size in pixels, sharpened; an edit's sentence also changes its colours."""
    image = ImageOps.fit(reference.convert("RGB"), size, Image.Resampling.BICUBIC)
    image = Image.blend(image.filter(ImageFilter.BoxBlur(1)), image, 1.3)
    return _graded(image, prompt, chance) if is_edit(prompt) else image


def _graded(image: Image.Image, prompt: str, chance: Chance) -> Image.Image:
    sentence = prompt.removeprefix(_EDIT).split("\n\n", 1)[0].lower()
    if re.search(r"black.and.white|monochrome|gr[ae]yscale", sentence):
        return image.convert("L").convert("RGB")
    grades = [grade for words, grade in _GRADES if re.search(words, sentence)]
    play = chance.between("play", 0.94, 1.06)
    for red, green, blue, tone in grades or [(play, 1.0, 2 - play, 1.0)]:
        curve = [255 * (value / 255) ** tone for value in range(256)]
        image = image.point([min(255, round(value * gain)) for gain in (red, green, blue) for value in curve])
    return image
