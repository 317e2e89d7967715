"""The weekly digests of the story year against figures counted anew, in the ledger and in the mails."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.recount import Office, Row, figures, of_units, office_of
from tests.service.years import Year

WEEKS = 52
SENTENCE = {
    "tasks": r"có (\d+) nhiệm vụ",
    "deadlines": r"(\d+) mốc thời hạn",
    "done_on_time": r"(\d+) hoàn thành đúng hạn",
    "done_late": r"(\d+) hoàn thành quá hạn",
    "in_time": r"(\d+) đang thực hiện trong hạn",
    "overdue": r"(\d+) quá hạn",
    "undetermined": r"(\d+) chưa xác định thời hạn",
    "cancelled": r"(\d+) dừng thực hiện",
    "longest_late": r"lâu nhất (\d+) ngày làm việc",
}
HEADINGS = {
    "overdue": "QUÁ HẠN",
    "due_within": "ĐẾN HẠN",
    "done_since": "KẾT QUẢ",
    "undetermined": "CHƯA XÁC ĐỊNH",
}
UNIT = re.compile(r"- ([^:]+): ((?:\d+ (?:hoàn thành|trong hạn|quá hạn|chưa xác định thời hạn)(?:, )?)+)")


@pytest.fixture(scope="module")
def office(root: Path) -> Office:
    return office_of(root)


def digests(year: Year) -> Iterator[tuple[dt.datetime, Row, list[Row]]]:
    """Each digest: its moment, its line, and what had been reported before it."""
    for line in year.ledger:
        if line["kind"] == "digest":
            at = dt.datetime.fromisoformat(line["at"])
            yield at, line, [a for a in year.actions if dt.datetime.fromisoformat(a["at"]) <= at]


def text_of(year: Year, line: Row) -> str:
    """The words of a digest's mail, the same for all its readers, without the wrapping of lines."""
    parts = [year.mails[id_].get_body(("plain",)) for id_ in line["messages"].values()]
    texts = {" ".join(part.get_content().split()).split("Tính đến", 1)[1] for part in parts if part}
    (text,) = {text.split("Trân trọng.")[0] for text in texts}
    return text


@pytest.mark.parametrize("which", ["silent_year", "story_year"])
def test_every_digest_of_the_year_agrees_with_figures_counted_by_hand(
    which: str, office: Office, request: pytest.FixtureRequest
) -> None:
    year: Year = request.getfixturevalue(which)
    found = {at.date(): line["figures"] for at, line, _ in digests(year)}
    counted = {at.date(): figures(office, actions, at.date()) for at, _, actions in digests(year)}
    assert len(found) == WEEKS
    assert found == counted


def test_each_week_has_one_digest_on_its_first_working_day(story_year: Year, office: Office) -> None:
    days = [at.date() for at, _, _ in digests(story_year)]
    assert len({day.isocalendar()[:2] for day in days}) == len(days) == WEEKS
    for day in days:
        monday = day - dt.timedelta(days=day.weekday())
        assert not any(office.works(monday + dt.timedelta(days=n)) for n in range(day.weekday()))


def test_the_first_sentence_of_each_mail_gives_those_numbers(story_year: Year, office: Office) -> None:
    for at, line, actions in digests(story_year):
        first = text_of(story_year, line).split(".", 1)[0]
        counted = figures(office, actions, at.date())
        for name, pattern in SENTENCE.items():
            told = re.search(pattern, first)
            assert int(told[1] if told else 0) == counted[name], (at, name, first)


def test_each_heading_counts_what_stands_below_it(story_year: Year, office: Office) -> None:
    for at, line, actions in digests(story_year):
        text, counted = text_of(story_year, line), figures(office, actions, at.date())
        if "Trong tuần không có" in text:  # a quiet week: three lines
            assert not any(counted[name] for name in ("overdue", "due_within", "done_since"))
            continue
        for name, heading in HEADINGS.items():
            told = re.search(rf"[IVX]+\. {heading}[^(]*\((\d+)\)(.*?)(?= [IVX]+\. [A-ZĐ]|$)", text)
            assert int(told[1] if told else 0) == counted[name], (at, name)


def test_each_unit_has_its_own_line(story_year: Year, office: Office) -> None:
    words = ("hoàn thành", "trong hạn", "quá hạn", "chưa xác định thời hạn")
    shown = 0
    for at, line, actions in digests(story_year):
        _, heading, below = text_of(story_year, line).partition("THEO ĐƠN VỊ")
        if not heading:
            continue
        told = {
            name: tuple(int(m[1]) if (m := re.search(rf"(\d+) {word}", row)) else 0 for word in words)
            for name, row in UNIT.findall(below)
        }
        assert told == of_units(office, actions, at.date()), at
        shown += 1
    assert shown > 20
