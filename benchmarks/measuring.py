"""Decides how two things are compared: in turn, round by round, by the median of the rounds' ratios."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Job: TypeAlias = Callable[[], object]
Sample: TypeAlias = Callable[[], float]
SHORTEST = 0.05  # seconds; a sample that lasts less is mostly the clock's own noise
SAMPLES = 6  # of each in a round: a disk or a core is busy now and then, and neither shall bear it alone


@dataclass(frozen=True, slots=True)
class AtMost:
    """The ratio may not be higher."""

    limit: float

    def met(self, value: float) -> bool:
        return value <= self.limit

    def __str__(self) -> str:
        return f"≤ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The ratio may not be lower."""

    limit: float

    def met(self, value: float) -> bool:
        return value >= self.limit

    def __str__(self) -> str:
        return f"≥ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `met` None: no target, shown for comparison."""

    what: str
    against: str
    measured: str
    target: str
    met: bool | None


def ratio_line(
    what: str, against: str, ratios: Sequence[float], target: AtMost | AtLeast | None = None
) -> Line:
    """`ratios`: one for each round; judged by their median."""
    middle = median(ratios)
    measured = f"{shown(middle)} ({shown(min(ratios))}..{shown(max(ratios))})"
    return Line(what, against, measured, str(target or "–"), target.met(middle) if target else None)


def count_line(what: str, against: str, found: int, expected: int) -> Line:
    """A count that has to be exact."""
    return Line(what, against, str(found), f"= {expected}", found == expected)


def shown(ratio: float) -> str:
    """Three digits, never an exponent."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def alternated(first: Callable[[], T], second: Callable[[], T], rounds: int) -> list[tuple[T, T]]:
    """A sample of each in every round; who goes first changes, so that a drift favours nobody."""
    pairs: list[tuple[T, T]] = []
    for number in range(rounds):
        if number % 2:
            other = second()
            pairs.append((first(), other))
        else:
            pairs.append((first(), second()))
    return pairs


def time_ratios(first: Job, second: Job, rounds: int) -> list[float]:
    """The time of one call of `first` over that of `second`, for each round."""
    return ratios(sampler(first), sampler(second), rounds)


def ratios(first: Sample, second: Sample, rounds: int) -> list[float]:
    """Of sums over several alternated samples, for each round; one of each before warms up."""
    alternated(first, second, 1)
    return [ratio_of_sums(alternated(first, second, SAMPLES)) for _ in range(rounds)]


def ratio_of_sums(pairs: Sequence[tuple[float, float]]) -> float:
    return sum(one for one, _ in pairs) / sum(other for _, other in pairs)


def sampler(job: Job) -> Sample:
    """Seconds for one call, over as many calls as SHORTEST needs."""
    calls = 1
    while seconds(partial(repeat, job, calls)) < SHORTEST:
        calls *= 2
    return lambda: seconds(partial(repeat, job, calls)) / calls


def repeat(job: Job, calls: int) -> None:
    for _ in range(calls):
        job()


def seconds(job: Job) -> float:
    """The time of one call; earlier rubbish is collected before, not within."""
    gc.collect()
    start = perf_counter()
    job()
    return perf_counter() - start
