"""Decides what a workspace's `.env` says: its values, where each stands, and every line that is wrong.

Codes: Y101, Y102 and Y103 as of YAML files, V702 unreadable, V703 a line that sets nothing.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rules.problem import Problem
from rules.systemwords import system_words

if TYPE_CHECKING:
    from dotenv.parser import Binding

NAME = ".env"
_SAID_AT_MOST = 200
ENVIRONMENT = "môi trường"  # where a setting stands that no file gives


@dataclass(frozen=True, slots=True)
class EnvFile:
    """Name -> value, and name -> line (from 1)."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_env(path: Path) -> EnvFile:
    """What the file gives; an absent one gives nothing."""
    if not path.exists() and not path.is_symlink():
        return EnvFile()
    from data.files.adminfile import text_of
    from rules.composed import composed
    from rules.yaml.scan import controls, heaped

    try:
        text, problems = text_of(NAME, path)
    except OSError as error:
        said = f"không đọc được tệp: {system_words(error)}"
        return EnvFile(problems=(Problem(NAME, 1, 1, "error", "V702", said, "xem lại quyền đọc của tệp"),))
    if text is None:
        return EnvFile(problems=problems)
    text, wrong = text.removeprefix("\ufeff"), heaped(NAME, text)
    text = composed(text)
    wrong += controls(NAME, text)
    return EnvFile(problems=tuple(wrong)) if wrong else _parsed(text)


def _parsed(text: str) -> EnvFile:
    from dotenv.parser import parse_stream  # only a workspace with such a file pays for its reader

    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for binding in parse_stream(io.StringIO(text)):
        line, column = _place(binding)
        if len(problems) == _SAID_AT_MOST:
            break
        if binding.error or (binding.key is not None and binding.value is None):
            problems.append(_wrong(binding, line, column))
        elif binding.key is not None and binding.value is not None:
            values[binding.key], lines[binding.key] = binding.value, line
    return EnvFile(values, lines, tuple(problems))


def _place(binding: Binding) -> tuple[int, int]:
    """Of the first letter: blank lines before it belong to what the reader took together."""
    whole = binding.original.string
    before = whole[: len(whole) - len(whole.lstrip())]
    return binding.original.line + before.count("\n"), len(before.rpartition("\n")[2]) + 1


def _wrong(binding: Binding, line: int, column: int) -> Problem:
    written = binding.original.string.strip().split("\n", 1)[0]
    name, equals, value = written.partition("=")
    shown = written if not equals else f"{name}=…"  # a value may be a secret
    if equals and value.strip()[:1] in ("'", '"'):
        said, hint = f"“{shown}”: dấu nháy mở mà không đóng", "đóng dấu nháy ở cuối giá trị"
    elif not equals:
        said, hint = f"“{shown}” không phải là một thiết lập", "viết TÊN=giá trị, hoặc thêm # ở đầu dòng"
    else:
        said, hint = f"“{shown}”: tên thiết lập không hợp lệ", "tên chỉ gồm chữ, số và dấu gạch dưới"
    return Problem(NAME, line, column, "error", "V703", said, hint)
