"""Decides how Jinja's complaints are told in Vietnamese, and which names a template may use."""

from __future__ import annotations

import re

from notifiers.digestrow import RowView
from notifiers.digestview import DigestView, SectionView, Segment
from notifiers.itemview import ItemView
from notifiers.mailbox.index import Block, IndexView, Line
from notifiers.mailbox.pages import PageView, ShownMail
from notifiers.mailview import Day, Group, MailView
from notifiers.tasklistview import ListView, TaskListView, TaskView

_VIEWS = (
    MailView, ItemView, Group, Day, DigestView, SectionView, Segment, RowView, IndexView, Block, Line,
    PageView, ShownMail, TaskListView, ListView, TaskView,
)  # fmt: skip
FIELDS = tuple(sorted({name for view in _VIEWS for name in view.__annotations__}))

_UNDEFINED = re.compile(r"has no attribute '([^']*)'|^'([^']*)' is undefined|has no element (.*)$")
_SYNTAX = (
    (
        r"Unexpected end of template\.(?: Jinja was looking for the following tags: ([^.]*))?.*",
        r"thiếu thẻ đóng \1",
    ),
    (r"Encountered unknown tag ('[^']*').*", r"không có thẻ \1"),
    (r"[Ee]xpected an expression, got (.*)", r"thiếu biểu thức trước \1"),
    (r"[Ee]xpected token (.*), got (.*)", r"cần \1 nhưng gặp \2"),
    (r"No filter named ('[^']*').*", r"không có bộ lọc \1"),
    (r"No test named ('[^']*').*", r"không có phép thử \1"),
    (r"unexpected (.*)", r"không mong đợi \1"),
    (r"Missing end of (.*) tag", r"thiếu dấu đóng \1"),
)


_JINJA_WORDS = (
    ("' or '", "' hoặc '"),
    ("end of statement block", "chỗ kết thúc thẻ “%}”"),
    ("end of print statement", "chỗ kết thúc “}}”"),
    ("begin of statement block", "chỗ mở thẻ “{%”"),
    ("begin of print statement", "chỗ mở “{{”"),
    ("end of template", "cuối mẫu"),
    ("end of comment", "chỗ kết thúc chú thích"),
    ("template data / text", "phần chữ"),
)
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "chia cho 0"),
    (OverflowError, "số quá lớn"),
    (RecursionError, "mẫu gọi lồng nhau quá sâu"),
    (KeyError, "không có khóa này"),
    (IndexError, "vị trí nằm ngoài danh sách"),
    (AttributeError, "giá trị không có phần được gọi"),
    (TypeError, "dùng giá trị sai kiểu"),
    (ValueError, "giá trị không hợp lệ"),
)


def failure_words(error: Exception) -> str:
    """What went wrong while a template was filled in; the line tells the rest."""
    return next((words for kind, words in _FAILURES if isinstance(error, kind)), str(error))


def undefined_name(message: str) -> str:
    """The name that Jinja could not find; the whole message when it names none."""
    found = _UNDEFINED.search(message)
    return next((group for group in found.groups() if group), message) if found else message


def forbidden_words(message: str) -> str:
    """What the sandbox refused, in Vietnamese."""
    found = re.search(r"access to attribute '([^']*)'", message)
    return f"dùng “{found[1]}”" if found else message


def syntax_words(message: str) -> str:
    """A syntax error in Vietnamese; one that is not in the table stays as Jinja told it."""
    for pattern, words in _SYNTAX:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return _jinja_words(found.expand(words).strip())
    return _jinja_words(message)


def _jinja_words(text: str) -> str:
    for english, words in _JINJA_WORDS:
        text = text.replace(f"'{english}'", words).replace(english, words)
    return text
