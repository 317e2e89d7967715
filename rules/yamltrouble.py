"""Decides how a complaint of the YAML reader is said to an admin."""

from __future__ import annotations

import yaml

from rules.problem import Problem

# What libyaml says, the sentence for it, and what usually helps.
_INDENT = "xem lại số dấu cách đầu dòng"
_QUOTE = "đặt giá trị trong dấu nháy"
_CLOSE = "thêm dấu nháy đóng"
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not", "dấu hai chấm đứng ở chỗ không cho phép", f"{_QUOTE}, hoặc {_INDENT}"),
    ("expected ':'", "thiếu dấu hai chấm sau khóa", "viết “khóa: giá trị”, sau dấu hai chấm có dấu cách"),
    ("expected key", "khóa không thẳng hàng với các khóa cùng cấp", _INDENT),
    (
        "expected '-'",
        "mục của danh sách không thẳng hàng",
        "mỗi mục bắt đầu bằng “- ”, thẳng cột mục trước",
    ),
    ("expected ',' or ']'", "danh sách [ ] chưa đóng hoặc thiếu dấu phẩy", "thêm dấu phẩy hoặc dấu ]"),
    ("expected ',' or '}'", "nhóm khóa { } chưa đóng hoặc thiếu dấu phẩy", "thêm dấu phẩy hoặc dấu }"),
    ("unexpected end of stream", "tệp kết thúc khi dấu nháy chưa đóng", _CLOSE),
    ("unexpected document indicator", "dòng “---” hoặc “...” đứng trong dấu nháy chưa đóng", _CLOSE),
    ("cannot start any token", "ký tự không được đứng ở đầu giá trị", _QUOTE),
    ("expected node content", "thiếu giá trị", "viết giá trị, hoặc [] nếu để trống"),
    ("unknown escape", "dấu \\ trong dấu nháy kép không đúng cách viết", "dùng dấu nháy đơn"),
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


def in_vietnamese(file: str, error: yaml.YAMLError, lines: int) -> Problem:
    """The problem for an error of the YAML reader, at the place where it gave up.

    What is still open at the end of a text of so many lines is reported where it was opened.
    """
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if opened and (not mark or mark.line + 1 >= lines):
        mark = opened
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = str(getattr(error, "problem", None) or error)
    for fragment, words, hint in _WORDS:
        if fragment in said:
            return Problem(file, line, column, "error", "Y105", f"sai cú pháp YAML: {words}", hint)
    unknown = f"sai cú pháp YAML (bộ đọc báo: {said})"
    return Problem(file, line, column, "error", "Y105", unknown, "xem lại dòng này và dòng ngay trước nó")
