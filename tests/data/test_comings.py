"""What `check` says of people and units that came and went: each where it is true, silence elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from data.files.unitfile import read_units
from data.scrutiny import scrutinized
from data.workspace import build
from tests.small import UNITS, files_of, rule, task

TODAY = dt.date(2021, 6, 1)
STEP = "{id: s, on: last-day, to: [lead, lead.head, leadership.in-charge]}"
LATER = "{kind: by, date: 2021-08-19}"


def said(*edits: tuple[str, str], day: dt.date = TODAY, one: str = task(LATER)) -> list[str]:
    """`code: message` of each warning about comings and goings."""
    units = UNITS
    for old, new in edits:
        assert old in units, old
        units = units.replace(old, new, 1)
    workspace, problems = build(files_of(rule(STEP), one, units=units))
    assert workspace is not None, "\n".join(map(str, problems))
    found = scrutinized(workspace, day)
    return [f"{p.code}: {p.message}" for p in found if p.code in ("W918", "W919")]


def until(person: str, day: str = "2021-05-31") -> tuple[str, str]:
    return f"address: {person}@so.example}}", f"address: {person}@so.example, valid: {{to: {day}}}}}"


GONE = ("officers: [an], in_charge: pgd}", "officers: [an], in_charge: pgd, valid: {to: 2021-06-30}}")


def test_a_directory_without_dates_is_quiet() -> None:
    assert said() == []


def test_a_unit_without_successor_is_told_with_what_it_leaves() -> None:
    (line,) = said(GONE)
    assert line == (
        "W918: Phòng Kinh tế không còn từ ngày 01/7/2021, chưa có đơn vị kế thừa, cần phân công;"
        " còn 1 mốc thời hạn sau ngày ấy"
    )


def test_one_successor_will_do_and_several_will_not() -> None:
    old, new = GONE
    assert said((old, new.replace("}}", "}, successor: xd}"))) == []
    assert "Phòng Xây dựng hoặc Văn phòng" in said((old, new.replace("}}", "}, successor: [xd, vp]}")))[0]


def test_a_unit_whose_deadlines_all_came_before_its_end_is_quiet() -> None:
    assert said(GONE, one=task("{kind: by, date: 2021-06-15}")) == []


def test_a_vacant_head_of_a_unit_with_open_deadlines_is_told() -> None:
    assert said(until("tpkt")) == [
        "W919: “kt” khuyết người đứng đầu: “tp-kt” thôi công tác từ ngày 01/6/2021"
    ]
    assert said(until("tpkt"), ("head: tp-kt,", "head: tp-kt, acting: an,")) == []
    assert said(until("tpkt"), one=task(LATER, lead="[xd]")) == []


def test_a_missing_deputy_in_charge_is_told_for_each_unit_with_open_deadlines() -> None:
    found = said(until("pgd"))
    assert found == ["W919: “kt” không còn lãnh đạo phụ trách: “pgd” thôi công tác từ ngày 01/6/2021"]


def test_a_role_that_nobody_holds_any_more_is_told() -> None:
    assert any("vai trò “office” không còn ai" in line for line in said(until("theodoi")))


def test_an_assignee_who_left_or_moved_is_told_with_the_tasks() -> None:
    assert said(until("an"), ("officers: [an]", "officers: []")) == [
        "W919: I.1: “an” thôi công tác từ ngày 01/6/2021, việc về đơn vị để phân công lại"
    ]
    moved = ("address: an@so.example}", "address: an@so.example, moves: [{from: 2021-05-10, unit: xd}]}")
    assert said(moved) == [
        "W919: I.1: “an” chuyển sang “xd” từ ngày 10/5/2021, việc về đơn vị để phân công lại"
    ]


def test_what_is_still_to_come_is_quiet() -> None:
    assert said(until("an", "2021-12-31"), until("tpkt", "2021-12-31")) == []


def test_nothing_is_told_of_a_plan_that_is_over() -> None:
    assert [line for line in said(until("tpkt"), day=dt.date(2022, 6, 1)) if "vai trò" not in line] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("head: tp-kt,", "head: tp-kt, acting: ai-do,", "U311"),
        ("head: tp-kt,", "head: tp-kt, successor: [kt],", "U324"),
        ("head: tp-kt,", "head: tp-kt, successor: [khong-co],", "U310"),
        ("head: tp-kt,", "head: tp-kt, names: [{name: Cũ, from: 2021-03-01, to: 2021-02-01}],", "U322"),
        (
            "address: an@so.example}",
            "address: an@so.example, valid: {from: 2021-03-02, to: 2021-03-01}}",
            "U322",
        ),
        ("address: an@so.example}", "address: an@so.example, moves: [{from: 2021-03-01, unit: la}]}", "U310"),
    ],
)
def test_what_cannot_be_meant_is_an_error_at_its_place(old: str, new: str, code: str) -> None:
    directory, problems = read_units("data/units.yaml", UNITS.replace(old, new, 1))
    assert directory is None
    assert [(problem.code, problem.level) for problem in problems] == [(code, "error")]
