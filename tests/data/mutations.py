"""Values of a file with a few things changed: what an admin's slip does to a good file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeAlias

from hypothesis import strategies as st

Path: TypeAlias = tuple[str | int, ...]
ODD: list[Any] = [
    None, True, False, 0, 1, -3, 7, 13, 32, 3.0, 1.5, 2021, 99999, "", " ", "x", "a b", "lead", " lead ",
    "lead.head", "lead.haed", "office", "support", "leadership", "leadership.in-charge", "unit:van-phong",
    "unit:", "role:office", "role: admin", "person:giam-doc", "person:x", "a@b", "anv@example.gov.vn",
    "a..b@example.gov.vn", "5wd", "5 wd", "0wd", "00d", "10d", "10", "2w", "99999wd", "last-day", "lastday",
    "stated", "waiting", "25/02", "29/02", "31/11", "31/4", "0/5", "5/13", "08:00", "8:5", "8:05", "24:00",
    "23:59", "16h00", "07:30-17:00", "17:00-07:30", "07:30", "monday", " monday", "Monday", "thu-hai", "by",
    "period", "recurring", "after_event", "external", "continuous", "perid", "partly", "yes", "last",
    "strict", "own", "tinh", "week", "half-year", "working_day", "acknowledged", "submitted",
    "reminders >= 3", "reminders>=3 and days_late<1", "reminders>=3and days_late<1", "reminder > 1",
    "extensions == 1000000", "2021-03-10", "2021-02-29", "2020-02-29", "2021-04-31", "2021-3-1",
    "1899-01-01", "2199-12-31", "10/03/2021", "2028-01-03", "I.1", "I.", ".I", "I", "1.1", "a.b.c",
    "đ-1_2&3", "Số", "phòng", "e\u0301", "１２", "summary", "due_within", "summry", "van-phong", "tab\tin",
    "line\nbreak", [], {}, [None], [[]], ["lead"], ["lead", "office"], ["25/02", "last-day"], ["last-day"],
    {"due_within": "5wd"}, {"overdue": "5wd"}, {"due_within": "5wd", "done_since": "1d"}, {"a": "b"},
    {" ": 1}, {"from": "2021-01-01"}, {"pause": "0d"},
]  # fmt: skip


def _places(value: object, path: Path = ()) -> Iterator[Path]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in parts:
        yield from _places(one, (*path, key))


def _keys(schema: object) -> Iterator[str]:
    """Every key that some mapping of the schema has."""
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _keys(part)
    if isinstance(schema, dict):
        yield from schema.get("properties", {})


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _change(draw: st.DrawFn, value: Any, path: Path, keys: list[str]) -> None:
    """Changes, drops, renames, adds, doubles or wraps what stands at `path`."""
    holder, last = _at(value, path[:-1]), path[-1]
    how = draw(st.sampled_from(["set", "set", "drop", "rename", "add", "double", "wrap", "spoil"]))
    if how == "drop":
        del holder[last]
    elif how == "rename" and isinstance(holder, dict):
        holder[draw(st.sampled_from([*keys, f"{last}s", str(last)[:-1] or "x"]))] = holder.pop(last)
    elif how == "add" and isinstance(holder, dict):
        holder[draw(st.sampled_from(keys))] = deepcopy(draw(st.sampled_from(ODD)))
    elif how == "double" and isinstance(holder, list):
        holder.append(deepcopy(holder[int(last)]))
    elif how == "wrap":
        holder[last] = [holder[last]]
    elif how == "spoil" and isinstance(holder[last], str):
        text, at = holder[last], draw(st.integers(0, len(holder[last])))
        holder[last] = (
            text[:at] + draw(st.sampled_from([" ", "-", ".", ":", "x", "0", "\u0301", "/"])) + text[at:]
        )
    else:
        holder[last] = deepcopy(draw(st.sampled_from(ODD)))


@st.composite
def mutated(draw: st.DrawFn, good: object, schema: object) -> object:
    """A good value with one to three changes."""
    value, keys = _plain(good), sorted(set(_keys(schema)))
    for _ in range(draw(st.integers(1, 3))):
        paths = [path for path in _places(value) if path]
        if paths:
            _change(draw, value, draw(st.sampled_from(paths)), keys)
    return value


def _plain(value: Any) -> Any:
    """Without the numbers that remember their spelling, which the writer of YAML does not know."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else float(value) if isinstance(value, float) else value
