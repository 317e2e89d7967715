"""Decides which group a task belongs to, and what the groups are called in keys."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rules.appendix.ordinals import Ordinal, roman
from rules.appendix.wording import bare, one_line

_PERIOD = re.compile(
    r"^((cac )?(nhiem vu|cong viec|cong tac|noi dung|hoat dong) )?(trong tam |thuc hien )?(trong )?"
    r"(thang \d{1,2}|quy (0?[1-4]|i{1,3}|iv)|6 thang (dau|cuoi) nam)( (nam )?20\d\d)?$"
)
_TIME = re.compile(r"(?i)\b(?:tháng \d|quý|6 tháng).*$")
NO_GROUP = "NV"  # tasks of a plan without groups
_RANKS = {"code": 0}


@dataclass(frozen=True, slots=True)
class Level:
    """One heading on the way down to a task."""

    sort: str
    id: str
    title: str


Path = tuple[Level, ...]


@dataclass(slots=True)
class Groups:
    """The headings met so far; a group is known by its whole path until all are known."""

    path: Path = ()
    known: list[Path] = field(default_factory=list)

    def open(self, number: Ordinal | None, title: str) -> None:
        """A heading: one of the same sort takes the place of the last one, another sort goes below it."""
        sort = number.sort if number is not None else "plain"
        above: Path = ()
        for level in self.path:
            if level.sort == sort or (sort != "plain" and level.sort == "plain"):
                break
            above = (*above, level)
        title = one_line(title)
        again = next(
            (path for path in self.known if path[:-1] == above and _same(path[-1], number, title)), None
        )
        if again is not None:
            self.path = again
            return
        id = number.text if number is not None else self._next_plain(above)
        self.path = (*above, Level(sort, id, title))
        self.known.append(self.path)

    def _next_plain(self, above: Path) -> str:
        return roman(1 + sum(path[:-1] == above and path[-1].sort == "plain" for path in self.known))

    def named(self, used: list[Path]) -> dict[Path, str]:
        """Each path's id in keys: the last number alone where that is enough."""
        short = [path[-1].id if path else NO_GROUP for path in used]
        names: dict[Path, str] = {}
        for path, name in zip(used, short, strict=True):
            alone = short.count(name) == 1
            wanted = name if alone else "-".join(level.id for level in path)
            wanted = wanted.replace(".", "-")
            count = 2
            chosen = wanted
            while chosen in names.values():
                chosen, count = f"{wanted}-{count}", count + 1
            names[path] = chosen
        return names


def _same(level: Level, number: Ordinal | None, title: str) -> bool:
    """The heading of the same group, repeated on the next page."""
    return bare(level.title) == bare(title) and (number is None or level.id == number.text)


def period_of(path: Path) -> str:
    """The time that a heading states for all tasks below it: "THÁNG 3", "Công việc quý II"."""
    stated = (_TIME.search(level.title) for level in reversed(path) if is_period(level.title))
    return next((time[0] for time in stated if time), "")


def is_period(title: str) -> bool:
    return bool(_PERIOD.match(bare(title)))


def title_of(path: Path) -> str:
    """The group's words, those above it before."""
    return " / ".join(level.title for level in path if level.title)
