"""The labelled set of the bench: the same for the same seed, and labelled by construction."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from bench.screening.borders import letterbox
from bench.screening.canvas import grain, soft
from bench.screening.copies import COPIES, VARIANTS
from bench.screening.damage import cut, forged
from bench.screening.defects import PIXEL_DEFECTS, low_contrast, too_bright, too_dark
from bench.screening.entry import CLASSES, GOOD, Entry, Format, Source
from bench.screening.labelled import PARTS, asked
from bench.screening.making import made, sharp, visible
from bench.screening.packages import DEVELOPMENT, HELD_OUT, title_of
from bench.screening.photographs import Photograph, twins
from bench.screening.plan import plan
from bench.screening.scenes.gallery import HARD, ORDINARY

SIZE = (160, 120)
PHOTOGRAPHS = [Photograph(title, Path(f"{title}.png"), (2560, 1600)) for title in ("dune", "flow", "flow-dark", "path")]


def scene(name: str = "street") -> Image.Image:
    return ORDINARY[name](Random(name), SIZE)


def encoded(image: Image.Image, saved: str) -> bytes:
    out = BytesIO()
    image.save(out, saved)
    return out.getvalue()


def entry(label: str, form: str = "", strength: float = 0.0, saved: Format = Format.PNG) -> Entry:
    source = Source(scene="ridges", seed="1")
    return Entry(
        attempt=1,
        label=label,
        form=form,
        strength=strength,
        source=source,
        size=(256, 256),
        saved=saved,
        ratio="1:1",
        declared=saved,
    )


def test_the_same_seed_plans_the_same_files_and_another_one_others() -> None:
    assert plan("one", PHOTOGRAPHS) == plan("one", PHOTOGRAPHS)
    assert plan("one", PHOTOGRAPHS) != plan("two", PHOTOGRAPHS)


def test_a_plan_has_every_class_every_scene_and_no_name_twice() -> None:
    entries = plan("one", PHOTOGRAPHS)
    assert {entry.label for entry in entries} == {GOOD, *CLASSES}
    assert {entry.source.scene for entry in entries} >= {*ORDINARY, *HARD}
    assert len({entry.name for entry in entries}) == len(entries) == len({entry.attempt for entry in entries})


def test_what_is_made_from_another_picture_comes_after_it_and_shows_the_same() -> None:
    entries = {entry.attempt: entry for entry in plan("one", PHOTOGRAPHS)}
    pairs = [(entry, entries[entry.original]) for entry in entries.values() if entry.original]
    assert pairs
    for again, original in pairs:
        assert (again.source, original.label) == (original.source, GOOD)
        assert again.attempt > original.attempt
    copies = {form for form, _, _ in COPIES}
    assert all(again.label == ("duplicate" if again.form in {*copies, "exact"} else GOOD) for again, _ in pairs)
    assert {again.form for again, _ in pairs} == {*copies, "exact", *(form for form, _, _ in VARIANTS)}


def test_no_view_of_a_photograph_is_used_for_two_pictures_that_are_no_pair() -> None:
    views = [
        (entry.source.photograph, entry.source.view)
        for entry in plan("one", PHOTOGRAPHS)
        if entry.source.photograph and not entry.original
    ]
    assert len(set(views)) == len(views)


def test_the_parts_share_neither_seed_nor_photograph() -> None:
    dev, held_out = PARTS
    assert dev.seed != held_out.seed
    assert (dev.held_out, held_out.held_out) == (False, True)
    assert not set(DEVELOPMENT) & set(HELD_OUT)


def test_the_same_entry_gives_the_same_bytes() -> None:
    noisy = entry("noise", "grey", 28)
    assert made(noisy, {}, {}) == made(noisy, {}, {})


@pytest.mark.parametrize("name", [*ORDINARY, *HARD])
def test_a_scene_is_the_same_for_the_same_seed_in_any_shape(name: str) -> None:
    painter = (ORDINARY | HARD)[name]
    for size in ((96, 64), (64, 128)):
        first = painter(Random(name), size)
        assert (first.size, first.mode) == (size, "RGB")
        assert first.tobytes() == painter(Random(name), size).tobytes()


def test_every_defect_keeps_the_size_and_changes_the_picture() -> None:
    image = scene()
    for forms in PIXEL_DEFECTS.values():
        for _, change, strengths in forms:
            spoilt = change(image, Random(1), strengths[0])
            assert spoilt.size == image.size
            assert spoilt.tobytes() != image.tobytes()


def test_exposure_keeps_to_its_levels() -> None:
    image = scene()
    assert max(high for _, high in too_dark(image, Random(1), 16).getextrema()) == 16  # type: ignore[misc]
    assert min(low for low, _ in too_bright(image, Random(1), 232).getextrema()) >= 232  # type: ignore[misc]
    levels = low_contrast(image, Random(1), 17).getextrema()
    assert max(high for _, high in levels) - min(low for low, _ in levels) <= 17  # type: ignore[misc]


def test_grain_has_the_deviation_that_it_was_asked_for() -> None:
    grey = Image.new("RGB", (256, 256), (128, 128, 128))
    levels = grain(grey, Random(1), 20).convert("L").tobytes()
    mean = sum(levels) / len(levels)
    assert mean == pytest.approx(128, abs=1)
    assert (sum((level - mean) ** 2 for level in levels) / len(levels)) ** 0.5 == pytest.approx(20, abs=2)


def test_bars_are_of_one_colour_that_the_picture_does_not_end_in() -> None:
    white = Image.new("RGB", SIZE, (255, 255, 255))
    for seed in range(8):
        framed = letterbox(white, Random(seed), 10)
        bar, inside = framed.getpixel((0, 0)), framed.getpixel((SIZE[0] // 2, SIZE[1] // 2))
        assert inside == (255, 255, 255)
        assert bar != inside


@pytest.mark.parametrize("saved", ["JPEG", "PNG", "WEBP"])
def test_a_forged_file_has_its_end_and_lengths_in_order_and_shows_what_is_lost(saved: str) -> None:
    data = encoded(scene(), saved)
    spoilt = forged(data, Random(1), 40)
    assert len(cut(data, Random(1), 40)) < len(data) / 2
    if saved == "WEBP":
        assert int.from_bytes(spoilt[4:8], "little") + 8 == len(spoilt)
    else:
        assert spoilt.endswith(data[-2:])
    assert visible(data, spoilt)
    assert not visible(data, data)


def test_a_variant_that_hardly_differs_is_left_out() -> None:
    symmetric = entry(GOOD, "mirrored")
    assert made(symmetric, {}, {}) is not None
    plain = symmetric.model_copy(update={"source": Source(scene="starfield", seed="1")})
    assert made(plain, {}, {}) is None


def test_a_part_of_a_photograph_that_is_all_out_of_focus_is_known_as_such() -> None:
    assert sharp(scene())
    assert not sharp(soft(scene(), 12))


def test_a_smear_over_brush_strokes_is_left_out() -> None:
    smeared = entry("blur", "motion", 22)
    assert made(smeared, {}, {}) is not None
    assert made(smeared.model_copy(update={"source": Source(scene="strokes", seed="1")}), {}, {}) is None


def test_what_was_asked_is_written_as_the_command_reads_it() -> None:
    wrong = entry("mime").model_copy(update={"declared": Format.JPEG})
    assert asked(wrong) == {"aspect_ratio": "1:1", "image_size": "1K", "declared_mime": "image/jpeg", "attempt": 1}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("usr/share/wallpapers/Flow/contents/images_dark/5120x2880.jpg", "flow-dark"),
        ("usr/share/wallpapers/Flow/contents/screenshot.png", ""),
        ("usr/share/backgrounds/mate/nature/Dune.jpg", "dune"),
        ("usr/share/backgrounds/mate/abstract/Silk.png", ""),
        ("usr/share/doc/flow/picture.jpg", ""),
    ],
)
def test_a_file_of_a_package_has_one_title_or_is_not_taken(name: str, title: str) -> None:
    assert title_of(name) == title


def test_twins_are_one_motif_by_day_and_by_night() -> None:
    assert [(light.title, dark.title) for light, dark in twins(PHOTOGRAPHS)] == [("flow", "flow-dark")]
