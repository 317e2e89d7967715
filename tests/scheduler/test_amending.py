"""What an amending document changes: a date, or the unit; and what was finished before a plan was loaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from notifiers.renderer import Renderer
from notifiers.subject import subject as subject_of
from rules.action import Action
from rules.permits import Refused, Repeated
from rules.subject import Subject
from scheduler.amending import Taken, keep_move
from scheduler.known import actions_by_line, subjects_from
from scheduler.record import keep_report
from scheduler.trial import begin_trial, end_trial
from tests.scheduler.test_opening import opened, place_with
from tests.small import Office, Relay, action, at, office, rule, said, task

BY = "{kind: by, date: 2021-03-10, strict: true}"
STEPS = """
{id: gap, before: 3wd, to: lead}
{id: hom, on: last-day, to: lead}
{id: qua, after: 1wd, to: [lead, lead.head]}
"""


def place_of(*tasks: str) -> tuple[Office, Relay]:
    relay = Relay()
    place = office(rule(STEPS), *tasks, channel=relay)
    place.open("2021-02-01T09:00")
    place.tick("2021-02-01T09:00")
    return place, relay


def amend(place: Office, when: str, to: str, document: str | None = "15/QĐ-SCT") -> None:
    report = action("amend", when, to=to, document=document)
    keep_report(place.way.store, place.files, report, at(when).date())


def move(place: Office, when: str, to: str = "xd", former: str | None = None) -> Taken:
    moment = at(when)
    report = Action("move", "p/I.1", "vp", moment, moment.date(), former, "16/QĐ-SCT", to)
    return keep_move(place.way.store, place.files, report, moment.date())


def subjects(place: Office) -> list[Subject]:
    with place.way.store.read() as tx:
        return list(subjects_from(actions_by_line(tx.actions(), place.files), place.files))


def heard(place: Office) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(when[5:10], step, people) for when, step, people in said(place.lines())]


def test_a_date_moved_later_is_told_at_once_reminded_anew_and_is_no_extension() -> None:
    place, _ = place_of(task(BY))
    place.live("2021-02-01T09:00", "2021-03-05")
    amend(place, "2021-03-05T10:00", "2021-03-31")
    place.live("2021-03-05T10:00", "2021-04-30")
    assert [(when, step) for when, step, _ in heard(place)] == [
        ("03-04", "gap"), ("03-05", "first"), ("03-26", "gap"), ("03-31", "hom"), ("04-01", "qua"),
    ]  # fmt: skip
    (subject,) = subjects(place)
    assert (subject.progress.extensions, subject.stated_first) == (0, dt.date(2021, 3, 10))
    assert (subject.deadline.stated, subject.id) == (dt.date(2021, 3, 31), "p/I.1/han")


def test_the_mail_after_an_amendment_cites_its_document_and_both_dates() -> None:
    place, relay = place_of(task(BY))
    amend(place, "2021-03-02T10:00", "2021-03-05")
    place.live("2021-03-02T10:00", "2021-03-31")
    marks = relay.letters[0].items[0].marks
    assert (marks.amended, marks.granted_by, marks.replaced) == (True, "15/QĐ-SCT", dt.date(2021, 3, 10))


def test_an_amendment_that_puts_the_first_step_in_the_past_is_told_at_once() -> None:
    place, _ = place_of(task(BY))
    amend(place, "2021-03-02T10:00", "2021-03-03")
    place.live("2021-03-02T10:00", "2021-03-04")
    assert [(when, step) for when, step, _ in heard(place)] == [("03-02", "first"), ("03-03", "hom")]


def test_an_amendment_needs_a_document_and_another_date() -> None:
    place, _ = place_of(task(BY))
    with pytest.raises(Refused):
        amend(place, "2021-03-02T10:00", "2021-03-31", document=None)
    with pytest.raises(Repeated):
        amend(place, "2021-03-02T10:00", "2021-03-10")
    amend(place, "2021-03-02T10:00", "2021-03-31")
    with pytest.raises(Repeated):
        amend(place, "2021-03-02T10:00", "2021-03-31")


def test_a_task_moved_is_told_to_the_new_unit_and_reminded_there_only() -> None:
    place, _ = place_of(task(BY, assignees="{kt: an}"))
    place.live("2021-02-01T09:00", "2021-03-05")
    move(place, "2021-03-05T10:00")
    place.live("2021-03-05T10:00", "2021-03-10")
    assert heard(place) == [
        ("03-04", "gap", ("an@so.example",)),
        ("03-05", "first", ("tpxd@so.example", "xd@so.example")),
        ("03-09", "hom", ("xd@so.example",)),
    ]


def test_a_task_moved_long_before_its_first_step_is_told_to_the_new_unit_at_once() -> None:
    place, _ = place_of(task("{kind: by, date: 2021-06-10}"))
    move(place, "2021-03-05T10:00")
    place.live("2021-03-05T10:00", "2021-03-31")
    assert heard(place) == [("03-05", "first", ("binh@so.example",))]


def test_a_change_by_night_is_told_in_the_morning_once_and_no_later_term_tells_it_again() -> None:
    place, relay = place_of(task("{kind: by, date: 2021-06-10}"))
    amend(place, "2021-03-05T20:00", "2021-09-10")
    place.live("2021-03-05T20:00", "2021-03-12")
    told = [(when, step) for when, step, _ in heard(place)]
    assert told == [("03-08", "first")]
    assert subject_of(relay.letters[0]).startswith("[Thay đổi thời hạn]")
    place.report(action("extend-grant", "2021-03-12T10:00", to="2021-11-10", document="20/SCT"))
    place.live("2021-03-12T10:00", "2021-03-31")
    assert [(when, step) for when, step, _ in heard(place)] == told


def test_what_the_former_unit_finished_stays_its_own() -> None:
    two = "{slug: a, kind: by, date: 2021-02-10}, {slug: b, kind: by, date: 2021-06-10}"
    place, _ = place_of(task(two))
    place.report(action("done", "2021-02-05T10:00", "p/I.1/a", unit="kt"))
    taken = move(place, "2021-03-05T10:00")
    place.report(action("assign", "2021-03-05T11:00", "p/I.1", unit="xd", to="binh"))
    a, b = subjects(place)
    assert [subject.id for subject in taken.subjects] == ["p/I.1/b"]
    assert (a.leads, a.progress.done_on, b.leads) == (("kt",), dt.date(2021, 2, 5), ("xd",))
    assert b.assignees["xd"] == "binh"


def test_the_other_units_of_a_collective_task_hear_nothing_of_a_move() -> None:
    place, _ = place_of(task(BY, lead="[kt, vp]"))
    place.live("2021-02-01T09:00", "2021-03-05")
    move(place, "2021-03-05T10:00", former="kt")
    place.tick("2021-03-05T10:01")
    first = [people for _, step, people in heard(place) if step == "first"]
    assert first == [("binh@so.example",)]


def test_a_move_without_sense_is_refused() -> None:
    place, _ = place_of(task(BY, lead="[kt, vp]"), task(BY, key="I.2"))
    with pytest.raises(Refused):
        move(place, "2021-03-05T10:00")  # which of the two
    with pytest.raises(Refused):
        move(place, "2021-03-05T10:00", former="xd", to="kt")
    move(place, "2021-03-05T10:00", former="kt")
    with pytest.raises(Refused):
        move(place, "2021-03-05T10:00", former="kt")


def test_a_move_said_twice_is_kept_once() -> None:
    place, _ = place_of(task(BY))
    move(place, "2021-03-05T10:00")
    with pytest.raises(Repeated):
        move(place, "2021-03-05T10:00")


def test_what_ended_before_a_day_is_finished_on_an_unknown_day_and_never_urged() -> None:
    later = "{kind: by, date: 2021-06-10}"
    place, relay = place_with(task(BY), task(later, key="I.2"))
    kickoff = opened(place, "2021-03-15T10:00", dt.date(2021, 3, 15))
    assert kickoff.finished == ("p/I.1/han",)
    lists = [letter for letter in relay.letters if letter.lists]
    assert {row.key for letter in lists for row in letter.lists[0].tasks} == {"I.2"}
    one, two = subjects(place)
    assert (one.progress.done_before, two.progress.done) == (True, False)


def test_a_second_opening_marks_nothing_more() -> None:
    place, _ = place_with(task(BY))
    opened(place, "2021-03-05T10:00")
    opened(place, "2021-04-05T10:00", dt.date(2021, 4, 1))
    assert not subjects(place)[0].progress.done


def test_the_true_day_can_be_told_after_an_unknown_one() -> None:
    place, _ = place_with(task(BY))
    opened(place, "2021-03-15T10:00", dt.date(2021, 3, 15))
    report = action("done", "2021-03-16T10:00", unit="kt", document="7/BC")
    keep_report(place.way.store, place.files, replace(report, on=dt.date(2021, 3, 2)), dt.date(2021, 3, 16))
    (subject,) = subjects(place)
    assert (subject.progress.done_before, subject.progress.done_on) == (False, dt.date(2021, 3, 2))
    with pytest.raises(Repeated):
        keep_report(place.way.store, place.files, report, dt.date(2021, 3, 16))


def test_the_new_unit_reads_from_whom_and_by_which_document_it_has_the_task() -> None:
    place, relay = place_of(task(BY))
    move(place, "2021-03-05T10:00")
    place.tick("2021-03-05T10:01")
    marks = relay.letters[-1].items[0].marks
    assert (marks.taken_from, marks.taken_by) == ("Phòng Kinh tế", "16/QĐ-SCT")
    words = Renderer('"Sở" <so@so.example>').text(relay.letters[-1])
    assert "được chuyển cho Phòng Xây dựng chủ trì" in " ".join(words.split())
    assert "chuyển từ Phòng Kinh tế theo văn bản số 16/QĐ-SCT ngày 05/3/2021" in " ".join(words.split())


def test_a_plan_opened_in_a_trial_is_opened_anew_after_it() -> None:
    place, relay = place_with(task(BY))
    begin_trial(place.way.store, "thu@so.example", at("2021-03-05T09:30"))
    first = opened(place, "2021-03-05T10:00")
    end_trial(place.way.store, place.files, "gd", at("2021-03-05T11:00"))
    again = opened(place, "2021-03-05T11:01")
    assert [x.address for x in again.letters] == [x.address for x in first.letters]
    place.tick("2021-03-05T11:02")
    assert len(relay.accepted) == len(again.letters)
