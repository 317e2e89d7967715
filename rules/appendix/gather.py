"""Puts the rows of the appendix together into groups and tasks: nothing of a row is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rules.appendix.groups import NO_GROUP, Groups, Path, period_of, title_of
from rules.appendix.ordinals import Ordinal
from rules.appendix.rows import (
    Entry,
    Written,
    begins_small,
    is_no_task,
    is_torn,
    looks_like_heading,
    written,
)  # fmt: skip
from rules.appendix.stream import Found, Tables, heading_above
from rules.appendix.wording import one_line

_PARTS = frozenset({"small", "dash", "dotted"})


@dataclass(frozen=True, slots=True)
class Gathered:
    """Groups by id, tasks in order with the final group in `Entry.group`, and what was passed over."""

    groups: dict[str, str]
    entries: tuple[Entry, ...]
    aside: tuple[tuple[str, str], ...]  # place, words
    unused: tuple[tuple[str, str], ...] = ()  # times of groups that no task took


def gathered(tables: Tables) -> Gathered:
    """All tasks of all tables."""
    return _Gathering().all(tables)


@dataclass(slots=True)
class _Gathering:
    groups: Groups = field(default_factory=Groups)
    entries: list[Entry] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)  # of each entry
    aside: list[tuple[str, str]] = field(default_factory=list)
    whole: Written | None = None  # the row that is done through its parts alone: they say its words
    head: Written | None = None  # the row whose parts are being read
    lent: set[str] = field(default_factory=set)  # rows whose time another took
    stated: dict[Path, Written] = field(default_factory=dict)  # the row of each group
    dotted: bool = False  # the groups are rows "1" over rows "1.1"

    def all(self, tables: Tables) -> Gathered:
        for found in tables.found:
            rows = [written(*row) for row in found.rows]
            self._above(found, rows, many=len(tables.found) > 1)
            for index, one in enumerate(rows):
                self._row(one, _next(rows, index))
        return self._finished()

    def _above(self, found: Found, rows: Sequence[Written], *, many: bool) -> None:
        """Several tables, each under a heading of its own: the heading is the group."""
        self.head = None
        if not many or not rows:
            return
        heading = heading_above(found)
        if heading is not None and not self._is_group(rows[0], _next(rows, 0)):
            self.groups.path = ()
            self.groups.open(*heading)

    def _row(self, one: Written, following: Written | None) -> None:
        if one.group and (not self.groups.path or self.groups.path[-1].title != one_line(one.group)):
            self.groups.open(None, one.group)
        if not (one.title or one.content or one.support):
            return
        if is_no_task(one):
            self.aside.append((one.place, one_line(f"{one.number_text} {one.title}")))
        elif one.same_task and self.entries:
            self._part(one)
        elif self._is_group(one, following):
            self.groups.open(one.number, one.title)
            self.head = None
            self.stated[self.groups.path] = one
        elif self._is_rest(one, following):
            self._part(one)
        elif self._heads_parts(one, following):
            self.head = one
            self.whole = None if self._open_dotted(one) else one
            if one.product:
                self.aside.append((one.place, one_line(f"{one.title}: {one.product}")))
        elif self._is_part_of_head(one):
            self._task_of_head(one)
        else:
            self.head = None if one.number is not None and one.number.sort not in _PARTS else self.head
            self._task(one)

    def _open_dotted(self, one: Written) -> bool:
        """A row "1" over rows "1.1" is a group where there is no other."""
        if one.number is None or one.number.sort != "decimal" or (self.groups.path and not self.dotted):
            return False
        self.groups.open(one.number, one.title)
        self.dotted = True
        return True

    def _is_group(self, one: Written, following: Written | None) -> bool:
        number, below = one.number, following.number if following else None
        if one.content:
            divides = number is not None and (number.heads or number.sort == "code")
            divides = divides and not (one.lead and one.time and (following is None or following.sure))
            return divides and below is not None and below.sort in {"decimal", "dotted"} and not one.product
        if one.support:
            return False
        if number is None:
            alone = below is not None and below.sort == "decimal" and not begins_small(one.title)
            if looks_like_heading(one):
                return True
            return alone and one.numbered and (not self.entries or (below is not None and not one.cut))
        if number.heads:
            return True
        if number.sort in {"small", "dash"}:
            return False
        restarts = below is not None and below.sort == "decimal" and below.text == "1" and number.text != "1"
        restarts = restarts or (
            below is not None and below.sort == "decimal" and below.text == "1" == number.text
        )
        return (one.wide or restarts) and not _is_below(one, following)

    def _heads_parts(self, one: Written, following: Written | None) -> bool:
        """A row that is done through its parts: it lacks what they have."""
        if following is None or not _is_below(one, following) or (one.time and one.lead):
            return False
        if one.time and following.time:
            return False
        return (
            bool(following.time and not one.time) or bool(following.lead and not one.lead) or not one.content
        )

    def _is_rest(self, one: Written, following: Written | None) -> bool:
        if not self.entries or one.number is not None:
            return False
        if not one.title:
            return True
        if begins_small(one.title) and (one.cut or not (one.lead and one.time)):
            return True
        if one.cut and not (one.lead and one.time):
            return True
        return not one.content and not looks_like_heading(one) and following is not None

    def _is_part_of_head(self, one: Written) -> bool:
        number = one.number
        if number is None or number.sort not in _PARTS:
            return False
        return self.head is not None or (bool(self.entries) and number.sort != "dotted")

    def _task_of_head(self, one: Written) -> None:
        dotted = one.number is not None and one.number.sort == "dotted"
        if not dotted and not (one.lead or one.time) and (self.head is None or self.head.time):
            self._fold(one)
            return
        self._task(one)

    def _fold(self, one: Written) -> None:
        """A part without a date or a unit of its own: what the task above delivers."""
        entry = self.entries[-1]
        mark = f"{one.number.text}) " if one.number is not None and one.number.sort == "small" else "- "
        entry.products.append(f"{mark}{one_line(': '.join(filter(None, (one.title, one.product))))}")
        entry.places.append(one.place)

    def _task(self, one: Written) -> None:
        if self.dotted and one.number is not None and one.number.sort == "decimal":
            self.groups.path = ()
        number = self._number(one)
        inherited = []
        head = self.head if one.number is not None and one.number.sort in _PARTS else None
        head = head or self._group_head()
        lead, support, time = one.lead, one.support, one.time
        if head is not None:
            inherited = [name for name in ("lead", "time") if getattr(head, name) and not getattr(one, name)]
            self.lent |= {head.place} if "time" in inherited else set()
            lead, support, time = lead or head.lead, support or head.support, time or head.time
        if not time and (time := period_of(self.groups.path)):
            inherited.append("period")
        if not time and one.time_first and self.entries and (time := self.entries[-1].time):
            inherited.append("above")
        title = one.title
        if head is not None and head is self.whole:
            title = f"{head.title.rstrip(' :.;')}: {title}"
        entry = Entry(
            one, "", number, title, [one.product] if one.product else [], lead, support,
            [("", time)] if time else [], [one.place], inherited,
        )  # fmt: skip
        self.entries.append(entry)
        self.paths.append(self.groups.path)
        if one.number is not None and one.number.sort in {"decimal", "code"}:
            self.head = one

    def _group_head(self) -> Written | None:
        """The group's own row when it states a time or a unit for all below."""
        path = self.groups.path
        rows = (self.stated.get(path[:length]) for length in range(len(path), 0, -1))
        return next((row for row in rows if row is not None and row.content), None)

    def _number(self, one: Written) -> str:
        number = one.number
        if number is None:
            return ""
        last = self.groups.path[-1].id if self.groups.path else ""
        if number.sort == "dotted":
            parts = number.text.split(".")
            heads = {level.id for level in self.groups.path}
            while len(parts) > 1 and parts[0] in heads and (parts[0] == last or not parts[0].isdecimal()):
                parts = parts[1:]
            return ".".join(parts)
        if number.sort in {"small", "dash"}:
            return self._part_number(number)
        return number.text

    def _part_number(self, number: Ordinal) -> str:
        above = self.head.number.text if self.head is not None and self.head.number is not None else ""
        if not above and self.entries:
            above = self.entries[-1].number.partition(".")[0]
        taken = sum(entry.number.startswith(f"{above}.") for entry in self.entries)
        own = number.text if number.sort == "small" else chr(ord("a") + taken % 26)
        return f"{above}.{own}" if above else own

    def _part(self, one: Written) -> None:
        """More of the task above: a cell that goes on, another product, another time."""
        entry = self.entries[-1]
        entry.places.append(one.place)
        if one.same_task and one.lead and one.lead != entry.lead and one.time:
            self.entries.append(replace(
                entry, written=one, number=_again(entry.number), lead=one.lead,
                support=one.support, products=[one.product] if one.product else [], times=[("", one.time)],
                places=[one.place], inherited=[], notes=[],
            ))  # fmt: skip
            self.paths.append(self.paths[-1])
            return
        if not one.same_task and one.title:
            entry.title = _joined(entry.title, one.title)
        self._more_words(entry, one)

    def _more_words(self, entry: Entry, one: Written) -> None:
        torn = not one.same_task and (one.cut or begins_small(one.title))
        if one.product and (not entry.products or one.product not in entry.products):
            if torn and entry.products and begins_small(one.product):
                entry.products[-1] = _joined(entry.products[-1], one.product)
            else:
                entry.products.append(one.product)
        if one.lead and one.lead != entry.lead:
            entry.lead = _joined(entry.lead, one.lead, torn=torn)
        if one.support and one.support != entry.support:
            entry.support = _joined(entry.support, one.support, torn=torn)
        if not one.time or one.shared_time:
            return
        if torn and entry.times and (one.cut or is_torn(entry.times[-1][1])):
            product, words = entry.times[-1]
            entry.times[-1] = (product, _joined(words, one.time))
        else:
            if len(entry.times) == 1 and len(entry.products) > 1 and not entry.times[0][0] and one.product:
                entry.times[0] = (entry.products[0], entry.times[0][1])
            entry.times.append((one.product, one.time))

    def _finished(self) -> Gathered:
        unused = (row for row in self.stated.values() if row.time and row.place not in self.lent)
        times = tuple((row.place, one_line(f"{row.title}: {row.time}")) for row in unused)
        used = list(dict.fromkeys(self.paths))
        names = self.groups.named(used)
        groups = {names[path]: title_of(path) if path else "Nhiệm vụ" for path in used}
        for entry, path in zip(self.entries, self.paths, strict=True):
            entry.group = names[path]
        self._fill_numbers()
        return Gathered(groups, tuple(self.entries), tuple(self.aside), times)

    def _fill_numbers(self) -> None:
        """Tasks without a number: counted where no row has one, else named after the row above."""
        anyone = any(entry.number for entry in self.entries)
        before: dict[str, str] = {}
        for index, entry in enumerate(self.entries):
            if not entry.number:
                if anyone:
                    entry.number = before.get(entry.group, "0")
                    entry.notes.append("no-number")
                else:
                    entry.number = str(index + 1)
            before[entry.group] = entry.number.rstrip("+")


