"""The weekly digest: once a week, on its day or the next worked one, whatever was down."""

from __future__ import annotations

import datetime as dt

from notifiers.base import TemporaryFailure
from scheduler.ledger import Line
from tests.small import Office, Relay, action, files_of, in_force_from, lived, office, rule, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
NO_STEPS = "rules:\n  - {id: r, title: Không, match: {}, steps: []}\n"


def weekly(every: str = "monday", at: str = "07:30", rules: str = NO_STEPS, more: str = "") -> str:
    return (
        f'{rules}digests:\n  - {{id: tuan, title: Tuần, every: {every}, at: "{at}", to: leadership{more}}}\n'
    )


def issued(lines: list[Line]) -> list[str]:
    return [line["at"][5:16] for line in lines if line["kind"] == "digest"]


def stopped(from_: str, back: str, end: str = "2021-03-26T23:59", rules: str | None = None) -> Office:
    """An office that was down from one moment to another."""
    place = office(rules or weekly(), task(BEFORE_10_3))
    place.open("2021-02-26")
    place.live("2021-02-26", from_)
    place.open(back)
    place.live(back, end)
    return place


def test_a_digest_goes_out_once_a_week_and_moves_on_from_a_day_off() -> None:
    lines = lived(weekly(), task(BEFORE_10_3), end="2021-05-12")
    # Tết closes Monday 15/02 and Tuesday 16/02; Monday 03/5 is off for 01/5.
    assert issued(lines) == [
        f"{day}T07:30"
        for day in (
            "01-04", "01-11", "01-18", "01-25", "02-01", "02-08", "02-17", "02-22", "03-01", "03-08",
            "03-15", "03-22", "03-29", "04-05", "04-12", "04-19", "04-26", "05-04", "05-10",
        )
    ]  # fmt: skip


def test_there_are_fifty_two_digests_in_the_weeks_of_2021() -> None:
    lines = lived(weekly(), task("{kind: by, date: 2021-12-31}"))
    weeks = {dt.date.fromisoformat(line["at"][:10]).isocalendar()[:2] for line in lines}
    assert len(lines) == len(weeks) == 52


def test_a_week_without_a_working_day_left_has_no_digest() -> None:
    # Friday 30/4 is off, and after it come Saturday and Sunday.
    lines = lived(weekly("friday"), task(BEFORE_10_3), start="2021-04-12", end="2021-05-16")
    assert issued(lines) == ["04-16T07:30", "04-23T07:30", "05-07T07:30", "05-14T07:30"]


def test_in_tet_a_digest_of_wednesday_has_no_day_in_its_week() -> None:
    lines = lived(weekly("wednesday"), task(BEFORE_10_3), start="2021-02-01", end="2021-02-28")
    assert issued(lines) == ["02-03T07:30", "02-17T07:30", "02-24T07:30"]


def test_a_worked_saturday_takes_the_digest_of_a_friday_off() -> None:
    files = files_of(weekly("friday"), task(BEFORE_10_3))
    worked = files["data/calendar.yaml"].replace("    off: [\n", "    worked: [2021-05-01]\n    off: [\n")
    place = Office(in_force_from({**files, "data/calendar.yaml": worked}))
    place.open("2021-04-24")
    place.live("2021-04-24", "2021-05-04")
    assert issued(place.lines()) == ["05-01T07:30"]


def test_every_leader_gets_a_digest_of_their_own_and_copies_follow() -> None:
    lines = lived(weekly(more=", cc: office"), task(BEFORE_10_3), end="2021-01-05")
    (line,) = lines
    assert (line["recipients"], line["cc"]) == (["gd@so.example", "pgd@so.example"], ["theodoi@so.example"])
    assert len(set(line["messages"].values())) == 3
    assert [line[key] for key in ("deadline", "task", "step", "occurrence")] == [None] * 4
    assert line["rule"] == "tuan"


def test_a_digest_is_a_mail_of_its_own_beside_reminders_of_the_same_moment() -> None:
    relay = Relay()
    rules = weekly(at="08:00", rules=rule("{id: hom, on: last-day, to: leadership}"))
    place = office(rules, task("{kind: by, date: 2021-03-08}"), channel=relay)
    place.open("2021-03-07")
    place.live("2021-03-07", "2021-03-08T23:00")
    to_director = [letter for letter in relay.letters if letter.address == "gd@so.example"]
    assert sorted((letter.digest is not None, len(letter.items)) for letter in to_director) == [
        (False, 1),
        (True, 0),
    ]


def test_a_missed_digest_goes_out_late_within_the_hours_of_its_week() -> None:
    place = stopped("2021-03-05T12:00", "2021-03-10T09:00")
    found = [(line["at"][5:16], line["late"]) for line in place.lines()]
    assert found[1:3] == [("03-10T09:00", True), ("03-15T07:30", False)]


def test_a_missed_digest_of_the_same_day_is_not_late() -> None:
    place = stopped("2021-03-05T12:00", "2021-03-08T11:00")
    assert [(line["at"][5:16], line["late"]) for line in place.lines()][1] == ("03-08T11:00", False)


