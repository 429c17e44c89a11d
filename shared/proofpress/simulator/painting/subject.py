"""Places a reference image, such as a product photo, as the subject of a scene."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_TALLEST = 0.5
_WIDEST = 0.55
_FOOT = 0.77
_LEVELS_APART = 26


def place_subject(scene: Image.Image, reference: Image.Image) -> Image.Image:
    """The scene with the reference standing in it: cut out from a plain ground, else as a rounded card."""
    subject = reference.convert("RGB")
    subject.thumbnail((round(scene.width * _WIDEST), round(scene.height * _TALLEST)), Image.Resampling.BILINEAR)
    mask = _cut_out(subject) or _card(subject.size)
    at = ((scene.width - subject.width) // 2, round(scene.height * _FOOT) - subject.height)
    _shadow(scene, mask, at)
    scene.paste(subject, at, mask)
    return scene


def _cut_out(subject: Image.Image) -> Image.Image | None:
    """What differs from the colour of the first corner, or None where the edges are not plain."""
    plain = subject.crop((0, 0, 1, 1)).resize(subject.size)
    red, green, blue = ImageChops.difference(subject, plain).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    width, height = subject.size
    edges = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    if max(max(apart.crop(edge).tobytes()) for edge in edges) > _LEVELS_APART:
        return None
    return apart.point([min(255, max(0, (value - _LEVELS_APART // 2) * 12)) for value in range(256)])


def _card(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), min(size) // 16, fill=255)
    return mask


def _shadow(scene: Image.Image, mask: Image.Image, at: tuple[int, int]) -> None:
    blur = max(2, mask.width // 30)
    soft = mask.filter(ImageFilter.BoxBlur(blur)).point([value * 2 // 5 for value in range(256)])
    scene.paste((0, 0, 0), (at[0] + blur, at[1] + blur), soft)
