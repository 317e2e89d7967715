"""Decides whether the parts of a plan file fit together: keys of each kind, duplicates, references.

Codes of plans: P420 a key that a kind needs, P421 a key that a kind does not have, P422 a period that runs
backward, P423 unknown task, P424 inputs; W931 a group without a title, W932 a key that is not counted with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic_core import PydanticCustomError

from rules.plan import UNLABELLED
from rules.problem import Problem
from rules.syntax.fields import nearest, read_day
from rules.syntax.listed import items, repeated
from rules.syntax.told import Fragment, given, must_be_blank, needs
from rules.yaml.text import Document, Path

_ALWAYS = frozenset(
    {"slug", "label", "short", "kind", "approx", "condition", "set_by", "ambiguous", "alternative", "text"}
)
_NEEDED: dict[str, tuple[str, ...]] = {
    "by": ("date",),
    "period": ("start", "end"),
    "recurring": ("every",),
    "after_event": ("n", "unit", "event"),
    "external": (),
    "continuous": (),
}
_OPTIONAL: dict[str, frozenset[str]] = {
    "by": frozenset({"strict", "time", "after", "inputs"}),
    "period": frozenset({"inputs"}),
    "recurring": frozenset({
        "day", "months", "month", "start_month", "end_month", "weekday", "next_period", "year_offset",
        "strict", "time", "by", "inputs",
    }),
    "after_event": frozenset({"once", "time", "by", "inputs"}),
    "external": frozenset({"by", "inputs"}),
    "continuous": frozenset({"start", "end", "after", "by"}),
}  # fmt: skip
_ALL = frozenset().union(*_NEEDED.values(), *_OPTIONAL.values())


def _strange(kind: str) -> frozenset[str]:
    """The keys that a deadline of this kind does not have."""
    return _ALL - _ALWAYS - _OPTIONAL[kind] - frozenset(_NEEDED[kind])


def _told(kind: str) -> Fragment:
    """What an editor is told of one kind."""
    asked = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    wanted = [given(key) for key in _NEEDED[kind]]
    strange = must_be_blank(sorted(_strange(kind)), f"thời hạn loại {_needs(kind)}")
    return needs(asked, {"allOf": [*wanted, strange]})


# Every written key is kept in the file; the last day does not depend on these.
_NOT_COUNTED = {"after": "mốc bắt đầu", "start_month": "tháng đầu của kỳ"}


def keys_of_kind(kind: str) -> frozenset[str]:
    """The keys that a deadline of a kind may have in a plan file."""
    return _ALWAYS | frozenset(_NEEDED.get(kind, ())) | _OPTIONAL.get(kind, frozenset())


def slug_of(label: object) -> str:
    """The last part of a deadline's id, made from its label: `Báo cáo quý I` gives `bao-cao-quy-i`."""
    lowered = str(label).casefold().replace("đ", "d")
    bare = "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in bare).split()
    return "-".join(words) or UNLABELLED


def inputs_slug(nth: int) -> str:
    """The last part of the id of a report's nth input that has no slug of its own."""
    return "so-lieu" if nth == 1 else f"so-lieu-{nth}"


def of_plan(document: Document) -> Iterator[Problem]:
    """What is wrong between the parts of a plan file."""
    yield from repeated(document, ("tasks",), "P409", "nhiệm vụ", key="key")
    keys = [str(task["key"]) for _, task in items(document.value, "tasks") if task.get("key") is not None]
    for index, task in items(document.value, "tasks"):
        path = ("tasks", index)
        yield from _group(document, path, task)
        yield from _same_product(document, path, task, keys)
        yield from _slugs(document, path, task)
        for number, deadline in items(task, "deadlines"):
            yield from _kind(document, (*path, "deadlines", number), deadline)
            yield from _inputs(document, (*path, "deadlines", number), deadline)