def test_out_of_hours_a_missed_digest_waits_for_the_next_opening() -> None:
    assert issued(stopped("2021-03-05T12:00", "2021-03-10T20:00").lines())[1] == "03-11T07:30"


def test_a_digest_missed_for_its_whole_week_is_not_made_up_for() -> None:
    assert issued(stopped("2021-03-05T12:00", "2021-03-13T09:00").lines()) == [
        "03-01T07:30",
        "03-15T07:30",
        "03-22T07:30",
    ]


def test_a_restart_does_not_double_a_digest() -> None:
    place = stopped("2021-03-08T07:30", "2021-03-08T07:31", end="2021-03-08T08:00")
    place.open("2021-03-09T09:00")
    assert place.tick("2021-03-09T09:00").digests == 0
    assert issued(place.lines()) == ["03-01T07:30", "03-08T07:30"]


def test_a_service_first_started_in_mid_week_begins_with_the_next_week() -> None:
    lines = lived(weekly(), task(BEFORE_10_3), start="2021-03-03T10:00", end="2021-03-16")
    assert issued(lines) == ["03-08T07:30", "03-15T07:30"]


def test_a_digest_added_after_its_moment_starts_next_week() -> None:
    place = office(NO_STEPS, task(BEFORE_10_3))
    place.open("2021-02-26")
    place.live("2021-02-26", "2021-03-09T09:59")
    place.change(in_force_from(files_of(weekly(), task(BEFORE_10_3))), "2021-03-09T10:00")
    place.live("2021-03-09T10:00", "2021-03-16")
    assert issued(place.lines()) == ["03-15T07:30"]


def test_a_digest_missed_by_a_stop_survives_a_change_of_other_files() -> None:
    place = office(weekly(), task(BEFORE_10_3))
    place.open("2021-02-26")
    place.live("2021-02-26", "2021-03-05T12:00")
    changed = files_of(weekly(), task(BEFORE_10_3), task(BEFORE_10_3, key="I.2"))
    place.change(in_force_from(changed), "2021-03-09T10:00")
    place.live("2021-03-09T10:00", "2021-03-09T23:00")
    assert issued(place.lines()) == ["03-01T07:30", "03-09T10:00"]


def test_when_no_plan_is_urged_any_more_there_is_no_digest() -> None:
    lines = lived(weekly(), task(BEFORE_10_3), start="2022-03-20", end="2022-06-30")
    assert issued(lines) == ["03-21T07:30", "03-28T07:30"]


def test_a_digest_that_could_not_be_sent_in_its_week_expires() -> None:
    relay = Relay(down=TemporaryFailure("connection", "refused"))
    place = office(weekly(), task(BEFORE_10_3), channel=relay)
    place.open("2021-03-05")
    place.live("2021-03-05", "2021-03-12T18:00")
    relay.down = None
    place.live("2021-03-15T07:30", "2021-03-15T12:00")
    rows = {(f"{row.at.astimezone(dt.UTC):%m-%d}", row.state, row.reason) for row in place.way.outbox.list()}
    assert rows == {("03-08", "dead", "expired"), ("03-15", "sent", None)}


def test_the_figures_of_a_monday_agree_with_a_count_by_hand() -> None:
    tasks = (
        task(BEFORE_10_3, key="I.1"),  # done on time, nothing to report
        task(BEFORE_10_3, key="I.2"),  # done on 12/3
        task(BEFORE_10_3, key="I.3"),  # three working days late, submitted
        task("{kind: by, date: 2021-03-18}", key="I.4"),  # asks for more time
        task("{kind: by, date: 2021-05-10}", key="I.5"),  # extended to 20/6
        task("{kind: external, by: chỉ đạo}", key="I.6"),
        task(BEFORE_10_3, key="I.7"),  # cancelled
        task("{kind: after_event, n: 5, unit: working_day, event: nhận}", key="I.8"),  # one event: 19/3
        task("{kind: continuous}", key="I.9"),  # blocked
    )
    script = [
        action("done", "2021-03-09T10:00", "p/I.1/han", no_output=True),
        action("done", "2021-03-12T10:00", "p/I.2/han"),
        action("submit", "2021-03-10T10:00", "p/I.3/han"),
        action("extend-ask", "2021-03-10T11:00", "p/I.4/han", to="2021-04-30"),
        action("extend-grant", "2021-03-10T12:00", "p/I.5/han", to="2021-06-20"),
        action("cancel", "2021-03-01T10:00", "p/I.7/han"),
        action("event", "2021-03-12T10:30", "p/I.8/han"),
        action("block", "2021-03-12T11:00", "p/I.9/han", note="chờ"),
    ]
    lines = lived(weekly(), *tasks, script=script, start="2021-02-26", end="2021-03-15T12:00")
    figures = lines[-1]["figures"]
    assert lines[-1]["at"][:16] == "2021-03-15T07:30"
    assert figures == {
        "tasks": 9, "deadlines": 10, "done_on_time": 1, "done_late": 1, "in_time": 3, "overdue": 1,
        "undetermined": 3, "cancelled": 1, "no_output": 1, "extended": 1, "extension_pending": 1,
        "submitted": 1, "blocked": 1, "longest_late": 3, "due_within": 2, "done_since": 2, "done_before": 0,
    }  # fmt: skip
