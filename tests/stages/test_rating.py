"""Stars and seen states: what a person at the desk says besides yes and no."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.domain.dislikes import WORDS, Dislike, dislike_of
from proofpress.domain.errors import BadInput, Overtaken
from proofpress.domain.states import AttemptState
from proofpress.stages import deciding
from tests.support.pipeline import Pipeline

MANIFEST = "defaults: {want: 2, final: pro, review: hand}\nitems:\n- {id: key, prompt: a brass key}\n"
KEY = "b/key/0001"


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    (tmp_path / "work").mkdir()
    with closing(Pipeline(tmp_path / "work")) as made:
        made.submit(MANIFEST)
        made.drive()
        yield made


def test_stars_are_kept_and_change_nothing_else(pipeline: Pipeline) -> None:
    before = pipeline.attempts()[0]
    rated = deciding.rate(pipeline.ports, KEY, 4)
    assert rated.having(stars=None, changed=before.changed, revision=before.revision) == before
    assert deciding.rate(pipeline.ports, KEY, 4) == rated
    assert deciding.rate(pipeline.ports, KEY, 0).stars is None


@pytest.mark.parametrize("stars", [-1, 6])
def test_there_are_five_stars(pipeline: Pipeline, stars: int) -> None:
    with pytest.raises(BadInput, match="0 to 5 stars"):
        deciding.rate(pipeline.ports, KEY, stars)


def test_what_has_no_picture_has_no_stars(pipeline: Pipeline) -> None:
    child = deciding.refine(pipeline.ports, KEY, "make it dusk")
    with pytest.raises(BadInput, match="has no picture"):
        deciding.rate(pipeline.ports, child.key, 3)


def test_a_decision_on_what_somebody_else_decided_is_overtaken(pipeline: Pipeline) -> None:
    deciding.decline(pipeline.ports, KEY, "sam", "text")
    with pytest.raises(Overtaken, match="is declined by sam meanwhile"):
        deciding.accept(pipeline.ports, KEY, "kim", seen=AttemptState.PASSED)
    with pytest.raises(Overtaken):
        deciding.decline(pipeline.ports, KEY, "kim", seen=AttemptState.PASSED)
    assert pipeline.attempts()[0].decided_by == "sam"
    assert deciding.accept(pipeline.ports, KEY, "kim", seen=AttemptState.DECLINED).decided_by == "kim"


@pytest.mark.parametrize(("reason", "name", "words"), [("text", "text", "lettering"), ("too dark", "", "too dark")])
def test_a_reason_with_a_name_is_counted(pipeline: Pipeline, reason: str, name: str, words: str) -> None:
    declined = deciding.decline(pipeline.ports, KEY, "kim", reason)
    assert (declined.reason, declined.comments) == (name, (words,))


def test_an_undo_forgets_the_reason(pipeline: Pipeline) -> None:
    deciding.decline(pipeline.ports, KEY, "kim", "text")
    again = deciding.take_back(pipeline.ports, KEY, "kim")
    assert (again.reason, again.comments) == ("", ())


@pytest.mark.parametrize("reason", Dislike)
def test_every_reason_is_known_by_its_name_and_by_its_words(reason: Dislike) -> None:
    assert dislike_of(reason.value) is dislike_of(f" {WORDS[reason].upper()} ") is reason
    assert dislike_of("something else") is None
