"""screen: the mechanical verdict on any pictures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import AsJson

if TYPE_CHECKING:
    from proofpress.domain.screening import Rules
    from proofpress.entry.screening import Judged, Sheet, Verdict


def screen(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Pictures, or folders of them.")],
    expected: Annotated[
        Path | None,
        typer.Option(
            help='JSON: {file: {"aspect_ratio", "image_size", "declared_mime", "attempt"}}.', show_default=False
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option(help="What kind of pictures they are: wallpaper, banner, photo, or off.")
    ] = "wallpaper",
    as_json: AsJson = False,
) -> None:
    """Screen pictures as a run screens its drafts. A rejected picture is a result, not a failure.

    Names in the answer are paths from the folder that was given; of like pictures the lowest attempt, or the first
    name, stands.

    Exit code 0 once verdicts are given, whatever they are; 1 if not one file could be read.
    """
    from proofpress.entry.cli.console import print_json
    from proofpress.entry.screening import verdicts
    from proofpress.entry.settings import read_catalog, read_settings
    from proofpress.entry.sheets import read_expected, sheets_of, unused

    rules = _rules_of(profile)
    asked = read_expected(expected) if expected else {}
    sheets = sheets_of(paths, asked, read_catalog(read_settings()))
    if not sheets:
        raise BadInput(f"There are no pictures in {', '.join(map(str, paths))}.")
    judged = _watched(sheets, rules)
    found = verdicts(judged)
    if as_json:
        print_json({name: verdict.model_dump(mode="json") for name, verdict in found.items()})
    else:
        _show(found)
    _warn_of_missing(unused(asked, sheets))
    raise typer.Exit(0 if any(one.was_read for one in judged) else 1)


def _rules_of(profile: str) -> "Rules":
    from proofpress.domain.screening import Profile, ScreenSpec

    if profile not in list(Profile):
        raise BadInput(f"There is no profile {profile!r}; there are {', '.join(Profile)}.")
    return ScreenSpec(profile=Profile(profile)).rules()


def _watched(sheets: "Sequence[Sheet]", rules: "Rules") -> "list[Judged]":
    """Screen with a progress bar where somebody watches."""
    from rich.progress import track

    from proofpress.entry.cli.console import err
    from proofpress.entry.screening import judge

    return list(
        track(
            judge(sheets, rules),
            "Screening",
            total=len(sheets),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
    )


def _show(found: "Mapping[str, Verdict]") -> None:
    from proofpress.entry.cli.console import out, table

    rows = [_row(*pair) for pair in found.items()]
    out.print(table("file", "verdict", "why", "pixels", rows=rows, right=["pixels"]), markup=False)
    reasons = Counter(reason for verdict in found.values() for reason in verdict.reasons)
    rejected = sum(verdict.verdict == "reject" for verdict in found.values())
    counts = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    out.print(f"\n{len(found) - rejected} of {len(found)} pass{f'; {counts}' if counts else ''}.", markup=False)


def _row(name: str, verdict: "Verdict") -> tuple[str, ...]:
    why = [*verdict.reasons, *(f"({warning})" for warning in verdict.warnings)]
    if verdict.duplicate_of:
        why.append(f"of {verdict.duplicate_of}")
    if fault := verdict.figures.get("fault"):
        why.append(f"- {fault}")
    sides = [str(verdict.figures.get(side, "")) for side in ("width", "height")]
    return name, verdict.verdict, " ".join(why), " x ".join(sides) if all(sides) else ""


def _warn_of_missing(missing: Sequence[str]) -> None:
    from proofpress.entry.cli.console import warn

    if missing:
        names = ", ".join(missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""  # noqa: PLR2004
        warn(f"--expected names files that are not there: {names}{more}.")
