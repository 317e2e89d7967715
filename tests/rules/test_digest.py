"""On which day a digest goes out, what it counts and what it lists, all by hand for March 2021."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.action import Action, Do
from rules.days.calendar import OfficialYear, WorkCalendar
from rules.digest import digest_day, facts_of, monday_of, week_name
from rules.directory import Directory, Unit
from rules.letter import Figures
from rules.plan import DeadlineSpec, Plan, Task
from rules.rule import Digest, Recipient, Section, Span
from rules.subject import Subject, state_of, subjects_of

OFF = ("01-01", "02-10", "02-11", "02-12", "02-15", "02-16", "04-21", "04-30", "05-03", "09-02", "09-03")
CALENDAR = WorkCalendar(
    [OfficialYear(2021, "TB", True, frozenset(dt.date.fromisoformat(f"2021-{day}") for day in OFF))]
)
PLAN = Plan("p", "Kế hoạch", 2021)
DIRECTORY = Directory("so", "Sở", {"kt": Unit("kt", "Phòng Kinh tế"), "xd": Unit("xd", "Phòng Xây dựng")})
MONDAY = dt.date(2021, 3, 15)


def weekly(weekday: int, *sections: Section) -> Digest:
    return Digest("tuan", "Tuần", weekday, dt.time(7, 30), (Recipient("leadership"),), sections=sections)


def march(day: int) -> dt.date:
    return dt.date(2021, 3, day)


def report(do: Do, day: int, unit: str | None = None, **values: object) -> Action:
    at = dt.datetime(2021, 3, day, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    return Action(do, "", "vp", at, march(day), unit, **values)  # type: ignore[arg-type]


def due(
    date: dt.date, *actions: Action, strict: bool = False, key: str = "I.1", leads: str = "kt"
) -> Subject:
    """One deadline with what was reported about it; `leads` are unit ids, spaces between."""
    spec = DeadlineSpec("han", "by", date=date, strict=strict)
    return subject(spec, *actions, key=key, leads=leads)


def subject(spec: DeadlineSpec, *actions: Action, key: str = "I.1", leads: str = "kt") -> Subject:
    task = Task(PLAN, key, "I", f"Việc {key}", f"Việc {key}", leads=tuple(leads.split()), deadlines=(spec,))
    own = [
        Action(a.do, f"{task.id}/han", a.by, a.at, a.on, a.unit, to=a.to, no_output=a.no_output)
        for a in actions
    ]
    (found,) = subjects_of(task, spec, CALENDAR, own)
    return found


def figures_of(subjects: list[Subject], *sections: Section) -> Figures:
    return facts_of(weekly(1, *sections), subjects, DIRECTORY, MONDAY, CALENDAR).figures


@pytest.mark.parametrize(
    ("weekday", "monday", "day"),
    [
        (1, "03-08", "03-08"),
        (5, "03-08", "03-12"),
        (1, "02-15", "02-17"),  # Tết closes Monday and Tuesday
        (1, "05-03", "05-04"),
        (3, "02-08", None),  # Wednesday to Friday are off
        (5, "04-26", None),  # 30/4 is a Friday
        (6, "03-08", None),  # nobody works on Saturday
        (4, "08-30", None),  # 02 and 03/9
    ],
)
def test_a_day_off_moves_a_digest_within_its_week_or_leaves_it_without_one(
    weekday: int, monday: str, day: str | None
) -> None:
    found = digest_day(weekly(weekday), dt.date.fromisoformat(f"2021-{monday}"), CALENDAR)
    assert found == (dt.date.fromisoformat(f"2021-{day}") if day else None)


def test_weeks_are_those_of_iso() -> None:
    assert week_name(dt.date(2021, 1, 3)) == "2020-W53"
    assert week_name(dt.date(2021, 1, 4)) == "2021-W01"
    assert week_name(dt.date(2022, 1, 1)) == "2021-W52"
    assert monday_of(dt.date(2021, 3, 21)) == MONDAY


STRICT = march(10)  # the last day is Tuesday 09/3


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (1, "open"),
        (2, "due-soon"),
        (8, "due-soon"),
        (9, "due-today"),
        (10, "stated-day"),
        (11, "overdue"),
    ],
)
def test_the_state_of_an_open_deadline_never_says_overdue_on_the_stated_date(day: int, state: str) -> None:
    assert state_of(due(STRICT, strict=True), march(day), CALENDAR) == state


@pytest.mark.parametrize(("day", "state"), [(9, "done"), (10, "done"), (11, "done-late")])
def test_completion_is_judged_by_the_day_of_the_document(day: int, state: str) -> None:
    done = due(STRICT, report("done", day), strict=True)
    assert state_of(done, march(31), CALENDAR) == state


def test_a_mark_is_no_state() -> None:
    marked = due(STRICT, report("ack", 9), report("submit", 10), report("extend-ask", 10, to="2021-04-10"))
    assert state_of(marked, march(11), CALENDAR) == "overdue"


def test_every_deadline_is_counted_in_just_one_state() -> None:
    waiting = subject(DeadlineSpec("han", "external"), key="I.5")
    endless = subject(DeadlineSpec("han", "continuous"), key="I.6")
    found = [
        due(STRICT, report("done", 9)),
        due(STRICT, report("done", 12), key="I.2"),
        due(STRICT, key="I.3"),
        due(march(15), strict=True, key="I.4"),  # stated today
        waiting,
        endless,
        due(STRICT, report("cancel", 1), key="I.7"),
    ]
    figures = figures_of(found)
    states = ("done_on_time", "done_late", "overdue", "in_time", "undetermined", "cancelled")
    assert [getattr(figures, name) for name in states] == [1, 1, 1, 1, 2, 1]
    assert (figures.tasks, figures.deadlines) == (7, 7)


def test_tasks_and_deadlines_are_counted_apart() -> None:
    two = [due(march(20), key="I.1"), due(march(25), key="I.1"), due(march(25), key="I.2")]
    figures = figures_of(two)
    assert (figures.tasks, figures.deadlines) == (2, 3)


def test_the_longest_delay_is_in_working_days() -> None:
    # From 10/3: 11, 12, 15/3. From 05/3: 08, 09, 10, 11, 12, 15/3.
    late = [due(march(10)), due(march(5), key="I.2"), due(march(5), report("done", 12), key="I.3")]
    assert figures_of(late).longest_late == 6


@pytest.mark.parametrize(("day", "counted"), [(14, 0), (15, 1), (26, 1), (29, 1), (30, 0)])
def test_due_within_ten_working_days_reaches_from_today_to_the_tenth_day(day: int, counted: int) -> None:
    # The tenth working day after Monday 15/3 is Monday 29/3; what ended on Sunday 14/3 is overdue.
    assert figures_of([due(march(day))]).due_within == counted


@pytest.mark.parametrize(("day", "counted"), [(8, 0), (9, 1), (15, 1)])
def test_done_in_the_week_means_the_seven_days_to_today(day: int, counted: int) -> None:
    assert figures_of([due(march(31), report("done", day))]).done_since == counted


def test_the_spans_of_the_sections_hold_for_the_figures() -> None:
    sections = (Section("due_within", Span(3, "wd")), Section("done_since", Span(3, "d")))
    found = [due(march(18)), due(march(19), key="I.2"), due(march(31), report("done", 12), key="I.3")]
    figures = figures_of(found, *sections)
    assert (figures.due_within, figures.done_since) == (1, 0)


def test_marks_are_counted_only_while_the_work_is_open() -> None:
    marks = (report("submit", 9), report("extend-ask", 9, to="2021-04-10"))
    closed = due(STRICT, *marks, report("done", 10), key="I.2")
    figures = figures_of([due(STRICT, *marks), closed])
    assert (figures.submitted, figures.extension_pending) == (1, 1)


def test_no_output_is_a_result_counted_apart() -> None:
    found = [due(STRICT, report("done", 9, no_output=True)), due(STRICT, report("done", 9), key="I.2")]
    figures = figures_of(found)
    assert (figures.done_on_time, figures.no_output) == (2, 1)


def test_an_extension_counts_in_every_report_even_after_it_was_used() -> None:
    extended = due(STRICT, report("extend-grant", 9, to="2021-03-31"), report("done", 12))
    figures = figures_of([extended])
    assert (figures.extended, figures.done_on_time, figures.overdue) == (1, 1, 0)


ALL = (Section("summary"), Section("overdue"), Section("due_within", Span(10, "wd")), Section("units"))


def test_what_waits_for_a_signature_follows_the_summary() -> None:
    facts = facts_of(weekly(1, *ALL), [due(STRICT, report("submit", 9))], DIRECTORY, MONDAY, CALENDAR)
    assert [section.name for section in facts.sections] == [
        "summary",
        "submitted",
        "overdue",
        "due_within",
        "units",
    ]
    assert [len(section.rows) for section in facts.sections[:3]] == [0, 1, 1]


def test_a_section_lists_by_date() -> None:
    late = [due(march(10), key="I.1"), due(march(5), key="I.2"), due(march(8), key="I.3")]
    facts = facts_of(weekly(1, Section("overdue")), late, DIRECTORY, MONDAY, CALENDAR)
    rows = next(section.rows for section in facts.sections if section.name == "overdue")
    assert [row.deadline for row in rows] == ["p/I.2/han", "p/I.3/han", "p/I.1/han"]
    assert [row.days_late for row in rows] == [6, 5, 3]


def test_a_unit_answers_for_its_own_line_and_units_stand_in_the_order_of_the_directory() -> None:
    shared = due(STRICT, report("done", 9, "xd"), leads="xd kt")
    waiting = subject(DeadlineSpec("han", "external"), key="I.2", leads="kt")
    facts = facts_of(weekly(1, Section("units")), [shared, waiting], DIRECTORY, MONDAY, CALENDAR)
    rows = next(section.units for section in facts.sections if section.name == "units")
    assert [(row.unit, row.done, row.in_time, row.overdue, row.undetermined) for row in rows] == [
        ("Phòng Kinh tế", 0, 0, 1, 1),
        ("Phòng Xây dựng", 1, 0, 0, 0),
    ]


def test_a_row_names_the_units_that_still_owe_something() -> None:
    shared = due(STRICT, report("done", 9, "xd"), leads="xd kt")
    facts = facts_of(weekly(1, Section("overdue")), [shared], DIRECTORY, MONDAY, CALENDAR)
    assert [row.units for section in facts.sections for row in section.rows] == [("Phòng Kinh tế",)]


def test_the_facts_name_the_week() -> None:
    facts = facts_of(weekly(1, *ALL), [due(STRICT)], DIRECTORY, march(17), CALENDAR)
    assert (facts.week, facts.monday, facts.sunday, facts.plans) == (11, MONDAY, march(21), ("Kế hoạch",))