def _again(number: str) -> str:
    """The number of a further task under one number; a task without a number stays so."""
    return f"{number.rstrip('+')}+" if number else ""


def _joined(before: str, after: str, *, torn: bool = True) -> str:
    if not before:
        return after
    return f"{before} {after}" if torn else f"{before}\n{after}"


def _is_below(one: Written, other: Written | None) -> bool:
    """Whether the other row is a part of this one by its number."""
    if one.number is None or other is None or other.number is None or one.number.heads:
        return False
    if other.number.sort == "dotted":
        return other.number.text.startswith(f"{one.number.text}.")
    return other.number.sort in {"small", "dash"} and one.number.sort in {"decimal", "dotted", "code"}


def _next(rows: Sequence[Written], index: int) -> Written | None:
    """The next row with words."""
    return next((one for one in rows[index + 1 :] if one.title or one.content), None)


def keys_of(entries: Sequence[Entry]) -> Iterator[tuple[str, bool]]:
    """Each task's key, unique also when a number comes twice in a group; with whether it did."""
    taken: set[str] = set()
    for entry in entries:
        number = entry.number.rstrip("+")
        key, count = f"{entry.group}.{number}", 2
        while key in taken:
            key, count = f"{entry.group}.{number}-{count}", count + 1
        taken.add(key)
        yield key, key.endswith(f"-{count - 1}") and count > 2


__all__ = ["NO_GROUP", "Gathered", "gathered", "keys_of"]
