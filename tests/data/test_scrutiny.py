"""What only `check` looks for: each warning where it is true, and silence where it is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data.scrutiny import scrutinized
from data.workspace import build, load
from rules.problem import Problem
from tests.small import CALENDAR, PLAN_HEAD, UNITS, files_of, rule, task

TODAY = dt.date(2021, 6, 1)
LAW = CALENDAR.replace(
    "off: [2020-01-01]",
    "off: [2020-01-01, 2020-01-23, 2020-01-24, 2020-01-27, 2020-01-28, 2020-01-29, 2020-04-02, 2020-04-30,"
    " 2020-05-01, 2020-09-02]",
).replace(
    "off: [2022-01-03]",
    "off: [2022-01-03, 2022-01-31, 2022-02-01, 2022-02-02, 2022-02-03, 2022-02-04, 2022-04-11, 2022-05-02,"
    " 2022-05-03, 2022-09-01, 2022-09-02]",
)
BY = "{kind: by, date: 2021-03-10, strict: true}"
LATER = "{kind: by, date: 2021-08-19}"
STEPS = """
{id: som, before: 5wd, to: lead}
{id: hom-nay, on: last-day, to: lead}
{id: qua-han, after: 1wd, to: [lead, lead.head]}
{id: lanh-dao, after: 10wd, to: leadership.in-charge, when: "reminders >= 3"}
"""


def seen(files: dict[str, str], day: dt.date = TODAY) -> list[Problem]:
    workspace, problems = build({"data/calendar.yaml": LAW} | files)
    assert workspace is not None, "\n".join(map(str, problems))
    return scrutinized(workspace, day)


def small(
    steps: str = STEPS, *more: str, units: str = UNITS, head: str = PLAN_HEAD, calendar: str = LAW
) -> dict[str, str]:
    tasks = more or (task(BY), task(LATER, key="I.2"))
    return files_of(rule(steps), *tasks, units=units, head=head) | {"data/calendar.yaml": calendar}


def rules(text: str, *tasks: str) -> dict[str, str]:
    return small(STEPS, *tasks) | {"rules/05.yaml": "rules:\n" + text}


def told(problems: list[Problem]) -> list[str]:
    return [f"{one.file}:{one.line}:{one.column} {one.code}" for one in problems]


def test_a_good_small_workspace_is_quiet() -> None:
    assert seen(small()) == []


def test_the_shipped_workspace_is_quiet_while_its_plan_is_urged(root: Path) -> None:
    assert scrutinized(load(root), TODAY) == []


def test_a_rule_whose_keys_never_hold_together_meets_no_deadline() -> None:
    tasks = (task(BY, tags="[a]"), task(LATER, key="II.1", tags="[b]"))
    head = PLAN_HEAD.replace("{I: NHÓM MỘT}", "{I: NHÓM MỘT, II: NHÓM HAI}")
    both = "  - {id: x, match: {group: II, tags: [a]}, steps: [{id: s, before: 1wd, to: lead}]}\n"
    files = small(STEPS, *tasks, head=head) | {"rules/05.yaml": f"rules:\n{both}"}
    assert told(seen(files)) == ["rules/05.yaml:2:20 W904"]
    assert seen(files | {"rules/05.yaml": f"rules:\n{both.replace('[a]', '[b]')}"}) == []


def test_a_rule_for_a_kind_to_come_or_a_value_warned_about_is_not_told_again() -> None:
    kind = "  - {id: x, match: {kind: external}, steps: []}\n"
    value = "  - {id: y, match: {tags: [la]}, steps: []}\n"
    assert seen(rules(kind + value)) == []


def test_without_a_plan_no_rule_is_idle() -> None:
    files = rules("  - {id: x, match: {group: I, tags: [a]}, steps: []}\n")
    del files["data/plans/p.yaml"]
    assert seen(files) == []


SHADOW = """  - {id: tat-ca-by, match: {kind: by}, %ssteps: [{id: s, before: 1wd, to: lead}]}
  - {id: cua-kt, match: {lead: kt}, steps: [{id: s, before: 1wd, to: lead}]}
