"""What an acknowledgement passes over, and what it never does (DESIGN section 4)."""

from __future__ import annotations

from tests.small import action, days, lived, readers, rule, task, told

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
PAUSE = "    on_acknowledge: {pause: 3wd}\n"
# Said on 02/3, 03/3, 08/3, 09/3 and 11/3.
STEPS = """
{id: t5, before: 5wd, to: [lead, lead.head], cc: office}
{id: t4, before: 4wd, to: [lead, lead.head]}
{id: t1, before: 1wd, to: lead}
{id: t0, on: last-day, to: lead}
{id: qua, after: 1wd, to: [lead, lead.head]}
"""


def said_after(recorded: str, steps: str = STEPS, more: str = PAUSE, lead: str = "[kt]") -> list[str]:
    acknowledged = action("ack", recorded, unit="kt")
    return days(lived(rule(steps, more=more), task(BEFORE_10_3, lead=lead), script=[acknowledged]))


def test_during_the_pause_the_steps_to_the_unit_and_its_head_are_passed_over() -> None:
    assert said_after("2021-03-01T10:00") == ["03-08", "03-09", "03-11"]


def test_what_was_passed_over_is_not_made_up_for_after_the_pause() -> None:
    assert "03-02" not in said_after("2021-03-01T10:00")
    assert "03-03" not in said_after("2021-03-01T10:00")


def test_without_a_pause_in_the_rule_an_acknowledgement_passes_nothing_over() -> None:
    assert said_after("2021-03-01T10:00", more="") == ["03-02", "03-03", "03-08", "03-09", "03-11"]


def test_the_last_day_is_said_even_during_the_pause() -> None:
    assert "03-09" in said_after("2021-03-08T10:00")


def test_an_acknowledgement_before_the_last_day_never_stops_what_comes_after_it() -> None:
    # The pause of 08/3 would reach to 11/3.
    assert said_after("2021-03-08T10:00") == ["03-02", "03-03", "03-08", "03-09", "03-11"]


def test_an_acknowledgement_after_the_last_day_pauses_the_steps_after_it() -> None:
    steps = "{id: s, after: 1wd, every: 1wd, limit: 6, to: lead}"
    # 12, 15 and 16/3 lie in the pause; 17/3 and 18/3 do not.
    assert said_after("2021-03-11T10:00", steps) == ["03-11", "03-17", "03-18"]


def test_the_pause_is_of_that_unit_alone() -> None:
    acknowledged = action("ack", "2021-03-01T10:00", unit="kt")
    lines = lived(rule(STEPS, more=PAUSE), task(BEFORE_10_3, lead="[kt, xd]"), script=[acknowledged])
    assert readers(lines, "t4") == ["binh", "tpxd"]
    assert readers(lines, "t5") == ["binh", "theodoi", "tpxd"]
    assert readers(lines, "t1") == ["an", "binh"]


def test_the_pause_says_nothing_about_the_office_or_the_leadership() -> None:
    steps = "{id: s, after: 3wd, to: [lead, leadership.in-charge]}\n{id: o, after: 3wd, to: office}"
    acknowledged = action("ack", "2021-03-12T10:00", unit="kt")
    lines = lived(rule(steps, more=PAUSE), task(BEFORE_10_3), script=[acknowledged])
    assert readers(lines, "s") == ["pgd"]
    assert readers(lines, "o") == ["theodoi"]


def test_the_pause_says_nothing_to_the_supporting_unit() -> None:
    acknowledged = action("ack", "2021-03-01T10:00", unit="kt")
    steps = rule("{id: t4, before: 4wd, to: [lead, support]}", more=PAUSE)
    lines = lived(steps, task(BEFORE_10_3, support="[xd]"), script=[acknowledged])
    assert readers(lines, "t4") == ["xd"]


def test_a_second_acknowledgement_pauses_anew() -> None:
    script = [action("ack", "2021-03-01T10:00", unit="kt"), action("ack", "2021-03-05T10:00", unit="kt")]
    lines = lived(rule(STEPS, more=PAUSE), task(BEFORE_10_3), script=script)
    assert days(lines) == ["03-09", "03-11"]


def test_a_step_unless_acknowledged_waits_before_the_last_day_and_not_after_it() -> None:
    steps = """
    {id: t4, before: 4wd, to: lead, unless: acknowledged}
    {id: qua, after: 1wd, to: lead, unless: acknowledged}
    """
    assert said_after("2021-03-01T10:00", steps, more="") == ["03-11"]


def test_an_acknowledgement_after_the_last_day_holds_back_a_step_unless_acknowledged() -> None:
    steps = "{id: qua, after: 3wd, to: lead, unless: acknowledged}"
    assert said_after("2021-03-11T10:00", steps, more="") == []


def test_a_finished_line_keeps_its_silence_whatever_was_acknowledged() -> None:
    script = [action("ack", "2021-03-01T10:00", unit="xd"), action("done", "2021-03-02T10:00", unit="kt")]
    lines = lived(rule(STEPS, more=PAUSE), task(BEFORE_10_3, lead="[kt, xd]"), script=script)
    assert told(lines, "an@so.example") == ["03-02 t5"]
