"""A manifest written to harm shows as text, runs nothing, and reads no file."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Item
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Create
from tests.desk.conftest import Run
from tests.support.browsers import Visit
from tests.support.desks import OpenDesk, opened

SCRIPT = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
PROMPT = f"a fox {SCRIPT} </template></style>"


@pytest.fixture
def work(run_in: Callable[[Path], Run], tmp_path: Path) -> Path:
    item = {"id": "fox", "prompt": PROMPT, "variables": {"place": SCRIPT}}
    defaults = {"want": 1, "final": "pro", "review": "hand", "size": "600x400"}
    manifest = tmp_path / "hostile.json"
    manifest.write_text(json.dumps({"name": "shore", "defaults": defaults, "items": [item]}))
    folder = tmp_path / "work"
    assert run_in(folder)("run", manifest) == 0
    return folder


@pytest.fixture
def desk(work: Path) -> Iterator[OpenDesk]:
    with opened(work, name=SCRIPT) as found:
        _plant(found)
        yield found


def _attempts(desk: OpenDesk) -> list[Attempt]:
    return desk.workspace.ledger.find(queries.attempts("shore"))


def _plant(desk: OpenDesk) -> None:
    """Records that no manifest of ours could have made: an item and its picture named to climb out of the folder."""
    (attempt,) = desk.workspace.ledger.find(queries.attempts_in("shore", AttemptState.PASSED))
    item = desk.workspace.ledger.get(Item, attempt.item)
    assert item is not None
    assert attempt.image is not None
    climbing = item.having(position=1, revision="", spec=item.spec.model_copy(update={"id": "../../secret"}))
    outside = attempt.image.model_copy(update={"name": "../../secret.jpg", "sha256": "1" * 64})
    assert desk.workspace.ledger.commit(
        Create(climbing), Create(attempt.having(item="shore/../../secret", image=outside, revision=""))
    )
    (desk.workspace.path.parent / "secret.jpg").write_bytes(b"secret")


def test_names_and_prompts_are_shown_as_they_are_written(desk: OpenDesk, window: Callable[..., Visit]) -> None:
    visit = window()
    visit.open(desk.link)
    assert SCRIPT in visit.page.locator(".who").inner_text()
    visit.press("Enter")
    panel = visit.page.get_by_label("About this draft")
    panel.get_by_text("onerror").first.wait_for()
    assert "<script>document.title" in panel.inner_text()
    visit.press("x", "1")
    visit.says("declined")
    assert visit.page.title() == "shore · Proofpress desk"
    assert visit.page.evaluate("() => document.querySelectorAll('#panel script, #panel img, #grid script').length") == 0
    visit.page.goto(f"{desk.address}/d/shore/fox/0001")
    assert "owned" not in visit.page.title()


def test_an_id_that_climbs_is_text_and_reads_no_file(desk: OpenDesk, window: Callable[..., Visit]) -> None:
    visit = window()
    visit.open(desk.link)
    visit.page.locator(".group").get_by_text("../../secret", exact=True).wait_for()
    for path in (
        "/full/shore/../../secret/0001",
        "/full/shore/..%2f..%2fsecret/0001",
        "/thumb/shore/%2e%2e/%2e%2e/secret/0001",
    ):
        answer = visit.context.request.get(desk.address + path)
        assert answer.status == 404
        assert b"secret" not in answer.body() or b"<h1>" in answer.body()
    assert not list((desk.workspace.path / "thumbs").rglob("1111*"))


def test_a_pack_of_it_is_harmless_too(
    desk: OpenDesk, window: Callable[..., Visit], run_in: Callable[[Path], Run], tmp_path: Path
) -> None:
    assert run_in(desk.workspace.path)("review", "shore", "--pack", tmp_path / "pack.zip") == 0
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        assert packed.namelist() == ["pictures/00001.webp", "index.html"]
        packed.extractall(tmp_path / "pack")
    visit = window()
    visit.page.goto((tmp_path / "pack" / "index.html").as_uri())
    visit.page.get_by_text("1 open").wait_for()
    assert "<script>document.title" in visit.page.locator(".draft .prompt").inner_text()
    assert visit.page.title() == "shore · for your review"


def test_a_ledger_that_names_a_file_outside_gives_nothing(desk: OpenDesk) -> None:
    planted = next(each for each in _attempts(desk) if "secret" in each.key)
    assert planted.image is not None
    with pytest.raises(ValueError, match="begins with a dot"):
        desk.workspace.store.get(Bucket.DRAFTS, planted.image.name)
