"""What a machine must have, and the examples of the documentation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import features

from proofpress.manifests.designs import read_template
from tests.imaging.composing.banners import BRAND, background, composed, job

ROOT = Path(__file__).parents[3]
WITHOUT_FRIBIDI = """
from PIL import features
from proofpress.imaging.composing import NoShaping
from tests.imaging.composing.banners import composed, job
assert not features.check("raqm")
for locale in ("de-DE", "ja-JP"):
    composed(job(locale=locale))
for locale in ("ar-EG", "he-IL", "hi-IN"):
    try:
        composed(job(locale=locale))
    except NoShaping as error:
        print(error)
"""


def test_this_machine_can_set_every_script() -> None:
    assert features.check("raqm"), "install libfribidi0, or the golden sheets cannot be compared"


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are hidden by LD_LIBRARY_PATH")
def test_without_fribidi_only_the_scripts_that_need_it_are_refused_with_the_mend(tmp_path: Path) -> None:
    for name in ("libfribidi.so", "libfribidi.so.0"):
        (tmp_path / name).write_bytes(b"no library")
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_FRIBIDI],
        env={"LD_LIBRARY_PATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = ran.stdout.splitlines()
    assert [re.search(r"text headline: (\w+) text needs the library FriBiDi", line)[1] for line in lines] == [  # type: ignore[index]
        "Arabic", "Hebrew", "Devanagari",
    ]  # fmt: skip
    assert all("apt-get install libfribidi0" in line for line in lines)


def shown(language: str) -> str:
    page = (ROOT / "docs/composing.md").read_text("utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_example_of_the_documentation_makes_a_banner() -> None:
    names: dict[str, object] = {"picture": background(job().form.shape)}
    exec(shown("python"), names)  # noqa: S102
    assert getattr(names["done"], "mime", "") == "image/jpeg"


def test_the_template_of_the_documentation_is_valid_and_makes_a_banner() -> None:
    template = read_template("card.yaml", shown("yaml").encode())
    for form in ("iab-300x250", "iab-160x600", "iab-320x50"):
        banner = job("hero", form).model_copy(update={"template": template, "brand": BRAND})
        assert composed(banner).figures.texts
