"""How the bench scores a screen."""

import pytest

from bench.screening.anchors import HAS
from bench.screening.entry import CLASSES, Entry, Format, Source
from bench.screening.scoring import Score, scores_of
from bench.screening.section import Tool, table


def entry(label: str, form: str = "", strength: float = 0.0, *, hard: bool = False) -> Entry:
    return Entry(
        attempt=1,
        label=label,
        form=form,
        strength=strength,
        hard=hard,
        source=Source(scene="fog"),
        size=(8, 8),
        saved=Format.PNG,
        ratio="1:1",
        declared=Format.PNG,
    )


def test_precision_recall_and_f1_are_those_of_the_textbook() -> None:
    score = Score(right=6, wrong=2, missed=4)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert (Score().precision, Score().recall, Score().f1) == (0, 0, 0)


def test_a_file_that_a_tool_could_not_open_counts_as_not_caught() -> None:
    scores = scores_of({"a": entry("broken"), "b": entry("broken")}, {"a": frozenset({"broken"})})
    assert scores.classes["broken"] == Score(right=1, missed=1)


def test_a_reason_given_to_a_good_picture_counts_against_its_class_and_as_a_false_reject() -> None:
    truth = {"a": entry("good"), "b": entry("good", hard=True), "c": entry("blur")}
    scores = scores_of(truth, {"b": frozenset({"blur"}), "c": frozenset({"blur"})})
    assert scores.classes["blur"] == Score(right=1, wrong=1)
    assert scores.rejected == ("b",)
    assert (scores.false_rejects, scores.hard_false_rejects) == (50, 100)


def test_what_is_true_besides_the_label_counts_neither_way() -> None:
    scores = scores_of({"a": entry("dark", "dark", 9)}, {"a": frozenset({"dark", "blank", "noise"})})
    assert scores.classes["dark"] == Score(right=1)
    assert scores.classes["blank"] == Score()
    assert scores.classes["noise"] == Score(wrong=1)


def test_a_black_picture_is_caught_as_blank_or_as_dark() -> None:
    scores = scores_of({"a": entry("blank", "filled", 0)}, {"a": frozenset({"dark"})})
    assert scores.classes["blank"] == Score(right=1)
    assert scores.classes["dark"] == Score()


@pytest.mark.parametrize(("label", "form", "name"), [("border", "one-bar", "broken"), ("broken", "tail", "border")])
def test_a_bar_below_and_a_stream_that_ended_early_are_caught_under_either_name(
    label: str, form: str, name: str
) -> None:
    scores = scores_of({"a": entry(label, form, 18)}, {"a": frozenset({name})})
    assert scores.classes[label] == Score(right=1)
    assert scores.classes[name] == Score()


def test_the_macro_mean_is_over_all_classes_or_over_those_named() -> None:
    scores = scores_of({"a": entry("blur")}, {"a": frozenset({"blur"})})
    assert scores.macro() == pytest.approx(1 / len(CLASSES))
    assert scores.macro(["blur"]) == 1


def test_the_table_leaves_open_what_a_tool_has_no_word_for() -> None:
    scores = scores_of({"a": entry("blur")}, {"a": frozenset({"blur"})})
    page = table([Tool("ours", scores, CLASSES), Tool("theirs", scores, HAS["imagededup"], 3)])
    line = next(line for line in page.splitlines() if line.startswith("blur "))
    assert line.split() == ["blur", "1", "20.7-100.0", "100.0", "100.0", "100.0", "-"]
    assert page.splitlines()[-1].split() == ["not", "opened", "0", "3"]
