"""screen: any pictures, outside a batch."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from proofpress.entry.cli.app import run_app
from proofpress.entry.screening import Sheet, judge
from tests.imaging.pictures import scene


def picture(width: int = 1024, height: int = 1024, shift: int = 0) -> bytes:
    wide = Image.linear_gradient("L").resize((width, height))
    high = Image.radial_gradient("L").resize((width, height)).point([(level + shift) % 256 for level in range(256)])
    data = io.BytesIO()
    Image.merge("RGB", [wide, high, wide.rotate(180)]).save(data, "JPEG")
    return data.getvalue()


def black() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (1024, 1024)).save(data, "PNG")
    return data.getvalue()


def screened(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, dict[str, Any]]:
    assert run_app(["screen", "--json", *map(str, arguments)]) == 0
    found: dict[str, dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_a_folder_is_screened_by_file_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "good.jpg").write_bytes(picture())
    (tmp_path / "deep" / "dark.png").write_bytes(black())
    (tmp_path / "cut.jpg").write_bytes(picture()[:5000])
    (tmp_path / "notes.txt").write_text("no picture")
    found = screened(capsys, tmp_path)
    assert list(found) == ["cut.jpg", "deep/dark.png", "good.jpg"]
    assert found["good.jpg"]["verdict"] == "pass"
    assert set(found["good.jpg"]) == {"verdict", "reasons", "warnings", "duplicate_of", "figures"}
    assert (found["good.jpg"]["figures"]["width"], found["good.jpg"]["figures"]["mime"]) == (1024, "image/jpeg")
    assert found["deep/dark.png"]["verdict"] == "reject"
    assert "dark" in found["deep/dark.png"]["reasons"]
    assert found["cut.jpg"]["reasons"] == ["broken"]


def test_the_lower_attempt_of_equal_pictures_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(picture())
    by_name = screened(capsys, tmp_path)
    assert [by_name[name]["duplicate_of"] for name in ("a.jpg", "b.jpg", "c.jpg")] == [None, "a.jpg", "a.jpg"]
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"a.jpg": {"attempt": 7}, "b.jpg": {"attempt": 2}}))
    by_attempt = screened(capsys, tmp_path, "--expected", expected)
    assert [by_attempt[name]["duplicate_of"] for name in ("a.jpg", "b.jpg", "c.jpg")] == ["b.jpg", None, "b.jpg"]
    assert by_attempt["a.jpg"]["reasons"] == ["duplicate"]


def test_a_picture_that_is_nearly_another_is_its_duplicate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    image = scene(1024, 1024)
    image.save(tmp_path / "a.png")
    image.crop((12, 12, 1012, 1012)).resize((900, 900)).save(tmp_path / "b.webp", quality=70)
    ImageOps.mirror(image).save(tmp_path / "c.png")
    Image.merge("RGB", image.split()[::-1]).save(tmp_path / "d.png")
    found = screened(capsys, tmp_path)
    assert {name: verdict["duplicate_of"] for name, verdict in found.items()} == {
        "a.png": None,
        "b.webp": "a.png",
        "c.png": None,
        "d.png": None,
    }


def test_many_files_are_screened_by_several_processes(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.jpg").write_bytes(picture(300, 300, shift=20 * number))
    (tmp_path / "6.jpg").write_bytes(b"<html>")
    sheets = [Sheet(path.name, path) for path in sorted(tmp_path.iterdir())]
    apart, together = list(judge(sheets, many=1)), list(judge(sheets))
    assert apart == together
    assert [one.screened.passed for one in apart] == [True] * 6 + [False]


def test_what_was_asked_is_found_by_name_by_path_and_by_bare_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.jpg", "deep/b.jpg", "deep/c.jpg"):
        (tmp_path / name).write_bytes(picture(shift=len(name)))
    asked = {"a.jpg": "image/png", f"{tmp_path}/deep/b.jpg": "image/png", "c.jpg": "image/png"}
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({name: {"declared_mime": mime} for name, mime in asked.items()}))
    assert run_app(["screen", "--json", str(tmp_path), "--expected", str(expected)]) == 0
    shown = capsys.readouterr()
    assert [verdict["reasons"][:1] for verdict in json.loads(shown.out).values()] == [["mime"]] * 3
    assert not shown.err


def test_a_profile_changes_the_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dark.png").write_bytes(black())
    assert screened(capsys, tmp_path)["dark.png"]["reasons"] == ["dark", "blank"]
    assert screened(capsys, tmp_path, "--profile", "off")["dark.png"]["verdict"] == "pass"
    assert run_app(["screen", str(tmp_path), "--profile", "paper"]) == 2
    assert "there are wallpaper, banner, photo, off" in capsys.readouterr().err


def test_a_rejected_picture_makes_no_other_a_duplicate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    (tmp_path / "b.jpg").write_bytes(picture())
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"a.jpg": {"aspect_ratio": "16:9", "attempt": 1}, "b.jpg": {"attempt": 2}}))
    found = screened(capsys, tmp_path, "--expected", expected)
    assert found["a.jpg"]["reasons"] == ["aspect"]
    assert found["b.jpg"]["verdict"] == "pass"


def test_pictures_are_held_to_what_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "small.jpg").write_bytes(picture(300, 300))
    (tmp_path / "wide.jpg").write_bytes(picture(1376, 768, 40))
    (tmp_path / "type.jpg").write_bytes(picture(shift=90))
    asked = {
        "small.jpg": {"aspect_ratio": "1:1", "image_size": "1K", "label": "ignored"},
        "wide.jpg": {"aspect_ratio": "16:9", "image_size": "1K", "declared_mime": "image/jpeg"},
        "type.jpg": {"declared_mime": "image/png"},
    }
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps(asked))
    found = screened(capsys, tmp_path, "--expected", expected)
    assert found["small.jpg"]["reasons"] == ["resolution"]
    assert (found["wide.jpg"]["verdict"], found["wide.jpg"]["warnings"]) == ("pass", [])
    assert (found["type.jpg"]["verdict"], found["type.jpg"]["reasons"]) == ("reject", ["mime"])


def test_equal_names_of_two_folders_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jpg").write_bytes(picture())
    found = screened(capsys, tmp_path / "one", tmp_path / "two")
    assert list(found) == [f"{tmp_path}/one/a.jpg", f"{tmp_path}/two/a.jpg"]


def test_people_read_a_table_and_a_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a[b].jpg").write_bytes(picture())
    (tmp_path / "z.jpg").write_bytes(b"<html>")
    assert run_app(["screen", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "a[b].jpg  pass" in shown
    assert "broken - the bytes are no picture" in " ".join(shown.split())
    assert "1 of 2 pass; broken 1." in shown


def test_a_named_file_is_screened_whatever_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "download").write_bytes(picture())
    assert screened(capsys, tmp_path / "download")["download"]["verdict"] == "pass"


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("[]", "expected.json"),
        ('{"a.jpg": {"aspect_ratio": "wide"}}', "a.jpg.aspect_ratio"),
        ('{"a.jpg": {"aspect_ratio": "7:5", "image_size": "1K"}}', "models make: 1:1,"),
        ('{"a.jpg": {"aspect_ratio": "1:1", "image_size": "3K"}}', "no image_size '3K'"),
    ],
)
def test_an_unusable_expectation_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected: str, words: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    (tmp_path / "expected.json").write_text(expected)
    assert run_app(["screen", str(tmp_path), "--expected", str(tmp_path / "expected.json")]) == 2
    assert words in capsys.readouterr().err


def test_expected_files_that_are_missing_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    (tmp_path / "expected.json").write_text('{"b.jpg": {}}')
    assert run_app(["screen", str(tmp_path), "--expected", str(tmp_path / "expected.json")]) == 0
    assert "files that are not there: b.jpg" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nothing", "."])
def test_nothing_to_screen_is_bad_input(tmp_path: Path, name: str) -> None:
    assert run_app(["screen", str(tmp_path / name)]) == 2


def test_only_unreadable_files_are_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert run_app(["screen", "--json", str(tmp_path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["gone.jpg"]["reasons"] == ["broken"]
    assert "cannot be read" in found["gone.jpg"]["figures"]["fault"]
