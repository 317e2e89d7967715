"""The shipped year 2021 in its mailbox: mails and ledger say the same, in hours, one to a reader, and few."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.service.years import SHIPPED, SPAN, Row, Year, once, replayed, rows

OFFICER = "anv.sct@example.gov.vn"
DIRECTOR = "giamdoc.sct@example.gov.vn"


@pytest.fixture(params=["silent_year", "story_year"])
def year(request: pytest.FixtureRequest) -> Year:
    found: Year = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def off_2021(corpus: Path) -> set[str]:
    """Weekdays that were off in 2021, by the official notice."""
    years = json.loads((corpus / "holidays_vn.json").read_text(encoding="utf-8"))
    return set(years["2021"]["weekdays_off"])


def units() -> Row:
    text = (ROOT / "data" / "units.yaml").read_text(encoding="utf-8")
    found: Row = yaml.safe_load(text)
    return found


def readers(line: Row) -> set[str]:
    return {*line["recipients"], *line["cc"]}


def test_every_mail_is_explained_by_a_line_of_the_ledger_and_the_reverse(year: Year) -> None:
    told = {(id_, address, line["at"]) for line in year.ledger for address, id_ in line["messages"].items()}
    there = {
        (id_, mail["To"].addresses[0].addr_spec, parsedate_to_datetime(mail["Date"]).isoformat())
        for id_, mail in year.mails.items()
    }
    assert there == told
    assert len(there) == len(year.mails) > 400


def test_each_line_names_just_the_readers_that_got_a_mail(year: Year) -> None:
    for line in year.ledger:
        assert set(line["messages"]) == (set() if line["superseded"] else readers(line))
        assert not set(line["recipients"]) & set(line["cc"])
        assert line["superseded"] or line["recipients"] or line["cc"]


def test_a_mail_is_to_one_address_and_has_no_copy(year: Year) -> None:
    for mail in year.mails.values():
        assert len(mail["To"].addresses) == 1
        assert (mail["Cc"], mail["Bcc"]) == (None, None)


def test_every_mail_goes_on_a_working_day_within_the_hours(year: Year, off_2021: set[str]) -> None:
    for mail in year.mails.values():
        at = parsedate_to_datetime(mail["Date"])
        assert at.utcoffset() == dt.timedelta(hours=7)
        assert at.isoweekday() < 6
        assert at.date().isoformat() not in off_2021
        assert dt.time(7, 30) <= at.time() <= dt.time(17)


def test_no_address_gets_two_mails_at_one_moment_but_a_digest(year: Year) -> None:
    digests = {id_ for line in year.ledger if line["kind"] == "digest" for id_ in line["messages"].values()}
    for chosen in (digests, set(year.mails) - digests):
        mails = (year.mails[id_] for id_ in chosen)
        counts = Counter((mail["To"].addresses[0].addr_spec, mail["Date"]) for mail in mails)
        assert set(counts.values()) == {1}


def test_the_files_of_the_mailbox_bear_the_dates_of_their_mails(year: Year) -> None:
    for path in (year.folder / "Maildir" / "new").iterdir():
        (date,) = [line for line in path.read_bytes().split(b"\r\n\r\n")[0].splitlines() if b"Date: " in line]
        sent = parsedate_to_datetime(date.decode().removeprefix("Date: "))
        assert path.stat().st_mtime == sent.timestamp()


def test_the_preview_of_the_year_is_the_ledger_of_its_replay(
    silent_year: Year, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def make(folder: Path) -> None:
        folder.mkdir()
        answer = SHIPPED(f"preview {SPAN} --json")
        assert answer.code == 0, answer.err
        (folder / "preview.jsonl").write_text(answer.out, encoding="utf-8")

    preview = rows(once(tmp_path_factory, "year-preview", make) / "preview.jsonl")
    assert preview == silent_year.ledger


def test_the_eighteen_dates_of_30_11_make_one_mail_for_the_tracking_officer(silent_year: Year) -> None:
    mails = [id_ for day, address, id_ in silent_year.sent if (day, address) == ("2021-11-29", OFFICER)]
    assert len(mails) == 1
    owed = {line["task"] for line in silent_year.ledger if mails[0] in line["messages"].values()}
    assert len(owed) >= 14
    body = silent_year.mails[mails[0]].get_body(("plain",))
    assert body is not None
    assert body.get_content().count("30/11") >= len(owed)


# How much mail that is (issue 2, item 3).


def days_of(year: Year, addresses: set[str]) -> set[str]:
    """The days on which at least one of these had mail."""
    return {day for day, address, _ in year.sent if address in addresses}


def office() -> set[str]:
    """Every address of Văn phòng Sở: its own, its head's and its officers'."""
    directory = units()
    unit = next(unit for unit in directory["units"] if unit["id"] == "van-phong")
    people = {person["id"]: person["address"] for person in directory["people"]}
    roles = {person for role, ids in directory["roles"].items() if role != "leadership" for person in ids}
    return {unit["address"], *(people[id_] for id_ in {unit["head"], *unit["officers"], *roles})}


def test_with_nobody_answering_the_office_has_mail_on_at_most_120_days(silent_year: Year) -> None:
    assert 0 < len(days_of(silent_year, office())) <= 120


def test_the_director_gets_the_digest_and_nothing_else(year: Year) -> None:
    lines = [line for line in year.ledger if DIRECTOR in line["messages"]]
    assert {line["kind"] for line in lines} == {"digest"}
    assert 50 <= len(lines) <= 53


def test_a_unit_that_supports_gets_one_mail_a_month_at_the_most(silent_year: Year) -> None:
    own = {unit["address"] for unit in units()["units"]} - office()
    months: dict[tuple[str, str], set[str]] = defaultdict(set)
    for day, address, id_ in silent_year.sent:
        if address in own:
            months[address, day[:7]].add(id_)
    assert months
    assert {len(ids) for ids in months.values()} == {1}


def test_nobody_of_the_leaders_is_told_of_lateness_more_than_once_a_week(silent_year: Year) -> None:
    weeks: dict[tuple[str, int], set[str]] = defaultdict(set)
    for line in silent_year.ledger:
        if line["step"] == "lanh-dao":
            week = dt.date.fromisoformat(line["at"][:10]).isocalendar().week
            for address, id_ in line["messages"].items():
                weeks[address, week].add(id_)
    assert {len(ids) for ids in weeks.values()} == {1}


@pytest.fixture(scope="session")
def punctual_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """2021 with everything done in the afternoon of its last day."""
    due = [row for row in SHIPPED("deadlines --at 2021-01-04 --json").objects if row["last_day"]]
    script = [
        {"at": f"{row['last_day']}T16:30", "do": "done", "deadline": row["id"], "by": "nguyen-van-a"}
        for row in due
    ]
    path = tmp_path_factory.mktemp("script") / "dung-han.yaml"
    path.write_text(yaml.safe_dump(script), encoding="utf-8")
    return replayed(tmp_path_factory, "year-punctual", "--script", str(path))


def test_with_everything_done_on_its_last_day_the_office_has_mail_on_at_most_50_days(
    punctual_year: Year,
) -> None:
    assert 0 < len(days_of(punctual_year, office())) <= 50
    assert {line["kind"] for line in punctual_year.ledger} == {"reminder", "waiting", "first", "digest"}
