from pathlib import Path

import pytest
from PIL import Image

from proofpress.domain.spec import BatchSpec
from proofpress.manifests import DirectoryFiles, load
from tests.manifests.loading import CATALOG, TODAY

EXAMPLES = Path(__file__).parents[2] / "examples"


def example(name: str) -> BatchSpec:
    return load(name, (EXAMPLES / name).read_bytes(), DirectoryFiles(EXAMPLES), CATALOG, TODAY)


@pytest.mark.parametrize(
    ("name", "items", "wanted"),
    [("wallpapers.yaml", 12, 24), ("queue.jsonl", 8, 9), ("products.yaml", 6, 6), ("hard-prompt.yaml", 1, 10)],
)
def test_an_example_is_read_without_a_warning(name: str, items: int, wanted: int) -> None:
    batch = example(name)
    assert (len(batch.items), sum(item.want for item in batch.items)) == (items, wanted)
    assert batch.warnings == ()
    assert batch.name == Path(name).stem


def test_the_wallpapers_say_all_their_colours() -> None:
    assert "Palette of rose, apricot and pale blue." in example("wallpapers.yaml").items[0].prompt


def test_every_product_is_shown_by_its_own_photo() -> None:
    photos = {item.variables["product.photo"]: item.references[0] for item in example("products.yaml").items}
    assert {path: reference.path for path, reference in photos.items()} == {path: path for path in photos}
    assert len({reference.sha256 for reference in photos.values()}) == 3


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("products/*")), ids=lambda path: path.name)
def test_a_reference_photo_is_small_and_whole(path: Path) -> None:
    assert path.stat().st_size < 60_000
    with Image.open(path) as photo:
        photo.load()
        assert min(photo.size) >= 400


def test_the_hard_prompt_holds_the_words_that_the_simulator_never_accepts() -> None:
    assert "exactly seventeen interlocking mirrored clock faces" in example("hard-prompt.yaml").items[0].prompt
