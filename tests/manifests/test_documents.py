import pytest

from tests.manifests.loading import assert_problem, loaded, only_problem


@pytest.mark.parametrize(
    ("name", "data", "line", "message", "hint"),
    [
        ("m.txt", b"- p", 1, "no format", ".yaml, .yml, .json, .jsonl, .ndjson, .csv"),
        ("manifest", b"- p", 1, "no format", ".yaml"),
        ("m.yaml", b"- p\n- \x00", 2, "control character 0x00: a binary file", "plain text"),
        ("m.yaml", b"\x89PNG\r\n\x1a\n", 1, "not text in UTF-8: byte 0x89", "UTF-8"),
        ("m.csv", "prompt\ncafé".encode("latin-1"), 2, "not text in UTF-8: byte 0xe9", "UTF-8"),
        ("m.csv", "prompt\np".encode("utf-16"), 1, "UTF-16", "UTF-8"),
        ("m.yaml", b"", 1, "must be a mapping", ""),
        ("m.yaml", b"# nothing\n", 1, "must be a mapping", ""),
        ("m.json", b"", 1, "not valid JSON", ""),
        ("m.jsonl", b"\n", 1, "has no items", ""),
        ("m.csv", b"", 1, "has no items", ""),
    ],
)
def test_what_is_no_manifest_gets_one_clear_message(name: str, data: bytes, line: int, message: str, hint: str) -> None:
    assert_problem(only_problem(data, name), line, "", message, hint)


def test_the_suffix_may_be_in_capitals_and_the_name_a_path() -> None:
    batch = loaded("- p", "some/Folder/Spring Sale.YML")
    assert batch.name == "spring-sale"


def test_a_batch_without_a_nameable_name_is_called_batch() -> None:
    assert loaded("- p", "東京.yaml").name == "batch"


def test_the_source_is_the_text_as_it_was_written() -> None:
    assert loaded("- p  # why\n").source == "- p  # why\n"
