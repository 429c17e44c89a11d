import hashlib

import pytest

from tests.manifests.loading import PNG, MemoryFiles, assert_problem, loaded, only_problem, problems_of


def test_a_reference_carries_hash_type_and_size() -> None:
    reference = loaded("- {prompt: p, references: a.jpg}", files=MemoryFiles({"a.jpg": PNG})).items[0].references[0]
    assert reference.path == "a.jpg"
    assert reference.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (reference.mime, reference.size) == ("image/png", len(PNG))


def test_a_file_is_read_once_however_many_items_name_it() -> None:
    files = MemoryFiles({"a.png": PNG, "b.txt": "x"})
    problems_of("items:\n" + "- {prompt: p, references: [a.png, b.txt]}\n" * 9, files=files)
    assert sorted(files.reads) == ["a.png", "b.txt"]


def test_a_path_is_a_template_and_an_empty_one_is_left_out() -> None:
    text = (
        "defaults: {prompt: '{{ n }}', references: ['{{ n }}.png', \"{{ 'b.png' if n == 'a' }}\"]}\nmatrix: {n: [a, b]}"
    )
    text = text.replace("if n == 'a' }}", "if n == 'a' else '' }}")
    items = loaded(text, files=MemoryFiles({"a.png": PNG, "b.png": PNG})).items
    assert [[reference.path for reference in item.references] for item in items] == [["a.png", "b.png"], ["b.png"]]


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("refs/mugg.png", "no file 'refs/mugg.png'", "'refs/mug.png'"),
        ("text.png", "no image of a known type", "PNG, JPEG"),
        ("large.png", "more than 7 MB", ""),
        ("/etc/passwd", "relative", ""),
        ("~/a.png", "relative", ""),
        ("C:/a.png", "relative", ""),
        ("gs://bucket/a.png", "not an address", ""),
        ("refs/../../a.png", "must not leave", ""),
    ],
)
def test_a_reference_that_cannot_be_sent_is_reported(path: str, message: str, hint: str) -> None:
    files = MemoryFiles({"refs/mug.png": PNG, "text.png": "GIF89a", "large.png": PNG + b"\0" * 7_000_000})
    problem = only_problem(f"items:\n- prompt: p\n  references:\n  - refs/mug.png\n  - {path}", files=files)
    assert_problem(problem, 5, "items[0].references[1]", message, hint)


def test_a_final_leaves_one_place_for_its_draft() -> None:
    files = MemoryFiles({"a.png": PNG})
    paths = ", ".join(["a.png"] * 14)
    text = f"items:\n- {{prompt: p, references: [{paths}]}}"
    assert_problem(only_problem(text, files=files), 2, "items[0].references", "14 .* more than the 13", "its draft")
    assert len(loaded(text.replace("p,", "p, final: none,"), files=files).items[0].references) == 14


def test_a_missing_file_of_the_defaults_is_reported_once() -> None:
    assert_problem(
        only_problem("defaults:\n  references: a.png\nitems: [p, q]"), 2, "defaults.references[0]", "no file"
    )
