"""The calendar file of a mail, read back by the icalendar library."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from notifiers.ics import calendar
from rules.letter import Item, Letter
from tests.notifiers.letters import item, letter, overdue
from tests.notifiers.test_words import ITEMS


def events(made: Letter) -> list[Any]:
    text = calendar(made)
    return icalendar.Calendar.from_ical(text).events if text is not None else []


def test_a_deadline_is_a_whole_day_on_its_last_working_day() -> None:
    (event,) = events(letter())
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2021, 3, 9), dt.date(2021, 3, 10))
    assert event["summary"] == "Hạn: Báo cáo CCHC quý I"
    assert "Kế hoạch ghi: “trước ngày 10/3”" in event["description"]
    assert "VALARM" not in (calendar(letter()) or "")


def test_an_hour_of_the_plan_is_told_in_the_summary() -> None:
    (event,) = events(letter(item(time=dt.time(16, 0))))
    assert event["summary"] == "Hạn: Báo cáo CCHC quý I (trước 16 giờ 00)"


def test_the_file_is_published_not_an_invitation() -> None:
    text = calendar(letter()) or ""
    assert "METHOD:PUBLISH\r\n" in text
    assert "ATTENDEE" not in text


def test_a_later_mail_replaces_the_same_event() -> None:
    first = letter()
    (before,) = events(first)
    moved = item()._replace(last_day=dt.date(2021, 3, 30))
    later = first.at + dt.timedelta(days=7)
    (after,) = events(replace(first, items=(moved,), at=later, message_id="<2@example.gov.vn>"))
    assert before["uid"] == after["uid"] == "cchc-2021/I.5/bao-cao-quy-i@example.gov.vn"
    assert int(before["sequence"]) < int(after["sequence"])
    assert after["dtstart"].dt == dt.date(2021, 3, 30)


def test_what_has_no_day_to_come_is_not_in_it() -> None:
    assert calendar(letter(overdue())) is None
    assert calendar(letter(item(state="waiting", last_day=None))) is None
    assert calendar(letter(item(whole_year=True))) is None


@given(st.lists(ITEMS, min_size=1, max_size=4), st.text(max_size=200))
def test_any_words_make_a_file_that_calendars_read(items: list[Item], words: str) -> None:
    named = [one._replace(title=words, product=None) for one in items]
    text = calendar(letter(*named))
    lines = (text or "").split("\r\n")
    assert max(len(line.encode("utf-8", "replace")) for line in lines) <= 75
    assert len(events(letter(*named))) == (text or "").count("\r\nBEGIN:VEVENT\r\n")
