"""Decides how the mails of two lives differ: what appears, vanishes, moves or goes to other people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.notice import Occurrence
from scheduler.ledger import Line

ChangeName: TypeAlias = Literal["appears", "vanishes", "moves", "recipients"]
Key: TypeAlias = Occurrence | tuple[str, str]  # a digest: its id and the Monday of its week


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the ledger that differs; `before` or `after` is None where there is none."""

    change: ChangeName
    before: Line | None
    after: Line | None

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for line in (self.before, self.after) if line is not None)

    @property
    def line(self) -> Line:
        """As it will be; as it was when it vanishes."""
        return self.lines[-1]


def moment_of(line: Line) -> dt.datetime:
    return dt.datetime.fromisoformat(line["at"])


def key_of(line: Line) -> Key:
    """What makes two lines the same reminder, whenever and to whomever it is said."""
    if line["deadline"] is None:
        day = moment_of(line).date()
        return line["rule"], (day - dt.timedelta(days=day.weekday())).isoformat()
    return Occurrence(line["deadline"], line["term"], line["rule"], line["step"], line["occurrence"])


def changes(
    before: Iterable[Line], after: Iterable[Line], since: dt.datetime, until: dt.datetime
) -> list[Change]:
    """What differs where either side is said from `since` up to but without `until`, by moment.

    Superseded lines are no mails. What moves to others is one change: it moves.
    """
    was, will = _by_key(before), _by_key(after)
    found = [
        change
        for key in dict.fromkeys((*was, *will))
        for change in _changed(was.get(key, []), will.get(key, []))
        if any(since <= moment_of(line) < until for line in change.lines)
    ]
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[dt.datetime, str, str, str, int, str]:
    line = change.line
    return (
        min(map(moment_of, change.lines)), line["deadline"] or "", line["rule"], line["step"] or "",
        line["occurrence"] or 0, line["at"],
    )  # fmt: skip


def _by_key(lines: Iterable[Line]) -> dict[Key, list[Line]]:
    found: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        if not line["superseded"]:
            found[key_of(line)].append(line)
    return found


def _changed(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Change]:
    for was, will in _paired(before, after):
        if was is None or will is None:
            yield Change("vanishes" if will is None else "appears", was, will)
        elif moment_of(was) != moment_of(will):
            yield Change("moves", was, will)
        elif _people(was) != _people(will):
            yield Change("recipients", was, will)


# An occurrence is said at several moments when a gate opens later for some lead units than for others.
# What stayed the same is paired first, then the same people, then the same moment.


def _people(line: Line) -> Hashable:
    return tuple(line["recipients"]), tuple(line["cc"])


def _same(line: Line) -> Hashable:
    return moment_of(line), _people(line)


def _any(_: Line) -> Hashable:
    return None


def _paired(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    left, right = list(before), list(after)
    for alike in (_same, _people, moment_of, _any):
        pairs = _pairs(left, right, alike)
        yield from pairs
        left = [line for line in left if not any(line is was for was, _ in pairs)]
        right = [line for line in right if not any(line is will for _, will in pairs)]
    yield from ((line, None) for line in left)
    yield from ((None, line) for line in right)


def _pairs(
    left: Sequence[Line], right: Sequence[Line], alike: Callable[[Line], Hashable]
) -> list[tuple[Line, Line]]:
    waiting: dict[Hashable, list[Line]] = defaultdict(list)
    for line in right:
        waiting[alike(line)].append(line)
    return [(line, waiting[alike(line)].pop(0)) for line in left if waiting[alike(line)]]
