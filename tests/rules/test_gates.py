"""Pauses, marks and conditions on one occurrence, without a store."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.action import Action, Do
from rules.days.calendar import WorkCalendar
from rules.gates import held, paused, units_of
from rules.moments import Planned
from rules.plan import DeadlineSpec, Plan, Task
from rules.rule import Condition, Mark, Match, Operator, Place, Rule, Span, Step
from rules.subject import Record, Subject, subjects_of

CALENDAR = WorkCalendar()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLAN = Plan("p", "Kế hoạch", 2021)
# The last day is Tuesday 09/3, the date stated Wednesday 10/3.
SPEC = DeadlineSpec("han", "by", date=dt.date(2021, 3, 10), strict=True)


def march(day: int) -> dt.date:
    return dt.date(2021, 3, day)


def report(do: Do, day: int, unit: str | None = None, to: str | None = None) -> Action:
    return Action(
        do, "p/I.1/han", "vp", dt.datetime(2021, 3, day, 10, tzinfo=ZONE), march(day), unit=unit, to=to
    )


def subject(*actions: Action, leads: tuple[str, ...] = ("kt",)) -> Subject:
    task = Task(PLAN, "I.1", "I", "Việc", "Việc", leads=leads, deadlines=(SPEC,))
    (found,) = subjects_of(task, SPEC, CALENDAR, actions)
    return found


def planned(day: int, place: Place = "before", **of_step: object) -> Planned:
    step = Step("s", place, **of_step)  # type: ignore[arg-type]
    rule = Rule("r", "Quy tắc", Match(), (step,), pause=Span(3, "wd"))
    return Planned(rule, step, 1, march(day), dt.datetime.combine(march(day), dt.time(8), ZONE))


def why(one: Subject, what: Planned, day: int, accepted: int = 0, unit: str = "kt") -> str | None:
    return held(one, Record(accepted={"kt": accepted}), what, unit, march(day), CALENDAR)


@pytest.mark.parametrize(("day", "quiet"), [(1, False), (3, True), (4, True), (8, False)])
def test_a_pause_reaches_so_many_working_days_after_the_acknowledgement(day: int, quiet: bool) -> None:
    # Acknowledged on Tuesday 02/3: the third working day after it is Friday 05/3.
    assert paused(subject(report("ack", 2)), planned(day), "kt", CALENDAR) is quiet


def test_a_pause_belongs_to_the_unit_that_acknowledged() -> None:
    both = subject(report("ack", 2, "kt"), leads=("kt", "xd"))
    assert paused(both, planned(3), "kt", CALENDAR)
    assert not paused(both, planned(3), "xd", CALENDAR)


def test_nothing_is_paused_on_the_last_day() -> None:
    assert not paused(subject(report("ack", 8)), planned(9, "last-day"), "kt", CALENDAR)


def test_an_acknowledgement_before_the_last_day_pauses_no_step_after() -> None:
    assert not paused(subject(report("ack", 8)), planned(11, "after"), "kt", CALENDAR)


@pytest.mark.parametrize("day", [9, 10, 11])
def test_an_acknowledgement_from_the_last_day_on_pauses_the_steps_after(day: int) -> None:
    assert paused(subject(report("ack", day)), planned(12, "after"), "kt", CALENDAR)


MARKED: list[tuple[Mark, Action]] = [
    ("acknowledged", report("ack", 2)),
    ("submitted", report("submit", 2)),
    ("blocked", report("block", 2)),
    ("extension-pending", report("extend-ask", 2, to="2021-04-10")),
    ("extended", report("extend-grant", 2, to="2021-03-12")),
]


@pytest.mark.parametrize(("mark", "action"), MARKED)
def test_every_mark_of_unless_holds_a_step_back_and_says_why(mark: Mark, action: Action) -> None:
    assert why(subject(action), planned(4, unless=(mark,)), 4)
    assert why(subject(), planned(4, unless=(mark,)), 4) is None


@pytest.mark.parametrize(("mark", "action"), MARKED)
def test_a_mark_that_unless_does_not_name_holds_nothing_back(mark: Mark, action: Action) -> None:
    others = tuple(other for other, _ in MARKED if other != mark)
    assert why(subject(action), planned(4, unless=others), 4) is None


def test_an_answered_request_is_pending_no_more() -> None:
    refused = subject(report("extend-ask", 2, to="2021-04-10"), report("extend-refuse", 3))
    assert why(refused, planned(4, unless=("extension-pending",)), 4) is None


def test_an_acknowledgement_ends_what_was_blocked() -> None:
    assert why(subject(report("block", 2), report("ack", 3)), planned(4, unless=("blocked",)), 4) is None


@pytest.mark.parametrize(
    ("operator", "open_at"),
    [(">=", [3, 4]), (">", [4]), ("<=", [2, 3]), ("<", [2]), ("==", [3]), ("!=", [2, 4])],
)
def test_a_condition_compares_the_accepted_reminders(operator: Operator, open_at: list[int]) -> None:
    step = planned(11, "after", when=(Condition("reminders", operator, 3),))
    assert [n for n in (2, 3, 4) if why(subject(), step, 11, accepted=n) is None] == open_at


def test_reminders_are_counted_for_each_lead_unit() -> None:
    step = planned(11, "after", when=(Condition("reminders", ">=", 1),))
    both = subject(leads=("kt", "xd"))
    assert why(both, step, 11, accepted=1, unit="kt") is None
    assert why(both, step, 11, accepted=1, unit="xd")


@pytest.mark.parametrize(("day", "late"), [(9, 0), (10, 0), (11, 1), (12, 2), (15, 3)])
def test_days_late_are_working_days_after_the_stated_date(day: int, late: int) -> None:
    exactly = planned(9, "last-day", when=(Condition("days_late", "==", late),))
    assert why(subject(), exactly, day) is None


def test_all_conditions_must_hold() -> None:
    step = planned(11, "after", when=(Condition("reminders", ">=", 1), Condition("extensions", ">", 0)))
    reason = why(subject(), step, 11, accepted=5)
    assert reason is not None
    assert "extensions > 0" in reason


def test_a_shared_recipient_looks_at_the_open_lines_or_at_the_whole() -> None:
    assert units_of(subject(report("done", 2, "kt"), leads=("kt", "xd"))) == ("xd",)
    assert len(units_of(subject(leads=()))) == 1
