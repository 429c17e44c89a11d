import pytest

from tests.manifests.loading import PNG, MemoryFiles, assert_problem, loaded, only_problem, problems_of


def test_columns_are_fields_and_the_rest_variables() -> None:
    text = "\ufeffid,Prompt,want,Aspect Ratio,hero,city\r\na,A view of {{ city }},2,9:16,yes,Oslo\r\n\r\nb,B,,,,\r\n"
    first, second = loaded(text, "t.csv").items
    assert (first.id, first.prompt, first.want, first.hero) == ("a", "A view of Oslo", 2, True)
    assert first.variables == {"city": "Oslo"}
    assert (second.want, second.variables) == (1, {})


def test_a_column_of_two_words_is_the_field_with_an_underscore() -> None:
    assert loaded("prompt,aspect ratio\np,9:16", "t.csv").items[0].aspect_ratio == "9:16"


def test_semicolons_and_tabs_separate_too() -> None:
    for separator in ";\t":
        assert loaded(f'id{separator}prompt\na{separator}"x, y"', "t.csv").items[0].prompt == "x, y"


def test_references_of_a_cell_are_parted_by_semicolons() -> None:
    files = MemoryFiles({"a.png": PNG, "b.png": PNG})
    item = loaded("prompt,references\np,a.png; b.png", "t.csv", files).items[0]
    assert [reference.path for reference in item.references] == ["a.png", "b.png"]


def test_a_column_that_looks_misspelt_is_warned_of() -> None:
    batch = loaded("prompt,promt,title\np,x,y", "t.csv")
    assert batch.warnings == ("t.csv:1: the column 'promt' is taken for a variable; did you mean 'prompt'?",)
    assert batch.items[0].variables == {"promt": "x", "title": "y"}


@pytest.mark.parametrize(
    ("text", "line", "field", "message", "hint"),
    [
        ('prompt,want\n"two\nlines",1\np,many', 4, "want", "valid integer", ""),
        ("id,prompt\na,one, two", 2, "", "3 cells, but only 2 columns", "quotes"),
        ("id,,prompt\na,b,c", 2, "", "column without a name", "name"),
        ("id,prompt,id\na,p,b", 1, "", "'id' twice", "rename"),
        ('id,prompt\na,"open', 2, "", "not valid CSV", "quote"),
        ("id,prompt\na,p\nA,q", 3, "id", "line 2", ""),
        ("prompt\n{{ citty }}", 2, "prompt", "unknown variable 'citty'", "default"),
        ("prompt,city\n{{ citty }},Oslo", 2, "prompt", "unknown variable 'citty'", "'city'"),
        ("prompt", 1, "", "has no items", ""),
    ],
)
def test_a_fault_in_a_table_has_the_line_its_row_starts_on(
    text: str, line: int, field: str, message: str, hint: str
) -> None:
    assert_problem(only_problem(text, "t.csv"), line, field, message, hint)


def test_an_empty_cell_is_absent_and_not_empty_text() -> None:
    assert_problem(problems_of("prompt,city\nIn {{ city }},", "t.csv")[0], 2, "prompt", "unknown variable 'city'")
    assert loaded("prompt,city\nIn {{ city | default('town') }},", "t.csv").items[0].prompt == "In town"
