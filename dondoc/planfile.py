"""Decides how a plan file is edited to open or close its plan: one key, all else stays as it was written."""

from __future__ import annotations

import re

from rules.composed import composed
from rules.yaml.build import Position
from rules.yaml.text import parse

_WORD = re.compile(r"[^\s,}#]+")


class CannotMark(Exception):
    """The file's `plan:` mapping could not be edited safely; the message is Vietnamese."""


def marked(file: str, text: str, key: str, note: str) -> str:
    """The text with `key: true` in its `plan:` mapping, and `note` as a comment above it.

    Raises CannotMark. A file that says so already comes back as it is.
    """
    # As the reader counts columns: composed letters, no byte order mark.
    text = composed(text.removeprefix("\ufeff"))
    document = parse(file, text)
    plan = document.value.get("plan") if isinstance(document.value, dict) else None
    if not isinstance(plan, dict) or not plan:
        raise CannotMark(f"{file}: không tìm thấy khối “plan:”")
    if plan.get(key) is True:
        return text
    place = document.at(["plan"])
    if key in plan:
        edited = _replaced(text, document.at(["plan", key]))
    else:
        edited = _inserted(text, key, place, document.key_at(["plan", next(iter(plan))]))
    return _checked(file, key, _noted(edited, document.key_at(["plan"]), note))


def _offset(text: str, at: Position) -> int:
    """Where a line and column (from 1) lie in the text."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: at[0] - 1])) + at[1] - 1


def _replaced(text: str, at: Position) -> str:
    start = _offset(text, at)
    word = _WORD.match(text, start)
    end = word.end() if word else start
    return f"{text[:start]}true{text[end:]}"


def _inserted(text: str, key: str, mapping: Position, first_key: Position) -> str:
    start = _offset(text, mapping)
    if text[start : start + 1] == "{":
        return f"{text[: start + 1]}{key}: true, {text[start + 1 :].lstrip(' ')}"
    start = _offset(text, first_key)
    return f"{text[:start]}{key}: true{_newline(text)}{' ' * (first_key[1] - 1)}{text[start:]}"


def _noted(text: str, plan_key: Position, note: str) -> str:
    start = _offset(text, (plan_key[0], 1))
    return f"{text[:start]}# {' '.join(note.split())}{_newline(text)}{text[start:]}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _checked(file: str, key: str, text: str) -> str:
    """Only an edit that reads back as meant is handed out."""
    value = parse(file, text).value
    plan = value.get("plan") if isinstance(value, dict) else None
    if not isinstance(plan, dict) or plan.get(key) is not True:
        raise CannotMark(f"{file}: không sửa được tự động; ghi “{key}: true” vào khối “plan:”")
    return text
