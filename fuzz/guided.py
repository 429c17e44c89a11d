"""The coverage-guided run, by Atheris (https://github.com/google/atheris): it keeps what reaches new code.

    python -m fuzz.guided TARGET SECONDS

A program of its own, because Atheris sees only what is imported under its eyes: nothing of Proofpress may be before.
"""

import sys
from pathlib import Path

from fuzz.limits import limited_time
from fuzz.mutation import LONGEST

FOLDER = Path(__file__).resolve().parent.parent / "build" / "fuzz"


def run(name: str, seconds: int) -> None:
    """Fuzz one target for some time; a finding ends the process and lies in the folder. Needs Atheris."""
    try:
        import atheris
    except ImportError:
        sys.exit("Atheris is missing: `make fuzz` installs it; `python -m fuzz --runs 400` does without it.")

    if seen := [module for module in sys.modules if module.partition(".")[0] == "proofpress"]:
        raise RuntimeError(f"{seen[0]} was imported before Atheris could see it: nothing would be guided")
    with atheris.instrument_imports(include=["proofpress"]):
        from fuzz.targets import TARGETS

        target, corpus = TARGETS[name], FOLDER / name
        corpus.mkdir(parents=True, exist_ok=True)
        for place, seed in enumerate(target.seeds):
            (corpus / f"seed-{place}").write_bytes(seed)
            target.try_on(seed)

    def one(data: bytes) -> None:
        with limited_time():
            target.try_on(data)

    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=1024", "-timeout=60"]
    options += ["-verbosity=1", "-print_final_stats=1", f"-artifact_prefix={FOLDER}/{name}-"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
