"""Decides whether a file has the shape its model wants, and says every fault at its line in Vietnamese.

Codes are a family (R2 rules, U3 units, P4 plans, C5 calendar) and two digits, stable for ever:
01 unknown key, 02 missing key, 03 wrong sort of value, 04 not one of the allowed words, 05 empty or out of
bounds, 06 date, 07 hour, 08 address, 09 duplicate, 10 unknown unit or group, 11 unknown person, 12 unknown
role, 13 not an id, 99 more faults than are told; from 20 on what belongs to one family alone (see its
module). Y1xx: `rules.yaml.text`; W9xx: warnings, of `data.files.warnings` and of each family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rules.problem import Problem
from rules.syntax.fields import nearest, shown
from rules.yaml.text import Document

ModelT = TypeVar("ModelT", bound=BaseModel)
_SORTS = {
    "string_type": "là chữ",
    "int_type": "là số nguyên",
    "int_from_float": "là số nguyên",
    "int_parsing": "là số nguyên",
    "bool_type": "là true hoặc false",
    "list_type": "là một danh sách",
    "tuple_type": "là một danh sách",
    "frozen_set_type": "là một danh sách",
    "dict_type": "là một nhóm khóa (khóa: giá trị)",
    "model_type": "là một nhóm khóa (khóa: giá trị)",
    "model_attributes_type": "là một nhóm khóa (khóa: giá trị)",
}
_SAID_AT_MOST = 1000  # faults of one file
_LOOKED_AT = 5000
_NAMES = frozenset({"10", "11", "12"})  # unknown unit, person, role
_LINES_SHOWN = 8
_EMPTY = frozenset({"too_short", "string_too_short"})
_YES_NO = frozenset({"yes", "no", "on", "off", "y", "n", "có", "không"})


def validate(
    model: type[ModelT], document: Document, family: str, context: object = None
) -> tuple[ModelT | None, list[Problem]]:
    """The model of a document that was read to its end, or None and every fault of it."""
    try:
        return model.model_validate(document.value, context=context), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    beyond = max(0, len(faults) - _LOOKED_AT)
    faults = faults[:_LOOKED_AT]
    heard = _Heard.of(faults)
    told = [fault for fault in faults if not _is_echo(fault, heard)]
    problems = list(once([_problem(model, document, family, fault) for fault in told[:_SAID_AT_MOST]]))
    # A value that YAML refused is empty here; it has been reported.
    refused = {(problem.line, problem.column) for problem in document.problems}
    problems = [problem for problem in problems if (problem.line, problem.column) not in refused]
    if more := beyond + max(0, len(told) - _SAID_AT_MOST):
        rest = f"còn {more} lỗi khác trong tệp; sửa các lỗi trên rồi kiểm tra lại"
        problems.append(document.problem((), family + "99", rest))
    return None, problems


def once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """One problem for each name that nobody has, at its first place: a renamed unit is one mistake."""
    places: dict[str, list[int]] = {}
    for problem in problems:
        if problem.code[2:] in _NAMES:
            places.setdefault(problem.message, []).append(problem.line)
    for problem in problems:
        lines = places.get(problem.message)
        if lines is None:
            yield problem
        elif lines:
            yield problem if len(lines) == 1 else replace(problem, hint=_also_at(problem.hint, lines[1:]))
            lines.clear()


def _also_at(hint: str | None, lines: Sequence[int]) -> str:
    shown_lines = ", ".join(map(str, lines[:_LINES_SHOWN])) + ("…" if len(lines) > _LINES_SHOWN else "")
    also = f"còn {len(lines)} chỗ như vậy: dòng {shown_lines}"
    return f"{hint}; {also}" if hint else also


class _Heard(NamedTuple):
    """What other faults say: the holders of refused values, and the unknown keys of each mapping."""

    holders: frozenset[tuple[str | int, ...]]
    strange: dict[tuple[str | int, ...], list[str | int]]

    @classmethod
    def of(cls, faults: Sequence[ErrorDetails]) -> _Heard:
        strange: dict[tuple[str | int, ...], list[str | int]] = {}
        for fault in faults:
            if fault["type"] == "extra_forbidden":
                strange.setdefault(fault["loc"][:-1], []).append(fault["loc"][-1])
        locs = [fault["loc"] for fault in faults]
        return cls(frozenset(loc[:size] for loc in locs for size in range(len(loc))), strange)


def _is_echo(fault: ErrorDetails, heard: _Heard) -> bool:
    """Whether a fault only follows from another: a list of refused items is no empty list."""
    loc = fault["loc"]
    if fault["type"] == "too_short":
        return loc in heard.holders
    unknown = heard.strange.get(loc[:-1], []) if fault["type"] == "missing" else []
    return any(nearest(key, [str(loc[-1])]) for key in unknown)


def _problem(model: type[BaseModel], document: Document, family: str, fault: ErrorDetails) -> Problem:
    path = tuple(part for part in fault["loc"] if part != "[key]")
    number, message, hint = _said(model, path, fault)
    at_key = number == "01" or "[key]" in fault["loc"]
    return document.problem(path, family + number, message, hint, at_key=at_key)


def _said(
    model: type[BaseModel], path: Sequence[str | int], fault: ErrorDetails
) -> tuple[str, str, str | None]:
    """Number, message and hint of one fault."""
    sort, context, given = fault["type"], fault.get("ctx", {}), fault["input"]
    name = f"khóa “{path[-1]}”" if path and isinstance(path[-1], str) else "giá trị" if path else "tệp"
    if re.fullmatch(r"x\d\d", sort):
        return sort[1:], str(context["message"]), context["hint"]
    if sort == "extra_forbidden":
        known = keys_at(model, path[:-1])
        return (
            "01",
            f"{name} không có ở đây; các khóa được dùng: {', '.join(known)}",
            nearest(path[-1], known),
        )
    if sort == "missing":
        return "02", f"thiếu {name}", None
    if sort == "literal_error":
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        return (
            "04",
            f"{shown(given)} không dùng được; chọn một trong: {', '.join(words)}",
            nearest(given, words),
        )
    if sort in _EMPTY or (sort in _SORTS and given is None):
        return "05", f"{name} không được để trống", None if path else _starts_with(model)
    if sort in _SORTS:
        hint = _sort_hint(sort, given) if path else _starts_with(model)
        return "03", f"{name} phải {_SORTS[sort]}, không phải {shown(given)}", hint
    return _bound(name, sort, context, given)


def _starts_with(model: type[BaseModel]) -> str:
    """What a file of this model holds at its outermost."""
    return f"các khóa ngoài cùng của tệp, sát lề trái: {', '.join(keys_at(model, ()))}"


def _sort_hint(sort: str, given: object) -> str | None:
    if sort == "bool_type" and str(given).casefold() in _YES_NO:
        return "viết true hoặc false, không dùng yes, no, on, off"
    if sort == "int_type" and isinstance(given, str) and given.isdecimal():
        return "bỏ dấu nháy"
    if _SORTS[sort] == "là một danh sách" and isinstance(given, dict):
        return "viết mỗi mục sau một dấu “- ”"
    if sort == "string_type" and isinstance(given, bool):
        return "đặt trong dấu nháy nếu đó là chữ"
    return None


def _bound(name: str, sort: str, context: dict[str, Any], given: object) -> tuple[str, str, str | None]:
    if sort in ("greater_than_equal", "less_than_equal"):
        word = "nhỏ nhất là" if sort == "greater_than_equal" else "lớn nhất là"
        limit = context["ge" if sort == "greater_than_equal" else "le"]
        return "05", f"{name} {word} {limit}, không phải {shown(given)}", None
    return "03", f"{name} có giá trị không hợp lệ: {shown(given)}", None


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at `path` of a file of this model may have."""
    annotation: object = model
    for part in path:
        annotation = _below(annotation, part)
    found = _model_in(annotation)
    return tuple(field.alias or name for name, field in found.model_fields.items()) if found else ()


def _below(annotation: object, part: str | int) -> object:
    shape = _model_in(annotation)
    if shape is not None and isinstance(part, str):
        fields = {field.alias or name: field for name, field in shape.model_fields.items()}
        return fields[part].annotation if part in fields else None
    return next((arg for arg in _parts(annotation) if get_origin(arg) or _model_in(arg)), None)


def _parts(annotation: object) -> tuple[object, ...]:
    """What a container holds; Annotated and `| None` are looked through."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _parts(args[0])
    if origin in (tuple, list, dict, frozenset):
        return args[1:] if origin is dict else args[:1]
    return next((found for arg in args if (found := _parts(arg))), ())


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model that stands at this very place, not inside a container."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, list, dict, frozenset):
        return None
    args = get_args(annotation)
    return next((found for arg in args if (found := _model_in(arg))), None)
