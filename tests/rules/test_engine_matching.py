"""Which rules speak about a deadline: every key of `match`, the first match, and `continue`."""

from __future__ import annotations

import pytest

from rules.matching import rules_for
from rules.subject import subjects_of
from tests.small import action, files_of, in_force_from, lived, readers, task

BY = "{label: Báo cáo quý, slug: bao-cao, kind: by, date: 2021-03-10}"


def chosen(*matches: str, lead: str = "[kt]", support: str = "[xd]") -> list[str]:
    """Ids of the rules that speak of task I.5, tagged bao-cao and quy; each match is a rule, in order."""
    listed = "".join(
        f"  - {{id: r{number}, title: R, match: {match}, steps: []}}\n"
        for number, match in enumerate((*matches, "{}"), 1)
    )
    files = in_force_from(
        files_of(f"rules:\n{listed}", task(BY, key="I.5", lead=lead, support=support, tags="[bao-cao, quy]"))
    )
    ((owner, spec),) = files.lines.values()
    (subject,) = subjects_of(owner, spec, files.world.calendar, ())
    return [rule.id for rule in rules_for(files.world.rules.rules, subject.deadline, subject.leads)]


@pytest.mark.parametrize(
    "match",
    [
        "{plan: p}",
        "{group: I}",
        "{task: I.5}",
        "{task: [I.1, I.5]}",
        "{tags: quy}",
        "{tags: [khac, bao-cao]}",
        "{kind: by}",
        "{kind: [period, by]}",
        "{lead: kt}",
        "{lead: tat-ca}",
        "{support: xd}",
        "{deadline: bao-cao}",
        "{plan: p, group: I, task: I.5, tags: quy, kind: by, lead: kt, support: xd, deadline: bao-cao}",
        "{}",
    ],
)
def test_a_match_holds_when_all_its_keys_do_and_a_list_means_any(match: str) -> None:
    assert chosen(match)[0] == "r1"


@pytest.mark.parametrize(
    "match",
    ["{task: I.1}", "{tags: khac}", "{kind: period}", "{lead: xd}", "{support: kt}", "{tags: quy, lead: xd}"],
)
def test_a_match_fails_when_one_of_its_keys_does(match: str) -> None:
    assert chosen(match) == ["r2"]


def test_the_first_rule_that_matches_wins() -> None:
    assert chosen("{kind: period}", "{tags: quy}", "{task: I.5}") == ["r2"]


def test_a_rule_that_continues_lets_the_next_match_speak_too() -> None:
    assert chosen("{tags: quy}, continue: true", "{kind: period}", "{task: I.5}", "{group: I}") == [
        "r1",
        "r3",
    ]


def test_a_collective_lead_matches_by_each_of_its_units() -> None:
    assert chosen("{lead: vp}", lead="[tat-ca]", support="[]") == ["r1"]


def test_a_unit_assigned_later_counts_as_lead_in_a_match() -> None:
    rules = (
        "rules:\n"
        "  - {id: r1, title: R, match: {lead: xd}, steps: [{id: cua-xd, on: last-day, to: lead}]}\n"
        "  - {id: r2, title: R, match: {}, steps: [{id: chung, on: last-day, to: office}]}\n"
    )
    one = task(BY, key="I.5", lead="[]")
    assert readers(lived(rules, one), "chung") == ["theodoi"]
    assigned = action("assign", "2021-03-01T10:00", "p/I.5", unit="xd", to="binh")
    lines = lived(rules, one, script=[assigned])
    assert (readers(lines, "cua-xd"), readers(lines, "chung")) == (["binh"], [])


def test_files_are_read_in_the_order_of_their_names() -> None:
    step = "steps: [{id: s, on: last-day, to: office}]"
    files = files_of(f"rules:\n  - {{id: sau, title: R, match: {{}}, {step}}}\n", task(BY))
    files["rules/05.yaml"] = f"rules:\n  - {{id: truoc, title: R, match: {{kind: by}}, {step}}}\n"
    assert [rule.id for rule in in_force_from(files).world.rules.rules] == ["truoc", "sau"]
