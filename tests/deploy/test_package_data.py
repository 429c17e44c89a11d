"""Files that a package reads go where its modules go."""

from pathlib import Path

from tests.deploy.configuration import PROJECT
from tools.staging.closure import closure_of, data_of

SOURCE = PROJECT / "shared"


def data_for(code: str, folder: Path) -> set[str]:
    entry = folder / "main.py"
    entry.write_text(code)
    return {path.relative_to(SOURCE).as_posix() for path in data_of(closure_of(entry, SOURCE), SOURCE)}


def test_what_composes_carries_all_fonts_with_their_licence(tmp_path: Path) -> None:
    found = data_for("from proofpress.imaging.composing import compose\n", tmp_path)
    fonts = "proofpress/imaging/composing/fonts/data"
    assert {f"{fonts}/OFL.txt", f"{fonts}/arabic-bold.ttf", f"{fonts}/japanese-regular.otf"} <= found
    assert found == {path.relative_to(SOURCE).as_posix() for path in (SOURCE / fonts).iterdir()}


def test_what_reads_designs_carries_templates_and_formats(tmp_path: Path) -> None:
    found = data_for("from proofpress.manifests.designs import templates\n", tmp_path)
    assert "proofpress/manifests/designs/data/formats.yaml" in found
    assert "proofpress/manifests/designs/data/templates/hero.yaml" in found


def test_what_does_neither_carries_none_of_it(tmp_path: Path) -> None:
    assert data_for("from proofpress.imaging.screening import screen\n", tmp_path) == set()
