"""Decides what the text of a YAML file says, strictly: plain values, the place of each, every problem.

Codes: Y101 not UTF-8, Y102 too big, Y103 control character, Y104 tab, Y105 syntax, Y106 alias or anchor,
Y107 duplicate key, Y108 tag, Y109 several documents, Y110 nested too deep, Y111 not a key, Y113 more problems
than are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

import yaml

from rules.problem import Problem
from rules.yaml.build import Builder, Place, Position
from rules.yaml.scan import scan
from rules.yaml.trouble import Span, in_vietnamese

Path: TypeAlias = Sequence[str | int]


class Document(NamedTuple):
    """A read file; `value` is made of None, bool, int, float, str, list and dict with str keys."""

    file: str
    value: object
    place: Place | None
    problems: tuple[Problem, ...] = ()
    broken: bool = False  # the structure could not be read to its end

    def at(self, path: Path) -> Position:
        """Line and column of the value at `path`; of the innermost value on the way that exists."""
        return self._nearest(path)[0]

    def key_at(self, path: Path) -> Position:
        """Line and column of the key at the end of `path`; of its mapping if there is no such key."""
        if not path:
            return self.at(path)
        holder, whole = self._nearest(path[:-1])
        place = self._place(path[:-1]) if whole else None
        return place.keys.get(str(path[-1]), holder) if place else holder

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        level: Literal["error", "warning"] = "error",
        at_key: bool = False,
    ) -> Problem:
        """A problem at the value of `path`, or at its key."""
        line, column = self.key_at(path) if at_key else self.at(path)
        return Problem(self.file, line, column, level, code, message, hint)

    def _nearest(self, path: Path) -> tuple[Position, bool]:
        place = self.place
        if place is None:
            return (1, 1), False
        for part in path:
            below = place.items.get(part)
            if below is None and isinstance(part, int) and 0 not in place.items:
                continue  # one value stands where a list of them may
            if below is None:
                return place.at, False
            place = below
        return place.at, True

    def _place(self, path: Path) -> Place | None:
        place = self.place
        for part in path:
            if place is None:
                return None
            place = place.items.get(part)
        return place


def parse(file: str, text: str) -> Document:
    """Reads one YAML document; never raises. An empty file has the value None."""
    scanned = scan(file, text)
    builder = Builder(file)
    problems, broken = list(scanned.problems), scanned.text == "" and bool(scanned.problems)
    quoted: Span | None = None
    try:
        for event in yaml.parse(scanned.text, Loader=yaml.CSafeLoader):
            quoted = _quoted_over_lines(event) or quoted
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        # A tab was taken for one space: what is wrong after it is its own doing.
        if not any(problem.code == "Y104" for problem in problems):
            problems.append(in_vietnamese(file, error, scanned.text, quoted))
        broken = True
    problems += builder.problems
    if broken or builder.stopped:
        return Document(file, None, None, tuple(problems), broken=True)
    return Document(file, builder.value, builder.place, tuple(problems))


def _quoted_over_lines(event: yaml.Event) -> Span | None:
    """From where to where a value in quotes goes, when it takes several lines."""
    if not isinstance(event, yaml.ScalarEvent) or event.style not in ("'", '"'):
        return None
    start, end = event.start_mark, event.end_mark
    if not start or not end or start.line == end.line:
        return None
    return (start.line + 1, start.column + 1), (end.line + 1, end.column + 1)
