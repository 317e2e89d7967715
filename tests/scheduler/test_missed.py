"""Moments that came while the service was down."""

from __future__ import annotations

from tests.small import Office, action, days, office, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
# Meant for 04, 09, 10 and 11/3.
STEPS = """
{id: gap, before: 3wd, to: [lead, lead.head]}
{id: hom, on: last-day, to: lead}
{id: moc, on: stated, to: lead}
{id: qua, after: 1wd, to: [lead, lead.head], cc: office}
"""


def back_at(
    when: str, steps: str = STEPS, until: str = "2021-12-31", down_from: str = "2021-03-01T18:00"
) -> Office:
    """An office whose service was down from an evening on, and came back."""
    place = office(rule(steps), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", down_from)
    place.live(when, until)
    return place


def history(place: Office) -> list[tuple[str, str, bool, bool]]:
    """(when, step, superseded, late) of every line."""
    return [(line["at"][5:16], line["step"], line["superseded"], line["late"]) for line in place.lines()]


def test_after_ten_days_each_recipient_gets_the_furthest_and_the_others_are_superseded() -> None:
    place = back_at("2021-03-12T09:30")
    assert history(place) == [
        ("03-12T09:30", "hom", True, True),
        ("03-12T09:30", "moc", True, True),
        ("03-12T09:30", "qua", False, True),
    ]
    assert said(place.lines())[0][2] == ("an@so.example", "tpkt@so.example", "theodoi@so.example")


def test_a_step_before_is_past_sense_once_the_last_day_is_over() -> None:
    assert "gap" not in {step for _, step, _, _ in history(back_at("2021-03-10T07:45"))}


def test_a_step_before_still_has_sense_on_the_last_day() -> None:
    place = back_at("2021-03-09T09:00", until="2021-03-09T23:00")
    # The lead has something further; the head has not.
    assert [(step, people) for _, step, people in said(place.lines())] == [
        ("gap", ("tpkt@so.example",)),
        ("hom", ("an@so.example",)),
    ]
    assert history(place) == [("03-09T09:00", "gap", False, True), ("03-09T09:00", "hom", False, False)]


def test_what_is_said_later_on_the_same_day_is_not_late() -> None:
    assert history(back_at("2021-03-11T16:30"))[-1] == ("03-11T16:30", "qua", False, False)


def test_out_of_hours_what_was_missed_waits_for_the_next_sending_hour() -> None:
    assert history(back_at("2021-03-11T20:00"))[-1] == ("03-12T08:00", "qua", False, True)
    assert history(back_at("2021-03-13T10:00"))[-1] == ("03-15T08:00", "qua", False, True)


def test_a_service_that_is_back_early_sends_within_the_hours_at_once() -> None:
    assert history(back_at("2021-03-12T07:30"))[-1] == ("03-12T07:30", "qua", False, True)
    assert history(back_at("2021-03-12T07:29"))[-1] == ("03-12T08:00", "qua", False, True)


def test_missed_occurrences_are_superseded_and_count_toward_the_limit() -> None:
    # 11, 12, 15, 16/3.
    steps = "{id: s, after: 1wd, every: 1wd, limit: 4, to: lead}"
    place = back_at("2021-03-16T07:40", steps)
    assert [(line["at"][5:16], line["occurrence"], line["superseded"]) for line in place.lines()] == [
        ("03-16T07:40", 1, True),
        ("03-16T07:40", 2, True),
        ("03-16T07:40", 3, False),
        ("03-16T08:00", 4, False),
    ]


def test_a_step_that_everybody_got_is_not_superseded_by_one_to_others() -> None:
    steps = "{id: hom, on: last-day, to: lead}\n{id: qua, after: 1wd, to: lead.head}"
    assert [(step, over) for _, step, over, _ in history(back_at("2021-03-12T09:00", steps))] == [
        ("hom", False),
        ("qua", False),
    ]


def test_what_was_missed_goes_out_once_however_often_the_service_starts() -> None:
    place = back_at("2021-03-12T09:30", until="2021-03-12T09:30")
    for minute in ("09:31", "10:00", "16:59"):
        place.open(f"2021-03-12T{minute}")
        assert place.tick(f"2021-03-12T{minute}").decided.messages == 0
    assert len(said(place.lines())) == 1


def test_nothing_missed_is_said_of_what_was_done_meanwhile() -> None:
    place = office(rule(STEPS), task(BEFORE_10_3))
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-01T18:00")
    place.report(action("done", "2021-03-05T10:00"))
    place.live("2021-03-12T09:30", "2021-12-31")
    assert place.lines() == []


def test_a_plan_first_started_in_its_middle_misses_nothing() -> None:
    place = office(rule("{id: s, after: 1wd, every: 5wd, limit: 4, to: lead}"), task(BEFORE_10_3))
    place.open("2021-03-20")
    place.live("2021-03-20", "2021-12-31")
    # 11/3 and 18/3 lie before the birth; the third and fourth are 25/3 and 01/4.
    assert days(place.lines(), "s") == ["03-25", "04-01"]
    assert [line["occurrence"] for line in place.lines() if line["step"] == "s"] == [3, 4]
