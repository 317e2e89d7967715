"""Extensions and reopenings: a new term, with its own birth, steps and first notice."""

from __future__ import annotations

from rules.action import Action
from tests.small import Relay, action, lived, office, readers, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
# Of 10/3: 23/2, 04/3, 09/3, 11/3.
STEPS = """
{id: som, before: 10wd, to: lead}
{id: gap, before: 3wd, to: [lead, lead.head]}
{id: hom, on: last-day, to: lead}
{id: qua, after: 1wd, to: lead}
"""


def heard(*script: Action, lead: str = "[kt]") -> list[tuple[int, str, str]]:
    """(term, when, step)."""
    lines = lived(rule(STEPS), task(BEFORE_10_3, lead=lead), script=script)
    return [(line["term"], line["at"][5:16], line["step"]) for line in lines if not line["superseded"]]


def grant(when: str, to: str) -> Action:
    return action("extend-grant", when, to=to, document="12/SCT-VP")


def test_an_extension_starts_a_new_term_with_steps_of_its_own() -> None:
    # Of Thursday 15/4, which is included: 01/4, 12/4, 15/4, 16/4.
    assert heard(grant("2021-03-05T10:00", "2021-04-15")) == [
        (1, "02-23T08:00", "som"),
        (1, "03-04T08:00", "gap"),
        (2, "04-01T08:00", "som"),
        (2, "04-12T08:00", "gap"),
        (2, "04-15T08:00", "hom"),
        (2, "04-16T08:00", "qua"),
    ]


def test_an_extended_date_on_a_day_off_ends_on_the_working_day_before() -> None:
    # 30/4 is off.
    assert (2, "04-29T08:00", "hom") in heard(grant("2021-03-05T10:00", "2021-04-30"))


def test_the_occurrences_of_a_new_term_count_from_one() -> None:
    granted = grant("2021-03-17T10:00", "2021-03-31")
    lines = lived(
        rule("{id: s, after: 1wd, every: 2wd, limit: 3, to: lead}"), task(BEFORE_10_3), script=[granted]
    )
    assert [(line["term"], line["occurrence"], line["at"][5:10]) for line in lines] == [
        (1, 1, "03-11"), (1, 2, "03-15"), (1, 3, "03-17"),
        (2, 1, "04-01"), (2, 2, "04-05"), (2, 3, "04-07"),
    ]  # fmt: skip


def test_a_short_extension_whose_first_step_is_past_is_told_at_once() -> None:
    # Of Friday 19/3: 05/3 is past; 16/3, 19/3 and 22/3 are not.
    assert heard(grant("2021-03-08T10:00", "2021-03-19"))[2:] == [
        (2, "03-08T10:00", "first"),
        (2, "03-16T08:00", "gap"),
        (2, "03-19T08:00", "hom"),
        (2, "03-22T08:00", "qua"),
    ]


def test_an_extension_that_is_only_asked_for_moves_nothing() -> None:
    asked = action("extend-ask", "2021-03-05T10:00", to="2021-04-15")
    assert heard(asked) == heard()


def test_a_refused_extension_moves_nothing() -> None:
    asked = action("extend-ask", "2021-03-05T10:00", to="2021-04-15")
    assert heard(asked, action("extend-refuse", "2021-03-08T10:00")) == heard()


def test_a_second_extension_starts_a_third_term() -> None:
    found = heard(grant("2021-03-05T10:00", "2021-04-15"), grant("2021-04-14T10:00", "2021-05-20"))
    assert [(term, when) for term, when, step in found if step == "hom"] == [(3, "05-20T08:00")]


def test_a_mail_after_an_extension_tells_the_original_date() -> None:
    relay = Relay()
    place = office(rule(STEPS), task(BEFORE_10_3), channel=relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-12-31", [grant("2021-03-05T10:00", "2021-04-15")])
    (item,) = relay.letters[-1].items
    assert (str(item.stated), str(item.marks.original), item.marks.extensions) == (
        "2021-04-15",
        "2021-03-10",
        1,
    )


def test_a_line_that_is_done_stays_done_when_the_others_are_given_more_time() -> None:
    script = [action("done", "2021-03-03T10:00", unit="kt"), grant("2021-03-05T10:00", "2021-04-15")]
    lines = lived(rule(STEPS), task(BEFORE_10_3, lead="[kt, xd]"), script=script)
    assert readers([line for line in lines if line["term"] == 2], "som") == ["binh"]


def test_an_acknowledgement_ends_with_its_term() -> None:
    script = [action("ack", "2021-03-03T10:00"), grant("2021-03-05T10:00", "2021-04-15")]
    steps = rule("{id: gap, before: 3wd, to: lead, unless: acknowledged}")
    lines = lived(steps, task(BEFORE_10_3), script=script)
    assert [(line["term"], line["at"][5:10]) for line in lines] == [(2, "04-12")]


def test_a_reopened_deadline_is_told_at_once_and_runs_its_remaining_steps() -> None:
    script = [action("done", "2021-03-01T10:00"), action("reopen", "2021-03-08T10:00")]
    assert heard(*script) == [
        (1, "02-23T08:00", "som"),
        (2, "03-08T10:00", "first"),
        (2, "03-09T08:00", "hom"),
        (2, "03-11T08:00", "qua"),
    ]


def test_a_cancelled_deadline_can_be_reopened() -> None:
    script = [action("cancel", "2021-02-01T10:00"), action("reopen", "2021-02-08T10:00")]
    assert [term for term, _, _ in heard(*script)] == [2, 2, 2, 2]


def test_one_line_can_be_reopened_alone() -> None:
    script = [
        action("done", "2021-03-01T10:00", unit="kt"),
        action("done", "2021-03-01T10:00", unit="xd"),
        action("reopen", "2021-03-08T10:00", unit="xd"),
    ]
    lines = lived(rule(STEPS), task(BEFORE_10_3, lead="[kt, xd]"), script=script)
    assert readers(lines, "hom") == ["binh"]
    assert [(at[5:], step) for at, step, _ in said(lines)][1] == ("03-08T10:00", "first")


def test_no_notice_is_said_twice_in_a_term_whatever_is_reported() -> None:
    script = [
        action("submit", "2021-03-04T09:00"),
        action("block", "2021-03-05T09:00", note="chờ"),
        action("ack", "2021-03-09T09:00"),
        action("assign", "2021-03-09T10:00", "p/I.1", unit="kt", to="binh"),
    ]
    found = heard(*script)
    assert [step for _, _, step in found] == ["som", "gap", "hom", "qua"]
