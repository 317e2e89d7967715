"""Decides what counts as listed twice in a file, on plain values that need not have the right shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.problem import Problem
from rules.yaml.text import Document, Path


def items(value: object, key: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The mappings in the list under a key, with their index; nothing where the shape is another."""
    found = value.get(key) if isinstance(value, dict) else None
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield index, item


def repeated(document: Document, path: Path, code: str, word: str, key: str = "id") -> Iterator[Problem]:
    """Ids that stand twice in the list at `path`, reported at the later one; `word` says of what."""
    holder = value_at(document, path[:-1])
    seen: dict[str, int] = {}
    for index, item in items(holder, str(path[-1])):
        if item.get(key) is None:
            continue
        place, id = (*path, index, key), str(item[key])
        if id in seen:
            said = f"mã {word} “{id}” bị trùng"
            yield document.problem(place, code, said, f"đã có ở dòng {seen[id]}")
        else:
            seen[id] = document.at(place)[0]


def value_at(document: Document, path: Path) -> object:
    """The value at a path of a document, None where there is none."""
    value = document.value
    for part in path:
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