"""


def test_a_rule_that_earlier_ones_leave_nothing_is_shadowed_unless_they_go_on() -> None:
    found = seen(rules(SHADOW % ""))
    assert told(found) == ["rules/05.yaml:3:25 W905"]
    assert "“tat-ca-by” (rules/05.yaml:2)" in found[0].message
    assert seen(rules(SHADOW % "continue: true, ")) == []


@pytest.mark.parametrize(
    "pair",
    [
        "{id: a, before: 0wd, to: lead}\n{id: b, on: last-day, to: lead.head}",
        "{id: a, before: 3wd, to: lead}\n{id: b, before: 3wd, to: lead}",
        '{id: a, on: ["26/8"], to: lead}\n{id: b, on: ["26/08"], to: office}',
    ],
)
def test_steps_that_meet_on_every_deadline_could_be_one(pair: str) -> None:
    found = seen(small(pair))
    assert told(found) == ["rules/10.yaml:7:14 W906"]
    assert "“b” luôn cùng ngày với “a”" in found[0].message


@pytest.mark.parametrize(
    "pair",
    [
        "{id: a, before: 3wd, to: lead}\n{id: b, before: 3d, to: lead}",
        '{id: a, after: 3wd, to: lead}\n{id: b, after: 3wd, to: lead.head, when: "reminders >= 2"}',
        "{id: a, after: 1wd, every: 5wd, to: lead}\n{id: b, after: 1wd, to: lead.head}",
        "{id: a, on: waiting, to: office}\n{id: b, on: waiting, to: lead}",
    ],
)
def test_steps_that_differ_somewhere_or_by_condition_are_two(pair: str) -> None:
    assert [one for one in seen(small(pair)) if one.code == "W906"] == []


def test_one_above_who_is_told_before_those_below_overtakes_them() -> None:
    steps = "{id: len, after: 1wd, to: leadership.in-charge}\n{id: nhac, after: 3wd, to: [lead, lead.head]}"
    found = seen(small(steps))
    assert told(found) == ["rules/10.yaml:6:26 W907"]
    assert seen(small(steps.replace("1wd", "5wd"))) == []
    assert seen(small(steps.replace("after: 3wd", "on: last-day"))) == []


@pytest.mark.parametrize(
    "condition, place",
    [
        ("reminders >= 3 and reminders < 2", "after: 5wd"),
        ("reminders < 0", "after: 5wd"),
        ("days_late == 2 and days_late != 2", "after: 5wd"),
        ("days_late >= 1", "before: 5wd"),
    ],
)
def test_a_condition_that_contradicts_itself_never_holds(condition: str, place: str) -> None:
    found = seen(small(f'{{id: a, {place}, to: lead, when: "{condition}"}}'))
    assert [one.code for one in found] == ["W908"]


@pytest.mark.parametrize("condition", ["reminders >= 3 and days_late > 5", "reminders > 2 and reminders < 4"])
def test_a_condition_that_some_number_meets_may_hold(condition: str) -> None:
    assert seen(small(f'{{id: a, after: 5wd, to: lead, when: "{condition}"}}')) == []


def test_the_29th_of_february_of_a_common_year_is_said() -> None:
    steps = '{id: a, on: ["25/01", "29/02"], to: lead}'
    found = seen(small(steps))
    assert told(found) == ["rules/10.yaml:6:31 W909"]
    leap = PLAN_HEAD.replace("year: 2021", "year: 2024")
    assert seen(small(steps, task("{kind: by, date: 2024-03-11}"), head=leap)) == []


def test_a_role_that_reaches_nobody_is_said_when_it_is_listed_or_used() -> None:
    listed = UNITS.replace("admin: [theo-doi]", "admin: [theo-doi], van-thu: []")
    assert [one.message for one in seen(small(units=listed))] == ["vai trò “van-thu” chưa có ai"]
    without = UNITS.replace("office.head: [cvp], ", "")
    used = "{id: a, after: 5wd, to: office.head}"
    assert [one.code for one in seen(small(used, units=without))] == ["W915"]
    assert seen(small(used)) == seen(small(units=without)) == []


def test_a_delegate_who_is_away_or_has_no_address_cannot_stand_in() -> None:
    away = "leave: [{from: 2021-05-10, to: 2021-05-14, delegate: binh}]}"
    units = UNITS.replace("address: an@so.example}", f"address: an@so.example, {away}")
    assert seen(small(units=units)) == []
    too = units.replace(
        "address: binh@so.example}",
        "address: binh@so.example, leave: [{from: 2021-05-13, to: 2021-05-20, delegate: tp-xd}]}",
    )
    (found,) = seen(small(units=too))
    assert (found.code, "từ 13/5/2021 đến 14/5/2021" in found.message) == ("W916", True)
    mute = units.replace("title: Chuyên viên, address: binh@so.example", "title: Chuyên viên")
    assert "W916" in [one.code for one in seen(small(units=mute))]


def test_an_address_of_two_people_is_said_at_the_later_one() -> None:
    shared = UNITS.replace("binh@so.example", "An@so.example")
    assert told(seen(small(units=shared))) == ["data/units.yaml:13:60 W917"]


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("2021-04-21, ", "", "thiếu ngày 21/4/2021"),
        ("2021-04-21, ", "2021-04-20, ", "ngày 20/4/2021 không phải ngày nghỉ theo luật"),
        ("2021-04-21, ", "2021-04-21, 2021-04-29, ", "ngày 29/4/2021 không phải ngày nghỉ theo luật"),
    ],
)
def test_a_notice_that_law_and_exchange_do_not_explain_contradicts_the_library(
    old: str, new: str, words: str
) -> None:
    found = seen(small(calendar=LAW.replace(old, new)))
    assert {one.code for one in found} == {"W923"}
    assert any(words in one.message for one in found)


def test_an_exchange_that_the_library_has_not_heard_of_is_no_contradiction() -> None:
    swap = LAW.replace("2021-04-21, ", "2021-04-21, 2021-04-29, ").replace(
        "2021-09-02, 2021-09-03,\n    ]", "2021-09-02, 2021-09-03,\n    ]\n    worked: [2021-05-08]"
    )
    assert seen(small(calendar=swap)) == []
    without_day_off = LAW.replace("off: [2022-01-03", "worked: [2022-01-08], off: [2022-01-03")
    assert [one.code for one in seen(small(calendar=without_day_off))] == ["W923"]


def test_a_plan_is_past_its_urging_from_the_day_after() -> None:
    assert seen(small(), dt.date(2022, 3, 31)) == []
    assert told(seen(small(), dt.date(2022, 4, 1))) == ["data/plans/p.yaml:2:42 W940"]
    until = PLAN_HEAD.replace("year: 2021", "year: 2021, urge_until: 2021-05-31")
    assert told(seen(small(head=until))) == ["data/plans/p.yaml:2:60 W940"]
    assert seen(small(head=until.replace("year:", "closed: true, year:"))) == []


@pytest.mark.parametrize(
    "title, product, codes",
    [
        ("Báo cáo năm 2021", "Báo cáo năm 2022", ["W941"]),
        ("Báo cáo năm 2021", "Báo cáo năm 2021 và năm 2022", []),
        ("Báo cáo", "Kế hoạch năm 2022", []),
        ("Báo cáo năm 2021", "Báo cáo theo Nghị định số 61/2018/NĐ-CP", []),
        ("Báo cáo năm 2021", "Kế hoạch giai đoạn năm 2022-2025", []),
    ],
)
def test_a_product_of_another_year_than_its_task_is_said(title: str, product: str, codes: list[str]) -> None:
    one = task(BY).replace("title: Việc I.1", f"title: {title}, products: [{product}]")
    assert [problem.code for problem in seen(small(STEPS, one, task(LATER, key="I.2")))] == codes
    corrected = one.replace("products:", "shown_products: [Báo cáo năm 2021], products:")
    assert seen(small(STEPS, corrected, task(LATER, key="I.2"))) == []
