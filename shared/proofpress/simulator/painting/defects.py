"""What a mechanical screen rejects: faults of exposure and focus in the picture, and of its file."""

from enum import StrEnum

from PIL import Image

from proofpress.simulator.chance import Chance


class Defect(StrEnum):
    """Everything that can go wrong with a draft without the model's noticing."""

    DARK = "dark"
    BLANK = "blank"
    BLURRED = "blurred"
    TRUNCATED = "truncated"
    NEAR_DUPLICATE = "near_duplicate"
    EXACT_DUPLICATE = "exact_duplicate"
    WRONG_MIME = "wrong_mime"
    WRONG_RATIO = "wrong_ratio"


def ruin(image: Image.Image, defect: Defect | None, chance: Chance) -> Image.Image:
    """The picture with a defect of its pixels; other defects leave it as it is."""
    if defect is Defect.DARK:
        return image.point([value * 22 // 255 for value in range(256)] * 3)
    if defect is Defect.BLANK:
        return Image.new("RGB", image.size, image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    if defect is Defect.BLURRED:
        coarse = (max(4, image.width // 28), max(4, image.height // 28))
        return image.resize(coarse, Image.Resampling.BOX).resize(image.size, Image.Resampling.BICUBIC)
    if defect is Defect.NEAR_DUPLICATE:
        return _nearly_same(image, chance)
    return image


def cut_short(data: bytes) -> bytes:
    """A picture's file that ends in the middle of its pixels."""
    return data[: max(256, len(data) * 3 // 5)]


def _nearly_same(image: Image.Image, chance: Chance) -> Image.Image:
    gain = chance.between("gain", 0.985, 1.015)
    inset = chance.between("inset", 0.002, 0.008)
    inner = (image.width * inset, image.height * inset, image.width * (1 - inset), image.height * (1 - inset))
    image = image.resize(image.size, Image.Resampling.BILINEAR, box=inner)
    return image.point([min(255, round(value * gain)) for value in range(256)] * 3)
