"""run CAMPAIGN --event: add a campaign, let it hear some events, and work until nothing moves."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import overload

from proofpress.domain.errors import BadInput, Drop
from proofpress.domain.events import ShopEventReceived
from proofpress.domain.money import ZERO, dollars
from proofpress.domain.records import Batch, Campaign
from proofpress.domain.states import ProductState
from proofpress.entry.campaigns.adding import add
from proofpress.entry.campaigns.rehearsed import Rehearsal
from proofpress.entry.campaigns.sending import news_of, read_event
from proofpress.entry.campaigns.view import CampaignView, campaign_view
from proofpress.entry.cli.app import INTERRUPTED
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.campaign_view import product_rows, rehearsal_lines
from proofpress.entry.cli.console import complain, note, out, print_json
from proofpress.entry.cli.interrupting import interruptible
from proofpress.entry.cli.live import watching
from proofpress.entry.cli.looking import is_work_folder, refuse_if_busy
from proofpress.entry.cli.rehearsing import rehearser_of
from proofpress.entry.cli.running import Job, opened
from proofpress.entry.connecting import target_of
from proofpress.entry.local import Local, open_workspace
from proofpress.entry.manifest_files import LoadedCampaign, read_campaign
from proofpress.entry.outcome import ATTENTION, CAPPED, DONE, FAILED, exit_code
from proofpress.entry.reports import write_reports
from proofpress.entry.settings import read_catalog
from proofpress.manifests.files import DirectoryFiles
from proofpress.manifests.senders import Ignored, News
from proofpress.ports import Ledger
from proofpress.stages.campaigns.hearing import hear


def run_campaign(job: Job, file: Path, events: Sequence[Path]) -> int:
    """Run a campaign in a work folder; the exit code."""
    catalog, target = read_catalog(job.settings), target_of(os.environ, simulate=job.simulate)
    note(target.words)
    loaded = read_campaign(file, catalog, datetime.now(UTC).date())
    heard = [(path, read_event(path)) for path in events]
    said = [_rehearsed(job, file, loaded, news) for news in _news(heard)]
    for each in said:
        for line in rehearsal_lines(each):
            note(line)
    expected = sum((each.expected_usd for each in said), ZERO)
    spec = loaded.spec
    confirm(
        f"Spend about {dollars(round(expected, 2))} on these events, and on {spec.name} in all never more than "
        f"{dollars(spec.max_usd)}, with what is under way of it?",
        yes=job.yes or not target.live,
    )
    with opened(job, target) as local:
        campaign, _ = add(local.ports, loaded)
        refused = _hear(local, heard)
        _work(job, local, campaign.name)
        return max(_end(job, local, campaign.name), refused)


def _news(heard: Sequence[tuple[Path, ShopEventReceived]]) -> Iterator[News]:
    for path, event in heard:
        news = news_of(path, event)
        if isinstance(news, Ignored):
            note(f"{path}: {news.why}: nothing is done.")
        else:
            yield news


def _rehearsed(job: Job, file: Path, loaded: LoadedCampaign, news: News) -> Rehearsal:
    """What an event would do in the work folder as it is, looked up without making one."""
    catalog, files = read_catalog(job.settings), DirectoryFiles(file.parent)

    def rehearse(ledger: Ledger | None) -> Rehearsal:
        return rehearser_of(ledger, catalog, loaded.spec, files).rehearse(news)

    if not is_work_folder(job.settings.workspace):
        return rehearse(None)
    refuse_if_busy(job.settings.workspace)
    with open_workspace(job.settings.workspace) as workspace:
        return rehearse(workspace.ledger)


def _hear(local: Local, heard: Sequence[tuple[Path, ShopEventReceived]]) -> int:
    """Let the campaigns hear each event, all of them before anything follows from one; the exit code of what failed.

    What follows is found in the ledger by the run, so that a burst costs what its last event does.
    """
    code = DONE
    for path, event in heard:
        try:
            hear(event, local.unsent)
        except Drop as refusal:
            complain(f"{path}: {refusal}")
            code = BadInput.exit_code
    return code


def _work(job: Job, local: Local, campaign: str) -> None:
    batches = _Batches(local.workspace.ledger, campaign)
    with interruptible(job.stop), watching(local, batches, quiet=job.as_json):
        local.run(job.stop, campaign=campaign)


class _Batches(Sequence[str]):
    """The batches of a campaign as they come up."""

    def __init__(self, ledger: Ledger, campaign: str) -> None:
        self._ledger = ledger
        self._campaign = campaign

    @property
    def names(self) -> list[str]:
        """All that were ordered and are not settled, the oldest first."""
        found = self._ledger.get(Campaign, self._campaign)
        return list(found.promised) if found else []

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self.names[place]

    def __len__(self) -> int:
        return len(self.names)


def _end(job: Job, local: Local, name: str) -> int:
    """Tell how it ended; the exit code."""
    workspace, ledger = local.workspace, local.ports.ledger
    campaign = ledger.get(Campaign, name)
    if campaign is None:
        return FAILED
    view = campaign_view(workspace, campaign)
    batches = [batch for batch in view.batches if ledger.get(Batch, batch)]
    reports = [write_reports(workspace, local.ports.catalog, batch) for batch in batches]
    if job.as_json:
        print_json(view.model_dump(mode="json"))
    else:
        for line in product_rows(view):
            out.print(line, markup=False)
    if job.stop.is_set():
        note("Stopped. The same command goes on from here.")
        return INTERRUPTED
    return max((_code(view), *(exit_code(ledger, report) for report in reports)))


def _code(view: CampaignView) -> int:
    if any(product.state is ProductState.HELD for product in view.products):
        return ATTENTION if not any("cap" in product.words for product in view.products) else CAPPED
    return FAILED if any(product.faults for product in view.products) else DONE
