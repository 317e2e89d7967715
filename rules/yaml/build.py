"""Decides which YAML structures are accepted, and builds plain values with the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from rules.composed import composed, piles
from rules.problem import Problem
from rules.yaml.scalar import meaning
from rules.yaml.scan import CONTROL

DEEPEST = 40
MOST_VALUES = 100_000  # a file of the largest size with twenty keys a task has a third of them
MOST_PROBLEMS = 200
_RETURN = re.compile("\r")
Position: TypeAlias = tuple[int, int]  # line and column from 1


@dataclass(slots=True)
class Place:
    """Where a value stands, and the places of what it holds (a mapping: by key, a list: by index)."""

    at: Position
    keys: dict[str, Position] = field(default_factory=dict)
    items: dict[str | int, Place] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    value: dict[str, object] | list[object]
    place: Place
    key: str | None = None  # of the value to come
    wants_key: bool = True  # a mapping before a key
    dropped: bool = False  # the value to come belongs to a refused key
    is_key: bool = False  # stands itself where a key is due


class Builder:
    """Takes the events of one file; afterwards `value`, `place` and `problems` hold the outcome.

    Built from events and not from PyYAML's nodes, whose C code overflows its stack on deep nesting.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: object = None
        self.place: Place | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._left = MOST_VALUES
        self.stopped = False  # too deep: the reader's time grows with the square of the depth

    def take(self, event: yaml.Event) -> bool:
        """Takes the next event; False when the rest of the file need not be read."""
        self._left -= 1
        if isinstance(event, yaml.DocumentStartEvent):
            return self._document(event)
        if self._left < 0:
            said = f"tệp có quá nhiều giá trị; cho phép khoảng {MOST_VALUES // 1000} nghìn"
            self._give_up(event, "Y102", said, "tách thành nhiều tệp nhỏ hơn")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._start(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        return not self.stopped

    def _document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "Y109", "tệp có nhiều tài liệu YAML; chỉ cho phép một", "bỏ dòng “---”")
        return self._documents == 1

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_marks(event)
        text = self._unescaped(event) if event.style == '"' else event.value
        if self._at_key():
            self._key(event, text)
        else:
            value = meaning(text) if event.implicit[0] else text
            self._put(value, Place(_position(event)))

    def _unescaped(self, event: yaml.ScalarEvent) -> str:
        """What stands between double quotes, where \\0 and \\u0301 bring in what the scan cannot see."""
        if found := CONTROL.search(event.value) or _RETURN.search(event.value):
            said = f"ký tự điều khiển U+{ord(found.group()):04X} không được phép"
            self._refuse(event, "Y103", said, "bỏ cách viết \\ tạo ra ký tự này")
        if next(piles(event.value), None):
            self._refuse(event, "Y103", "quá nhiều dấu chồng lên một chữ", "xóa rồi gõ lại chữ này")
        return composed(event.value)

    def _key(self, event: yaml.ScalarEvent, key: str) -> None:
        top, at = self._open[-1], _position(event)
        top.wants_key, top.key, top.dropped = False, key, True
        if key == "":
            self._refuse(event, "Y111", "khóa bị bỏ trống", "viết khóa trước dấu hai chấm")
        elif key in top.place.keys:
            first = top.place.keys[key][0]
            self._refuse(event, "Y107", f"khóa “{key}” bị lặp lại", f"đã có ở dòng {first}; bỏ một trong hai")
        else:
            top.place.keys[key], top.dropped = at, False

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self._open) >= DEEPEST:
            self._refuse(event, "Y110", f"lồng nhau quá sâu; cho phép tối đa {DEEPEST} tầng", None)
            self.stopped = True
            return
        self._refuse_marks(event)
        is_key = self._at_key()
        if is_key and not any(opened.is_key for opened in self._open):
            self._refuse(event, "Y111", "khóa phải là một từ, không phải danh sách hay nhóm khóa", None)
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Open(value, Place(_position(event)), is_key=is_key))

    def _end(self) -> None:
        ended = self._open.pop()
        if ended.is_key:
            self._open[-1].wants_key, self._open[-1].dropped = False, True
        else:
            self._put(ended.value, ended.place)

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._refuse(event, "Y106", f"không dùng bí danh “*{event.anchor}” của YAML", "viết đầy đủ giá trị")
        if self._at_key():
            self._open[-1].wants_key, self._open[-1].dropped = False, True
        else:
            self._put(None, Place(_position(event)))

    def _at_key(self) -> bool:
        return bool(self._open) and self._open[-1].wants_key and isinstance(self._open[-1].value, dict)

    def _put(self, value: object, place: Place) -> None:
        if not self._open:
            self.value, self.place = value, place
            return
        top = self._open[-1]
        if isinstance(top.value, list):
            top.place.items[len(top.value)] = place
            top.value.append(value)
            return
        if not top.dropped and top.key is not None:
            top.value[top.key] = value
            top.place.items[top.key] = place
        top.wants_key = True

    def _refuse_marks(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            said = f"không dùng mỏ neo “&{event.anchor}” của YAML"
            self._refuse(event, "Y106", said, "bỏ dấu & và tên sau nó")
        if event.tag is not None:
            hint = "bỏ thẻ, hoặc đặt giá trị trong dấu nháy nếu dấu ! là chữ"
            self._refuse(event, "Y108", f"không dùng thẻ “{event.tag}” của YAML", hint)

    def _give_up(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        if not self.stopped:
            self.stopped = True
            self._refuse(event, code, message, hint)

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str | None) -> None:
        line, column = _position(event)
        if len(self.problems) == MOST_PROBLEMS:
            self.stopped = True
            code, message, hint = (
                "Y113",
                "quá nhiều lỗi; phần sau của tệp chưa được đọc",
                "sửa các lỗi trên rồi soát lại",
            )
        elif len(self.problems) > MOST_PROBLEMS:
            return
        self.problems.append(Problem(self.file, line, column, "error", code, message, hint))


def _position(event: yaml.Event) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
