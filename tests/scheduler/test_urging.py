"""How long a plan is urged, judged at the day that is lived (DESIGN section 3)."""

from __future__ import annotations

from tests.small import PLAN_HEAD, action, days, lived, office, rule, said, task

IN_DECEMBER = "{kind: by, date: 2021-12-15}"
WEEKLY = "{id: s, after: 5wd, every: 5wd, to: lead}"
NEXT_SUMMER = "2022-08-31"


def test_a_plan_is_urged_until_the_end_of_march_after_its_year() -> None:
    said_on = [line["at"][:10] for line in lived(rule(WEEKLY), task(IN_DECEMBER), end=NEXT_SUMMER)]
    # Wednesdays; 03/01/2022 is off, so from then on Thursdays: the last one is 31/3.
    assert said_on[0] == "2021-12-22"
    assert said_on[-1] == "2022-03-31"


def test_a_plan_may_say_until_when_it_is_urged() -> None:
    head = PLAN_HEAD.replace("number: null", "urge_until: 2021-12-31, number: null")
    assert days(lived(rule(WEEKLY), task(IN_DECEMBER), head=head, end=NEXT_SUMMER)) == ["12-22", "12-29"]


def test_a_closed_plan_says_nothing() -> None:
    head = PLAN_HEAD.replace("number: null", "closed: true, number: null")
    assert lived(rule(WEEKLY), task(IN_DECEMBER), head=head) == []


def test_a_plan_loaded_after_its_urging_is_known_and_says_nothing() -> None:
    place = office(rule(WEEKLY), task(IN_DECEMBER))
    place.open("2022-04-01T08:00")
    place.live("2022-04-01T08:00", NEXT_SUMMER)
    assert place.lines() == []
    with place.way.store.read() as tx:
        assert ("p/I.1/han", 1) in tx.births()


def test_a_plan_loaded_on_its_last_urging_day_still_speaks() -> None:
    lines = lived(rule(WEEKLY), task(IN_DECEMBER), start="2022-03-31T07:00", end=NEXT_SUMMER)
    assert {at[:10] for at, _, _ in said(lines)} == {"2022-03-31"}


def test_what_waits_is_listed_each_month_to_the_end_of_the_urging() -> None:
    head = PLAN_HEAD.replace("number: null", "urge_until: 2021-04-30, number: null")
    waits = task("{kind: external, by: chỉ đạo}")
    lines = lived(rule("{id: cho, on: waiting, to: office}"), waits, head=head)
    assert days(lines) == ["01-04", "02-01", "03-01", "04-01"]


def test_an_extension_beyond_the_urging_says_nothing_after_it() -> None:
    granted = action("extend-grant", "2021-12-20T10:00", to="2022-06-30")
    lines = lived(
        rule("{id: hom, on: last-day, to: lead}"), task(IN_DECEMBER), script=[granted], end=NEXT_SUMMER
    )
    assert [line["at"][:10] for line in lines] == ["2021-12-15"]
