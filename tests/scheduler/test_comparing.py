"""Which lines of two ledgers are the same reminder, and what a difference is called."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.comparing import changes
from tests.small import at

SINCE, UNTIL = at("2021-03-01"), at("2021-04-01")


def line(when: str, *people: str, cc: tuple[str, ...] = (), **values: Any) -> dict[str, Any]:
    base = {
        "deadline": "p/I.1/han", "task": "I.1", "rule": "r", "step": "s", "occurrence": 1, "term": 1,
        "kind": "reminder", "superseded": False, "late": False, "figures": None,
    }  # fmt: skip
    sent = {"recipients": list(people), "cc": list(cc), "messages": {one: f"<{when}{one}>" for one in people}}
    return {**base, "at": at(when).isoformat(), **sent, **values}


def digest(when: str, *people: str) -> dict[str, Any]:
    return line(
        when, *people, deadline=None, task=None, step=None, occurrence=None, rule="tuan", kind="digest"
    )


def told(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """(change, before, after) of each, the lines as `03-08 a,b`."""
    return [(one.change, short(one.before), short(one.after)) for one in changes(before, after, SINCE, UNTIL)]


def short(one: dict[str, Any] | None) -> str:
    return f"{one['at'][5:10]} {','.join([*one['recipients'], *one['cc']])}" if one else ""


def test_what_stays_the_same_is_no_change() -> None:
    assert told([line("2021-03-08", "a")], [line("2021-03-08", "a")]) == []


def test_a_message_id_alone_is_no_change() -> None:
    assert told([line("2021-03-08", "a")], [line("2021-03-08", "a", messages={"a": "<x>"})]) == []


def test_the_same_reminder_at_another_moment_moves() -> None:
    assert told([line("2021-03-08", "a")], [line("2021-03-10", "a")]) == [("moves", "03-08 a", "03-10 a")]


def test_the_same_moment_to_others_changes_recipients() -> None:
    found = told([line("2021-03-08", "a")], [line("2021-03-08", "a", "b")])
    assert found == [("recipients", "03-08 a", "03-08 a,b")]


def test_a_reader_who_only_gets_a_copy_now_is_a_change() -> None:
    found = told([line("2021-03-08", "a", "b")], [line("2021-03-08", "a", cc=("b",))])
    assert found == [("recipients", "03-08 a,b", "03-08 a,b")]


def test_what_moves_to_others_is_one_change_that_moves() -> None:
    assert told([line("2021-03-08", "a")], [line("2021-03-10", "b")]) == [("moves", "03-08 a", "03-10 b")]


@pytest.mark.parametrize(
    "other", [{"rule": "x"}, {"step": "x"}, {"deadline": "p/I.2/han"}, {"occurrence": 2}, {"term": 2}]
)
def test_another_key_is_another_reminder(other: dict[str, Any]) -> None:
    found = told([line("2021-03-08", "a")], [line("2021-03-08", "a", **other)])
    assert sorted(found) == [("appears", "", "03-08 a"), ("vanishes", "03-08 a", "")]


def test_what_is_superseded_is_no_mail() -> None:
    overtaken = line("2021-03-08", superseded=True)
    assert told([overtaken], []) == []
    assert told([overtaken], [line("2021-03-08", "a")]) == [("appears", "", "03-08 a")]


def test_either_side_within_the_span_is_told() -> None:
    assert told([line("2021-03-31", "a")], [line("2021-04-02", "a")]) == [("moves", "03-31 a", "04-02 a")]
    assert told([line("2021-04-02", "a")], [line("2021-03-31", "a")]) == [("moves", "04-02 a", "03-31 a")]
    assert told([line("2021-04-02", "a")], [line("2021-04-05", "a")]) == []
    assert told([line("2021-02-26", "a")], []) == []


def test_a_digest_is_the_same_all_week() -> None:
    assert told([digest("2021-03-08", "gd")], [digest("2021-03-11", "gd")]) == [
        ("moves", "03-08 gd", "03-11 gd")
    ]
    assert [one[0] for one in told([digest("2021-03-08", "gd")], [digest("2021-03-15", "gd")])] == [
        "vanishes", "appears",
    ]  # fmt: skip


def test_of_several_moments_what_stays_is_paired_first() -> None:
    before = [line("2021-03-08", "a"), line("2021-03-15", "b")]
    assert told(before, [line("2021-03-15", "b")]) == [("vanishes", "03-08 a", "")]


def test_of_several_moments_each_keeps_its_people() -> None:
    before = [line("2021-03-08", "a"), line("2021-03-15", "b")]
    after = [line("2021-03-15", "a"), line("2021-03-22", "b")]
    assert told(before, after) == [("moves", "03-08 a", "03-15 a"), ("moves", "03-15 b", "03-22 b")]
