"""`python -m benchmarks [--quick] [SUBJECT...]`: one table of ratios taken in one run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Line
from benchmarks.table import table

SUBJECTS = ("programs", "workdays", "mails", "outbox", "waking", "burst")
ROUNDS, QUICK = 7, 3


def main(arguments: Sequence[str]) -> None:
    """Measure the named subjects, or all, and print the table; progress goes to stderr."""
    chosen = parser().parse_args(arguments)
    rounds = QUICK if chosen.quick else ROUNDS
    found = [line for name in chosen.subject or SUBJECTS for line in lines_of(name, rounds)]
    print(f"{rounds} rounds; a ratio is the median of the rounds' ratios.\n")
    print(table(found))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python -m benchmarks", description="dondoc against its peers, as ratios")
    made.add_argument("--quick", action="store_true", help=f"{QUICK} rounds instead of {ROUNDS}")
    made.add_argument("subject", nargs="*", type=subject, help=f"{', '.join(SUBJECTS)}; default: all")
    return made


def subject(name: str) -> str:
    if name not in SUBJECTS:
        raise argparse.ArgumentTypeError(f"no subject {name!r}; there are {', '.join(SUBJECTS)}")
    return name


def lines_of(name: str, rounds: int) -> list[Line]:
    """A subject's modules are imported only when its turn comes."""
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    lines = import_module(f"benchmarks.{name}").lines
    with TemporaryDirectory(prefix="dondoc-bench-") as folder:
        return list(lines(rounds, Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
