"""Decides how often an admin's template may loop and call: one that never ends would hold up all mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

from jinja2 import nodes
from jinja2.exceptions import SecurityError

MOST = 200_000  # in one mail; one of 500 items with all their lines takes some thousands
COUNTING = "counted turns"  # with a space: no template can write this name of a filter
_left: ContextVar[int] = ContextVar("_left", default=MOST)

One = TypeVar("One")


def start() -> None:
    """Before a mail is filled in."""
    _left.set(MOST)


def spend() -> None:
    """One turn of this mail; raises SecurityError when none is left."""
    left = _left.get() - 1
    if left < 0:
        raise SecurityError(f"các vòng lặp, lời gọi trong một thư quá {MOST} lượt")
    _left.set(left)


def counted(values: Iterable[One]) -> Iterator[One]:
    """The same values, each a turn."""
    for value in values:
        spend()
        yield value


def count_loops(template: nodes.Template) -> nodes.Template:
    """Have every loop of a parsed template counted."""
    for loop in template.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, COUNTING, [], [], None, None, lineno=loop.lineno)
    return template
