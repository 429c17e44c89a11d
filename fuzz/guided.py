"""The coverage-guided run, by Atheris (https://github.com/google/atheris): it keeps what reaches new code."""

import sys
from pathlib import Path

from fuzz.limits import limited_time
from fuzz.mutation import LONGEST


def run(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one target for some time; a finding ends the process and lies in the folder. Needs Atheris."""
    try:
        import atheris
    except ImportError:
        sys.exit("Atheris is missing: `make fuzz` installs it; `python -m fuzz --runs 400` does without it.")

    with atheris.instrument_imports(include=["proofpress"]):
        from fuzz.targets import TARGETS
    target, corpus = TARGETS[name], folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(target.seeds):
        (corpus / f"seed-{place}").write_bytes(seed)

    def one(data: bytes) -> None:
        with limited_time():
            target.try_on(data)

    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=1024", "-timeout=60", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/{name}-", str(corpus)], one)
    atheris.Fuzz()
