"""Pictures drawn for the tests, each with what makes it hard."""

import itertools
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter


def scene(width: int = 512, height: int = 512, seed: int = 1) -> Image.Image:
    """Coloured discs on a gradient: an ordinary, busy picture."""
    dice = random.Random(seed)
    image = ImageChops.multiply(_gradient(width, height), Image.new("RGB", (width, height), (255, 190, 120)))
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y, side = dice.randrange(width), dice.randrange(height), dice.randrange(4, width // 4 + 5)
        draw.ellipse((x, y, x + side, y + side), fill=tuple(dice.randrange(256) for _ in range(3)))
    return image


def night(width: int = 768, height: int = 1376) -> Image.Image:
    """Stars of one and two pixels on near black: extremely dark, and meant so."""
    dice = random.Random(7)
    image = Image.new("RGB", (width, height), (4, 5, 14))
    for _ in range(width * height // 2000):
        x, y, side = dice.randrange(width), dice.randrange(height), dice.choice((1, 1, 2))
        image.paste((dice.randrange(160, 256),) * 3, (x, y, x + side, y + side))
    return image


def moon() -> Image.Image:
    """One small disc on black."""
    image = Image.new("RGB", (1024, 1024), (3, 3, 8))
    ImageDraw.Draw(image).ellipse((700, 200, 716, 216), fill=(235, 235, 220))
    return image


def fog() -> Image.Image:
    """Soft shapes in a narrow band of light grey."""
    shapes = scene(1024, 1024, seed=3).convert("L").filter(ImageFilter.GaussianBlur(60))
    return shapes.point(lambda level: 175 + level // 6).convert("RGB")


def flat_art() -> Image.Image:
    """Three plain colours: compresses to next to nothing."""
    image = Image.new("RGB", (1264, 848), (250, 214, 165))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1264, 848), fill=(94, 84, 142))
    draw.ellipse((540, 300, 760, 520), fill=(224, 122, 95))
    return image


def line_art() -> Image.Image:
    """A thin black circle on white: nearly all of it is pure white."""
    image = Image.new("RGB", (1024, 1024), "white")
    ImageDraw.Draw(image).ellipse((400, 400, 624, 624), outline="black", width=2)
    return image


def pencil() -> Image.Image:
    """A pale drawing without one dark spot."""
    image = Image.new("RGB", (1024, 1024), "white")
    ImageDraw.Draw(image).ellipse((400, 400, 624, 624), outline=(140, 140, 140), width=6)
    return image


def full_stop() -> Image.Image:
    """The smallest subject: one black dot on white."""
    image = Image.new("RGB", (1024, 1024), "white")
    ImageDraw.Draw(image).ellipse((500, 500, 510, 510), fill="black")
    return image


def isoluminant() -> Image.Image:
    """Red on green of the same luma."""
    image = Image.new("RGB", (1024, 1024), (200, 60, 60))
    image.paste((60, 131, 60), (256, 256, 768, 768))
    return image


def deep_blue() -> Image.Image:
    """A saturated blue has hardly any luma."""
    return ImageChops.multiply(_gradient(1024, 1024), Image.new("RGB", (1024, 1024), (0, 0, 255)))


def banner() -> Image.Image:
    """8:1, whose short side is only 384 pixels."""
    return scene(3072, 384, seed=5)


def bokeh() -> Image.Image:
    """Soft lights behind one small subject in focus."""
    image = scene(1024, 1024, seed=4).filter(ImageFilter.GaussianBlur(14))
    ImageDraw.Draw(image).rectangle((470, 400, 550, 640), fill=(20, 20, 24))
    return image


def silk() -> Image.Image:
    """Slow waves of colour: not one edge, and none is missing."""
    dice = random.Random(5)
    return Image.frombytes("RGB", (4, 4), dice.randbytes(48)).resize((1024, 1024), Image.Resampling.BICUBIC)


def high_key() -> Image.Image:
    """A pale thing with a thin rim, white on white."""
    image = Image.new("RGB", (1024, 1024), (250, 250, 248))
    ImageDraw.Draw(image).rounded_rectangle((440, 340, 590, 690), 40, (232, 226, 220), (150, 140, 135), 3)
    return image


def skyline() -> Image.Image:
    """Towers in plain colours, without a window, down to the lower edge."""
    dice = random.Random(6)
    image = _gradient(1376, 768)
    draw = ImageDraw.Draw(image)
    for left in range(0, 1376, 60):
        draw.rectangle((left, 768 - dice.randrange(150, 380), left + 60, 768), fill=(dice.randrange(60),) * 3)
    return image


def film() -> Image.Image:
    """Grain as a film has it."""
    image = scene(1024, 1024, seed=8)
    grain = Image.effect_noise(image.size, 7)
    return ImageChops.add(image, Image.merge("RGB", (grain,) * 3), 1, -128)


def cloth() -> Image.Image:
    """Threads of a few pixels with dark gaps: as rough as noise, and plain within each thread."""
    dice = random.Random(10)
    image = Image.new("RGB", (1024, 1024), (40, 36, 34))
    draw = ImageDraw.Draw(image)
    for left, top in itertools.product(range(0, 1024, 8), repeat=2):
        shade = dice.randrange(140, 220) if (left + top) % 16 else dice.randrange(70, 120)
        draw.rectangle((left, top, left + 5, top + 5), fill=(shade, shade * 3 // 4, shade // 2))
    return image


def pebbles() -> Image.Image:
    """Small stones, many of them lighter or darker than all around."""
    dice = random.Random(11)
    image = Image.new("RGB", (1024, 1024), (90, 80, 70))
    draw = ImageDraw.Draw(image)
    for _ in range(30_000):
        x, y, side = dice.randrange(1024), dice.randrange(1024), dice.randrange(2, 12)
        draw.ellipse((x, y, x + side, y + side), fill=(dice.randrange(40, 230),) * 3)
    return image


def windows() -> Image.Image:
    """Lit windows of a few pixels in the dark: hardly an edge, and all of them sharp."""
    dice = random.Random(12)
    image = Image.new("RGB", (1024, 1024), (10, 12, 26))
    for _ in range(60):
        x, y = dice.randrange(0, 1000, 20), dice.randrange(500, 1000, 20)
        image.paste((240, 200, 120), (x, y, x + 5, y + 7))
    return image


def corner_house() -> Image.Image:
    """One upright edge between two plain walls down to the lower side."""
    image = Image.new("RGB", (848, 1264), (2, 30, 80))
    draw = ImageDraw.Draw(image)
    draw.polygon(((0, 540), (580, 440), (580, 1264), (0, 1264)), fill=(2, 82, 115))
    draw.polygon(((580, 440), (848, 530), (848, 1264), (580, 1264)), fill=(214, 242, 226))
    return image


def stripes() -> Image.Image:
    """Upright stripes: every row is like the last one."""
    return scene(1024, 2, seed=9).crop((0, 0, 1024, 1)).resize((1024, 1024), Image.Resampling.NEAREST)


def noise(width: int = 512, height: int = 512) -> Image.Image:
    """Random pixels, the same ones every time."""
    return Image.frombytes("RGB", (width, height), random.Random(9).randbytes(3 * width * height))


GOOD = {
    picture.__name__: picture
    for picture in (
        scene,
        night,
        moon,
        fog,
        flat_art,
        line_art,
        pencil,
        full_stop,
        isoluminant,
        deep_blue,
        banner,
        bokeh,
        silk,
        high_key,
        skyline,
        film,
        cloth,
        pebbles,
        windows,
        corner_house,
        stripes,
    )
}


def _gradient(width: int, height: int) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")
