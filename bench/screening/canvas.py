"""What the scenes are painted with: fields of noise, gradients, shapes with smooth edges, grain.

Everything comes from a `Random`, so that the same seed gives the same pixels (Pillow's own noise has no seed).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random
from typing import Final, cast

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from bench.screening.sizes import Size

Colour = tuple[int, int, int]
Point = tuple[float, float]
_SMOOTH: Final = 2
_UNIFORM_SIGMA: Final = 73.6 / 2
"""Standard deviation of the mean of four uniform bytes."""


def unit(size: Size) -> float:
    """The pixels that a thing of size 1 has: the height, unless the shape is so narrow that it would not fit."""
    return min(size[1], 1.3 * size[0])


def static(rng: Random, size: Size) -> Image.Image:
    """Independent grey pixels, nearly normal about 128 with a deviation of `_UNIFORM_SIGMA`."""
    parts = [Image.frombytes("L", size, rng.randbytes(size[0] * size[1])) for _ in range(4)]
    halves = [Image.blend(one, other, 0.5) for one, other in (parts[:2], parts[2:])]
    return Image.blend(halves[0], halves[1], 0.5)


def field(rng: Random, size: Size, cell: float, octaves: int = 4, stretch: float = 1.0) -> Image.Image:
    """Clouds, 0 to 255, whose largest lumps are `cell` pixels high and `stretch` times as wide."""
    total = Image.new("L", size, 128)
    for octave in range(octaves):
        step = cell / 2**octave
        grid = (max(2, round(size[0] / step / stretch) + 1), max(2, round(size[1] / step) + 1))
        lumps = Image.frombytes("L", grid, rng.randbytes(grid[0] * grid[1])).resize(size, Image.Resampling.BICUBIC)
        total = lumps if not octave else Image.blend(total, lumps, 0.5**octave / (2 - 0.5**octave))
    return ImageOps.autocontrast(total, cutoff=0.2)


def plain(size: Size, colour: Colour) -> Image.Image:
    """One colour."""
    return Image.new("RGB", size, colour)


def ramp(size: Size, colours: Sequence[Colour], *, across: bool = False) -> Image.Image:
    """A smooth gradient from top to bottom, or from left to right."""
    strip = Image.new("RGB", (1, len(colours)))
    strip.putdata([tuple(colour) for colour in colours])
    steps = strip.resize((1, 256), Image.Resampling.BICUBIC)
    turned = steps.transpose(Image.Transpose.ROTATE_90) if across else steps
    return turned.resize(size, Image.Resampling.BICUBIC)


def glow(size: Size, centre: Point, radius: float, power: float = 1.0) -> Image.Image:
    """A mask that falls off from 255 at the centre to 0 at the radius; both in pixels."""
    side = max(2, round(2 * radius))
    spot = ImageOps.invert(Image.radial_gradient("L")).point(
        lambda level: round(255 * max(0.0, (level - 74) / 181) ** power)
    )
    mask = Image.new("L", size)
    mask.paste(
        spot.resize((side, side), Image.Resampling.BICUBIC), (round(centre[0] - radius), round(centre[1] - radius))
    )
    return mask


def mask_of(size: Size, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    """A mask with smooth edges: `draw` gets a pen and the factor by which to multiply pixels."""
    large = Image.new("L", (size[0] * _SMOOTH, size[1] * _SMOOTH))
    draw(ImageDraw.Draw(large), _SMOOTH)
    return large.reduce(_SMOOTH)


def polygon(size: Size, points: Sequence[Point]) -> Image.Image:
    """The mask of one polygon, in pixels."""
    xs, ys = [x for x, _ in points], [y for _, y in points]

    def draw(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
        pen.polygon([((x - left) * _SMOOTH, (y - top) * _SMOOTH) for x, y in points], fill=255)

    return _placed(size, (min(xs), min(ys), max(xs), max(ys)), draw)


def ellipse(size: Size, centre: Point, radii: Point) -> Image.Image:
    """The mask of one ellipse, in pixels."""
    (x, y), (across, down) = centre, radii
    bounds = (x - across, y - down, x + across, y + down)

    def draw(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
        shift = (left, top, left, top)
        pen.ellipse([(edge - start) * _SMOOTH for edge, start in zip(bounds, shift, strict=True)], fill=255)

    return _placed(size, bounds, draw)


def _placed(
    size: Size, bounds: tuple[float, float, float, float], draw: Callable[[ImageDraw.ImageDraw, int, int], None]
) -> Image.Image:
    """A mask that is drawn only where something is: most shapes are small."""
    left, top = max(0, int(bounds[0]) - 2), max(0, int(bounds[1]) - 2)
    right, bottom = min(size[0], int(bounds[2]) + 3), min(size[1], int(bounds[3]) + 3)
    mask = Image.new("L", size)
    if left < right and top < bottom:
        part = mask_of((right - left, bottom - top), lambda pen, _: draw(pen, left, top))
        mask.paste(part, (left, top))
    return mask


def faded(mask: Image.Image, share: float) -> Image.Image:
    """A mask that lets only a share through."""
    return mask.point(lambda level: round(level * share))


def colour_at(image: Image.Image, x: float, y: float) -> Colour:
    """The pixel of an RGB image nearest to a point."""
    place = (max(0, min(image.width - 1, int(x))), max(0, min(image.height - 1, int(y))))
    red, green, blue = cast("Colour", image.getpixel(place))
    return red, green, blue


def fill(image: Image.Image, mask: Image.Image, colour: Colour) -> None:
    """Paint a mask in one colour."""
    if box := mask.getbbox():
        image.paste(colour, box, mask.crop(box))


def textured(image: Image.Image, texture: Image.Image, strength: float) -> Image.Image:
    """Lighten and darken by a grey texture about 128; at strength 1 by its full swing."""
    shift = texture.point(lambda level: round(128 + (level - 128) * strength))
    return _shifted(image, Image.merge("RGB", [shift] * 3))


def grain(image: Image.Image, rng: Random, sigma: float, *, colour: bool = False) -> Image.Image:
    """Add normal noise of that many levels to every pixel: the same to all channels, or to each its own."""
    size = image.size
    layers = [static(rng, size) for _ in range(3)] if colour else [static(rng, size)] * 3
    scaled = [layer.point(lambda level: round(128 + (level - 127.5) * sigma / _UNIFORM_SIGMA)) for layer in layers]
    return _shifted(image, Image.merge("RGB", scaled))


def _shifted(image: Image.Image, shift: Image.Image) -> Image.Image:
    """Add levels about 128; in two steps, as one would lose what is above 255 before the offset."""
    up = shift.point(lambda level: max(0, level - 128))
    down = shift.point(lambda level: max(0, 128 - level))
    return ImageChops.subtract(ImageChops.add(image, up), down)


def soft(image: Image.Image, radius: float) -> Image.Image:
    """A Gaussian blur."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def line_of(rng: Random, size: Size, level: float, swing: float, steps: int = 7) -> list[float]:
    """A ragged skyline: one height per column by midpoint displacement, in pixels from the top."""
    heights = [level + rng.uniform(-swing, swing) for _ in range(3)]
    for _ in range(steps):
        swing *= 0.55
        between = [(one + other) / 2 + rng.uniform(-swing, swing) for one, other in pairwise(heights)]
        heights = [height for pair in zip(heights, [*between, 0.0], strict=True) for height in pair][:-1]
    step = (len(heights) - 1) / max(1, size[0] - 1)
    return [heights[min(len(heights) - 1, round(column * step))] for column in range(size[0])]


def below(size: Size, heights: Sequence[float]) -> Image.Image:
    """The mask of everything under a skyline."""
    outline = [(float(column), height) for column, height in enumerate(heights)]
    return polygon(size, [*outline, (float(size[0]), float(size[1])), (0.0, float(size[1]))])


def tint(rng: Random, low: int, high: int) -> Colour:
    """A colour whose channels lie in a range."""
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def mixed_image(image: Image.Image, colour: Colour, share: float) -> Image.Image:
    """An image part of the way to one colour."""
    return Image.blend(image, Image.new("RGB", image.size, colour), share)
