"""Measures whole programs against I: what Python needs to import the libraries and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count, repeat
from pathlib import Path
from time import sleep

from benchmarks.measuring import AtMost, Line, alternated, ratio_line
from benchmarks.processes import DONDOC, Cost, ProgramFailed, cost_of, environment, resident

ROOT = Path(__file__).parents[1]
LIBRARIES = "import sqlalchemy, apscheduler.schedulers.background, jinja2, holidays, pydantic"
STORY = ("--script", str(ROOT / "data/stories/2021.yaml"))
AT_REST = 3  # rounds; what a sleeping process holds hardly varies
SETTLING = 5  # seconds until the service has made its first pass and sleeps
OWN_FOLDERS = ("rules", "data")  # what makes the shipped workspace


def lines(rounds: int, folder: Path) -> list[Line]:
    """Time and peak memory of the commands, resident memory of the idle service."""
    dondoc = [DONDOC, "-C", str(fresh(folder / "shipped"))]
    deadlines = [*dondoc, "deadlines", "--at", "2021-01-04", "--json"]
    bare = [sys.executable, "-c", "pass"]
    return [
        *compared(
            "`replay` of 2021 with its story", replays(dondoc, folder, *STORY), rounds, AtMost(4), AtMost(4)
        ),
        *compared("`replay` of 2021, nobody answers", replays(dondoc, folder), rounds, AtMost(4), AtMost(4)),
        *compared("`deadlines --json`", repeat(deadlines), rounds, AtMost(1.3), AtMost(1.3)),
        *compared("`--help`", repeat([DONDOC, "--help"]), rounds, AtMost(0.2), None),
        *compared("floor: `python -c pass`", repeat(bare), rounds, None, None),
        *idle_lines(min(rounds, AT_REST), folder),
    ]


def replays(dondoc: Sequence[str], folder: Path, *story: str) -> Iterator[Sequence[str]]:
    """Each into a folder of its own: to clear an earlier year away is no part of replaying one."""
    into = folder / f"replay{len(story)}"
    year = ("--from", "2021-01-01", "--to", "2021-12-31", *story)
    return ([*dondoc, "replay", *year, "--out", f"{into}-{number}"] for number in count())


def imports() -> Cost:
    return cost_of([sys.executable, "-c", LIBRARIES])


def compared(
    what: str, programs: Iterator[Sequence[str]], rounds: int, time: AtMost | None, memory: AtMost | None
) -> list[Line]:
    """Both were run once before, so that everything is compiled and in the page cache."""
    cost_of(next(programs))
    imports()
    pairs = alternated(lambda: cost_of(next(programs)), imports, rounds)
    times = [ours.seconds / theirs.seconds for ours, theirs in pairs]
    peaks = [ours.kilobytes / theirs.kilobytes for ours, theirs in pairs]
    return [
        ratio_line(f"{what}: time", "I", times, time),
        ratio_line(f"{what}: peak memory", "I", peaks, memory),
    ]


def idle_lines(rounds: int, folder: Path) -> list[Line]:
    """On an empty record, which makes the schema first, and on one that is there already."""
    return [
        idle("idle service, first start: memory", rounds, lambda: fresh(folder / "new")),
        idle("idle service, started again: memory", rounds, lambda: started(folder / "again")),
    ]


def idle(what: str, rounds: int, workspace: Callable[[], Path]) -> Line:
    pairs = alternated(lambda: kilobytes_at_rest(workspace()), lambda: imports().kilobytes, rounds)
    return ratio_line(what, "I", [ours / theirs for ours, theirs in pairs], AtMost(1.5))


def fresh(folder: Path) -> Path:
    """A copy of the shipped workspace without a record."""
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    for name in OWN_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def started(folder: Path) -> Path:
    """A workspace that has served before."""
    if not folder.exists():
        kilobytes_at_rest(fresh(folder))
    return folder


def kilobytes_at_rest(workspace: Path) -> int:
    """Start the service, look once it sleeps, stop it; its plan is of 2021, so nothing is due."""
    service = subprocess.Popen(
        [DONDOC, "-C", str(workspace), "run"],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        sleep(SETTLING)
        if service.poll() is not None:
            raise ProgramFailed(f"the service ended with exit code {service.returncode}")
        return resident(service.pid)
    finally:
        service.terminate()
        service.wait(timeout=30)