def _group(document: Document, path: Path, task: Mapping[str, object]) -> Iterator[Problem]:
    groups = document.value.get("groups") if isinstance(document.value, dict) else None
    group, dot, _ = str(task.get("key")).partition(".")
    if isinstance(groups, dict) and groups and dot and group not in groups:
        said = f"nhóm “{group}” chưa có tên ở groups"
        yield document.problem((*path, "key"), "W931", said, nearest(group, groups), level="warning")


def _same_product(
    document: Document, path: Path, task: Mapping[str, object], keys: list[str]
) -> Iterator[Problem]:
    other = task.get("same_product_as")
    if other is None:
        return
    place = (*path, "same_product_as")
    if str(other) == str(task.get("key")):
        yield document.problem(place, "P423", "nhiệm vụ không thể cùng sản phẩm với chính nó")
    elif str(other) not in keys:
        yield document.problem(
            place, "P423", f"không có nhiệm vụ “{other}” trong kế hoạch này", nearest(other, keys)
        )


def _slugs(document: Document, path: Path, task: Mapping[str, object]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, deadline in items(task, "deadlines"):
        key = next((key for key in ("slug", "label") if deadline.get(key) is not None), None)
        slug = UNLABELLED if key is None else str(deadline[key]) if key == "slug" else slug_of(deadline[key])
        place = (*path, "deadlines", number, *([key] if key else []))
        if slug in seen:
            said = f"mã thời hạn “{slug}” bị trùng trong nhiệm vụ"
            yield document.problem(
                place, "P409", said, f"đã có ở dòng {seen[slug]}; thêm slug hoặc label khác nhau"
            )
        seen.setdefault(slug, document.at(place)[0])


def _inputs(document: Document, path: Path, deadline: Mapping[str, object]) -> Iterator[Problem]:
    """Inputs of one report are told apart by their slugs."""
    seen: dict[str, int] = {}
    for number, one in items(deadline, "inputs"):
        slug = str(one["slug"]) if one.get("slug") is not None else inputs_slug(number + 1)
        place = (*path, "inputs", number, *(["slug"] if one.get("slug") is not None else []))
        if slug in seen:
            said = f"mã “{slug}” bị trùng giữa các số liệu của một báo cáo"
            yield document.problem(place, "P409", said, f"đã có ở dòng {seen[slug]}")
        seen.setdefault(slug, document.at(place)[0])


def _kind(document: Document, path: Path, deadline: Mapping[str, object]) -> Iterator[Problem]:
    kind = str(deadline.get("kind"))
    if kind not in _NEEDED:
        return
    given = [key for key, value in deadline.items() if value is not None and value is not False]
    for key in _NEEDED[kind]:
        if key not in given:
            yield document.problem(path, "P420", f"thời hạn loại {kind} thiếu khóa “{key}”", _needs(kind))
    for key in given:
        if key in _strange(kind):
            said = f"thời hạn loại {kind} không có khóa “{key}”"
            yield document.problem((*path, key), "P421", said, _needs(kind), at_key=True)
        elif key in _NOT_COUNTED:
            said = f"“{key}” ({_NOT_COUNTED[key]}) được giữ lại nhưng không dùng để tính hạn"
            yield document.problem((*path, key), "W932", said, level="warning", at_key=True)
    yield from _backward(document, path, deadline)


def _needs(kind: str) -> str:
    needed = f"cần {', '.join(_NEEDED[kind])}" if _NEEDED[kind] else "không cần thêm khóa nào"
    optional = ", ".join(sorted(_OPTIONAL[kind]))
    return f"{kind} {needed}" + (f"; có thể thêm {optional}" if optional else "")


def _backward(document: Document, path: Path, deadline: Mapping[str, object]) -> Iterator[Problem]:
    if deadline.get("start") is None or deadline.get("end") is None:
        return
    # A date that cannot be read is reported by the shape.
    with suppress(PydanticCustomError):
        if read_day(deadline["start"]) > read_day(deadline["end"]):
            yield document.problem((*path, "end"), "P422", "ngày cuối (end) trước ngày đầu (start)")


KINDS_TOLD: Fragment = {"allOf": [_told(kind) for kind in _NEEDED]}
