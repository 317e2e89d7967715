"""Decides how plain values are written as YAML that reads back the same, with comments beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rules.yaml.scalar import meaning
from rules.yaml.scan import CONTROL

Path: TypeAlias = tuple[str | int, ...]
Comments: TypeAlias = Mapping[Path, Sequence[str]]

WIDEST = 110
NONE: Comments = {}
_SPECIAL = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`~\s]")
_BROKEN = re.compile(r":(?:\s|$)|\s#|[\t\n]|\s$")
# No file may hold these, not even escaped (rules/yaml/build.py).
_REFUSED = re.compile(rf"{CONTROL.pattern}|\r")
_IN_FLOW = re.compile(r"[,\[\]{}:]")


def written(value: Mapping[str, object], above: Comments = NONE, beside: Comments = NONE) -> str:
    """The text of a mapping: comments stand above the value at a path, or at the end of its line."""
    return "\n".join(_Writer(above, beside).mapping(value, (), "")) + "\n"


def scalar(value: object, *, flow: bool = False) -> str:
    """One plain value; text in quotes only where it would be read as something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = _REFUSED.sub(" ", value)
    # The escapes in quotes are those that JSON and YAML share.
    return text if _plain(text, flow) else json.dumps(text, ensure_ascii=False)


def _plain(text: str, flow: bool) -> bool:
    """Whether a text is read as itself without quotes."""
    if not text or _SPECIAL.match(text) or _BROKEN.search(text) or text.startswith(("---", "...")):
        return False
    return meaning(text) == text and not (flow and _IN_FLOW.search(text))


def _flat(value: object) -> bool:
    """Whether a value may stand on one line: a scalar, or a list of them."""
    if isinstance(value, list):
        return not any(isinstance(one, (list, dict)) for one in value)
    return not isinstance(value, dict)


class _Writer:
    def __init__(self, above: Comments, beside: Comments) -> None:
        self.above = above
        self.beside = beside

    def mapping(self, value: Mapping[str, object], path: Path, indent: str) -> Iterator[str]:
        for key, one in value.items():
            below = (*path, key)
            yield from self._comments(below, indent)
            yield from self._keyed(f"{indent}{scalar(key)}:", one, below, indent)

    def _keyed(self, start: str, value: object, path: Path, indent: str) -> Iterator[str]:
        if isinstance(value, dict) and value:
            yield f"{start}{self._beside(path)}"
            yield from self.mapping(value, path, f"{indent}  ")
        elif isinstance(value, list) and value and not self._fits(start, value, path):
            yield f"{start}{self._beside(path)}"
            yield from self._items(value, path, f"{indent}  ")
        else:
            yield f"{start} {_inline(value)}{self._beside(path)}"

    def _fits(self, start: str, value: list[object], path: Path) -> bool:
        return not self._commented(path) and _flat(value) and len(start) + len(_inline(value)) < WIDEST

    def _items(self, value: Sequence[object], path: Path, indent: str) -> Iterator[str]:
        for index, one in enumerate(value):
            below = (*path, index)
            yield from self._comments(below, indent)
            if isinstance(one, dict) and one and not self._one_line(one, below, indent):
                beside = self._beside(below).strip()
                lines = list(self.mapping(one, below, f"{indent}  "))
                yield from _dashed([*([f"{indent}{beside}"] if beside else []), *lines], indent)
            else:
                yield f"{indent}- {_inline(one)}{self._beside(below)}"

    def _one_line(self, value: Mapping[str, object], path: Path, indent: str) -> bool:
        return (
            not self._commented(path)
            and all(map(_flat, value.values()))
            and len(indent + _inline(value)) < WIDEST
        )

    def _commented(self, path: Path) -> bool:
        """Whether something inside the value has a comment of its own."""
        below = [key for key in (*self.above, *self.beside) if len(key) > len(path)]
        return any(key[: len(path)] == path for key in below)

    def _comments(self, path: Path, indent: str) -> Iterator[str]:
        for comment in self.above.get(path, ()):
            yield f"{indent}# {_one_line(comment)}" if comment else ""

    def _beside(self, path: Path) -> str:
        found = self.beside.get(path, ())
        return f"  # {_one_line('; '.join(found))}" if found else ""


def _dashed(lines: Sequence[str], indent: str) -> Iterator[str]:
    """The first line that is no comment carries the dash; comments above it stay above."""
    first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
    for index, line in enumerate(lines):
        yield f"{indent}- {line[len(indent) + 2 :]}" if index == first else line


def _one_line(text: str) -> str:
    """A comment cannot leave its line."""
    return re.sub(r"[\t\n]", " ", _REFUSED.sub(" ", text))


def _inline(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_in_flow(one) for one in value)}]"
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{scalar(key, flow=True)}: {_in_flow(one)}" for key, one in value.items()) + "}"
        )
    return scalar(value)


def _in_flow(value: object) -> str:
    return _inline(value) if isinstance(value, (list, dict)) else scalar(value, flow=True)
