"""Decides how a complaint of the YAML reader is said to an admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import yaml

from rules.problem import Problem
from rules.yaml.build import Position

Span: TypeAlias = tuple[Position, Position]

# What libyaml says, the sentence for it, and what usually helps.
_INDENT = "xem lại số dấu cách đầu dòng"
_QUOTE = "đặt giá trị trong dấu nháy"
_CLOSE = "thêm dấu nháy đóng"
_OPEN_QUOTE = "dấu nháy mở ở đây không đóng trên cùng dòng"
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not", "dấu hai chấm đứng ở chỗ không cho phép", f"{_QUOTE}, hoặc {_INDENT}"),
    ("expected ':'", "thiếu dấu hai chấm sau khóa", "viết “khóa: giá trị”, sau dấu hai chấm có dấu cách"),
    ("expected key", "khóa không thẳng hàng với các khóa cùng cấp", _INDENT),
    (
        "expected '-'",
        "dòng này không thẳng hàng với các mục hoặc các khóa cùng cấp",
        f"{_INDENT}; mỗi mục bắt đầu bằng “- ”, thẳng cột mục trước",
    ),
    ("expected ',' or ']'", "danh sách [ ] chưa đóng hoặc thiếu dấu phẩy", "thêm dấu phẩy hoặc dấu ]"),
    ("expected ',' or '}'", "nhóm khóa { } chưa đóng hoặc thiếu dấu phẩy", "thêm dấu phẩy hoặc dấu }"),
    ("unexpected end of stream", "tệp kết thúc khi dấu nháy chưa đóng", _CLOSE),
    ("unexpected document indicator", "dòng “---” hoặc “...” đứng trong dấu nháy chưa đóng", _CLOSE),
    ("cannot start any token", "ký tự không được đứng ở đầu giá trị", _QUOTE),
    ("expected node content", "thiếu giá trị", "viết giá trị, hoặc [] nếu để trống"),
    ("unknown escape", "dấu \\ trong dấu nháy kép không đúng cách viết", "dùng dấu nháy đơn"),
    ("escape code", "dấu \\ trong dấu nháy kép không đúng cách viết", "dùng dấu nháy đơn"),
    ("block sequence entries", "mục “- ” đứng ở chỗ không cho phép", "xuống dòng trước dấu “-”"),
    ("block mapping", "các khóa không thẳng hàng", _INDENT),
    ("tag handle", "không dùng thẻ “!” của YAML", _QUOTE),
    ("<document start>", "có chữ sau phần đã kết thúc của tệp", f"{_INDENT} và các dấu ngoặc"),
    ("incompatible YAML", "phiên bản YAML không được hỗ trợ", "bỏ dòng %YAML"),
    ("expected alphabetic or numeric", "dấu & hoặc * đứng ở đầu giá trị", _QUOTE),
    ("anchor", "không dùng mỏ neo hoặc bí danh (& và *) của YAML", _QUOTE),
    ("alias", "không dùng mỏ neo hoặc bí danh (& và *) của YAML", _QUOTE),
    ("tag", "không dùng thẻ “!” của YAML", _QUOTE),
    ("directive", "dòng bắt đầu bằng % không đúng cú pháp", f"bỏ dòng này, hoặc {_QUOTE}"),
    ("comment", "dấu # không đứng được ở đây", _QUOTE),
)


def in_vietnamese(file: str, error: yaml.YAMLError, text: str, quoted: Span | None = None) -> Problem:
    """The problem for an error of the YAML reader in `text`, at the line that a person has to mend.

    `quoted`: from where to where the last value in quotes went that ran over several lines.
    """
    said = str(getattr(error, "problem", None) or error)
    lines = text.rstrip().splitlines()
    place = _place(error, said, lines)
    if quoted and quoted[1][0] == place[0]:
        # A quote left open ends at the next one in the file: what follows it makes no sense.
        return Problem(file, *quoted[0], "error", "Y105", f"sai cú pháp YAML: {_OPEN_QUOTE}", _CLOSE)
    line = lines[place[0] - 1] if place[0] <= len(lines) else ""
    words, hint = _words(said, line[: place[1] - 1], line.lstrip())
    return Problem(file, *place, "error", "Y105", f"sai cú pháp YAML: {words}", hint)


def _place(error: yaml.YAMLError, said: str, lines: Sequence[str]) -> Position:
    """Where the reader gave up; what it waited for in vain stands where that was opened."""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if opened and (mark is None or _belongs_there(said, opened, mark.line, lines)):
        mark = opened
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _belongs_there(said: str, opened: yaml.Mark, line: int, lines: Sequence[str]) -> bool:
    if line >= len(lines) or "expected ':'" in said:
        return True
    return "expected ','" in said and opened.line < line and _goes_on(lines, opened)


def _goes_on(lines: Sequence[str], opened: yaml.Mark) -> bool:
    """Whether values follow the bracket on its line: then it was to be closed there."""
    rest = lines[opened.line][opened.column + 1 :].strip()
    return bool(rest) and not rest.startswith("#")


def _words(said: str, before: str, line: str) -> tuple[str, str]:
    """What is wrong at the end of `before` in a line, and what usually helps."""
    if before[-1:] in ("'", '"') and "expected" in said:
        return (
            "có chữ ngay sau dấu nháy đóng",
            "dấu nháy nằm trong chữ thì dùng loại nháy kia ở ngoài",
        )
    if "expected '-'" in said and line[:1] == "-" and line[1:2].strip():
        return "thiếu dấu cách sau dấu “-” ở đầu mục", f"viết “- {line[1:20].partition(':')[0]}”"
    if line[:1] in ("–", "—", "−", "•"):
        return f"mục của danh sách bắt đầu bằng “{line[0]}”", "thay bằng dấu trừ và một dấu cách: “- ”"
    for fragment, words, hint in _WORDS:
        if fragment in said:
            return words, hint
    return f"không đọc được (bộ đọc báo: {said})", "xem lại dòng này và dòng ngay trước nó"
