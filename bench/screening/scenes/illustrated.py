"""Good pictures of a few flat colours."""

from random import Random

from PIL import Image

from bench.screening.canvas import ellipse, fill, plain, polygon, tint, unit
from bench.screening.sizes import Size


def flat(rng: Random, size: Size) -> Image.Image:
    """An illustration in a few flat colours: hills, houses, a sun; the ground is crossed by what stands on it."""
    width, height = size
    image = plain(size, tint(rng, 130, 245))
    fill(
        image,
        ellipse(
            size,
            (rng.uniform(0.1, 0.9) * width, height * rng.uniform(0.15, 0.4)),
            (unit(size) * rng.uniform(0.06, 0.14),) * 2,
        ),
        tint(rng, 150, 255),
    )
    for _ in range(rng.randint(2, 4)):
        fill(
            image,
            ellipse(
                size,
                (rng.uniform(0, 1) * width, height * rng.uniform(0.9, 1.1)),
                (unit(size) * rng.uniform(0.4, 0.8), unit(size) * rng.uniform(0.25, 0.55)),
            ),
            tint(rng, 40, 200),
        )
    base = height * rng.uniform(0.72, 0.86)
    fill(image, polygon(size, [(0, base), (width, base), (width, height), (0, height)]), tint(rng, 30, 180))
    for _ in range(rng.randint(3, 7)):
        x, y, s = (
            rng.uniform(0.05, 0.95) * width,
            base + height * rng.uniform(0.02, 0.09),
            unit(size) * rng.uniform(0.06, 0.13),
        )
        fill(
            image,
            polygon(size, [(x - s, y), (x - s, y - s * 1.3), (x + s, y - s * 1.3), (x + s, y)]),
            tint(rng, 60, 255),
        )
        fill(
            image,
            polygon(size, [(x - s * 1.2, y - s * 1.3), (x, y - s * 2.2), (x + s * 1.2, y - s * 1.3)]),
            tint(rng, 20, 200),
        )
        fill(
            image,
            polygon(
                size, [(x - s * 0.25, y), (x - s * 0.25, y - s * 0.7), (x + s * 0.25, y - s * 0.7), (x + s * 0.25, y)]
            ),
            tint(rng, 10, 120),
        )
    return image


def geometric(rng: Random, size: Size) -> Image.Image:
    """Two or three flat fields of colour that meet at an angle, and one figure: minimal, and meant."""
    width, height = size
    image = plain(size, tint(rng, 20, 240))
    for _ in range(2):
        x, lean = rng.uniform(0.2, 0.8) * width, rng.uniform(0.15, 0.5) * height * rng.choice((-1, 1))
        fill(image, polygon(size, [(x, 0), (width, 0), (width, height), (x + lean, height)]), tint(rng, 10, 250))
    fill(
        image,
        ellipse(
            size,
            (rng.uniform(0.2, 0.8) * width, rng.uniform(0.25, 0.75) * height),
            (unit(size) * rng.uniform(0.08, 0.22),) * 2,
        ),
        tint(rng, 10, 255),
    )
    return image
