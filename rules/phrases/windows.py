"""Spans beside a frequency: "Hằng tháng, từ tháng 4 đến tháng 12" states no second deadline."""

from __future__ import annotations

import itertools

from rules.phrases.cell import Clause
from rules.phrases.lexer import tokens
from rules.phrases.terms import Continuous, Dated, Repeats

JOINTS = (",", "(", "-")


def without_windows(clauses: list[Clause]) -> tuple[list[Clause], list[str]]:
    """The clauses without such spans, and the words of the spans."""
    windows: list[Clause] = []
    for one, other in itertools.pairwise(clauses):
        if other.joined not in JOINTS or any(clause.lead or clause.tail for clause in (one, other)):
            continue
        if _often(one) and _window(other):
            windows.append(other)
        elif _window(one) and _often(other):
            windows.append(one)
    kept = [clause for clause in clauses if not any(clause is window for window in windows)]
    return kept, [window.words for window in windows]


def _often(clause: Clause) -> bool:
    return isinstance(clause.phrase, Repeats) and all(item.bare for item in clause.phrase.items)


def _window(clause: Clause) -> bool:
    """ "từ quý II", "từ tháng 4 đến tháng 12"."""
    found = clause.phrase
    opened = [token.sort for token in tokens(clause.words)[:1]] in (["FROM"], ["BEGIN"])
    if isinstance(found, Continuous):
        return opened and found.start is not None
    return opened and isinstance(found, Dated) and found.limit is None
