"""What a rule file says: the whole syntax of DESIGN section 4, by what it becomes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.directory import Directory, Group, Person, Unit
from rules.problem import Problem
from rules.rule import Condition, Digest, Match, Recipient, Rule, Section, SendWindow, Span, Step
from rules.syntax.names import Names
from rules.syntax.rulefile import read_rules

DIRECTORY = Directory(
    id="sx",
    name="Sở X",
    units={"van-phong": Unit("van-phong", "Văn phòng"), "phong-kh": Unit("phong-kh", "Phòng Kế hoạch")},
    people={"ong-a": Person("ong-a", "Ông A")},
    groups={"ca-so": Group("ca-so", "Cả Sở", ("van-phong", "phong-kh"))},
    roles={"office": ("ong-a",), "phap-che": ("ong-a",)},
)
NAMES = Names(DIRECTORY, None)
EXAMPLE = """
rules:
  - id: bao-cao-dinh-ky
    title: Báo cáo định kỳ
    owner: office
    match: {tags: [bao-cao]}
    send: {at: "08:00", within: "07:30-17:00"}
    continue: false
    steps:
      - {id: som,      before: 10wd, to: lead}
      - {id: gap,      before: 3wd,  to: [lead, lead.head]}
      - {id: hom-nay,  on: last-day, to: lead}
      - {id: moc,      on: stated,   to: lead}
      - {id: qua-han,  after: 1wd,   to: [lead, lead.head]}
      - {id: don-doc,  after: 6wd, every: 5wd, limit: 8, to: lead.head, cc: office}
      - {id: lanh-dao, after: 10wd, to: leadership.in-charge, unless: [submitted, extension-pending],
         when: "reminders >= 3"}
    on_acknowledge: {pause: 3wd}
  - id: ca-nam
    title: Nhiệm vụ cả năm
    match: {}
    steps:
      - {id: hoi, on: ["25/02", "28/5", "26/8", "23/11"], to: lead}
digests:
  - id: tuan-lanh-dao
    title: Tổng hợp tuần gửi Lãnh đạo Sở
    every: monday
    at: "07:30"
    to: leadership
    sections: [summary, overdue, {due_within: 10wd}, {done_since: 7d}, waiting, extensions, units]
"""


def codes(text: str, names: Names = NAMES) -> list[str]:
    return [problem.code for problem in read_rules([("rules/a.yaml", text)], names)[1]]


def read(text: str) -> tuple[tuple[Rule, ...], tuple[Digest, ...]]:
    rules, problems = read_rules([("rules/a.yaml", text)], NAMES)
    assert problems == []
    return rules.rules, rules.digests


def only_step(written: str) -> Step:
    (rule,), _ = read(f"rules: [{{id: r, match: {{}}, steps: [{{id: s, to: lead, {written}}}]}}]")
    return rule.steps[0]


def only_match(written: str) -> Match:
    rules, _ = read(f"rules: [{{id: r, match: {written}, steps: []}}, {{id: z, match: {{}}, steps: []}}]")
    return rules[0].match


def to(written: str) -> tuple[Recipient, ...]:
    (rule,), _ = read(f"rules: [{{id: r, match: {{}}, steps: [{{id: s, before: 1d, to: {written}}}]}}]")
    return rule.steps[0].to


def test_the_example_of_the_design_is_read_whole() -> None:
    (reports, year), (digest,) = read(EXAMPLE)
    assert (reports.id, reports.title, reports.goes_on, reports.pause) == (
        "bao-cao-dinh-ky",
        "Báo cáo định kỳ",
        False,
        Span(3, "wd"),
    )
    assert reports.match == Match(tags=frozenset({"bao-cao"}))
    assert reports.send == SendWindow(dt.time(8), dt.time(7, 30), dt.time(17))
    assert [step.id for step in reports.steps] == [
        "som", "gap", "hom-nay", "moc", "qua-han", "don-doc", "lanh-dao",
    ]  # fmt: skip
    assert reports.steps[5] == Step(
        id="don-doc",
        place="after",
        span=Span(6, "wd"),
        every=Span(5, "wd"),
        limit=8,
        to=(Recipient("lead.head"),),
        cc=(Recipient("office"),),
    )
    assert reports.steps[6].unless == ("submitted", "extension-pending")
    assert reports.steps[6].when == (Condition("reminders", ">=", 3),)
    assert (year.steps[0].place, year.steps[0].dates) == ("dates", ((25, 2), (28, 5), (26, 8), (23, 11)))
    assert (digest.weekday, digest.at, digest.to) == (1, dt.time(7, 30), (Recipient("leadership"),))
    assert digest.sections[2:4] == (
        Section("due_within", Span(10, "wd")),
        Section("done_since", Span(7, "d")),
    )


def test_a_rule_knows_its_file_and_line() -> None:
    rules, digests = read(EXAMPLE)
    assert [(rule.file, rule.line) for rule in rules] == [("rules/a.yaml", 3), ("rules/a.yaml", 19)]
    assert digests[0].line == 25


def test_what_is_left_out_takes_the_defaults_of_the_design() -> None:
    (rule,), (digest,) = read(
        "rules: [{id: r, match: {}, steps: []}]\ndigests: [{id: d, every: friday, at: 16:00, to: office}]"
    )
    assert rule == Rule("r", "r", Match(), (), Recipient("office"), SendWindow(), file="rules/a.yaml", line=1)
    assert digest.weekday == 5
    assert [str(section.name) for section in digest.sections] == [
        "summary", "overdue", "due_within", "done_since", "waiting", "extensions", "units",
    ]  # fmt: skip


def test_files_are_read_in_name_order() -> None:
    files = [
        ("rules/99-cuoi.yaml", "rules: [{id: b, match: {}, steps: []}]"),
        ("rules/10-dau.yaml", "rules: [{id: a, match: {group: I}, steps: []}]"),
    ]
    rules, problems = read_rules(files, NAMES)
    assert [rule.id for rule in rules.rules] == ["a", "b"]
    assert problems == []


@pytest.mark.parametrize("place", ["last-day", "stated", "start", "month-start", "quarter-end", "waiting"])
def test_every_moment_of_on_is_known(place: str) -> None:
    assert only_step(f"on: {place}").place == place


@pytest.mark.parametrize(
    "written, place, span",
    [
        ("before: 5wd", "before", Span(5, "wd")),
        ("before: 0wd", "before", Span(0, "wd")),
        ("after: 10d", "after", Span(10, "d")),
        ("after: 0d", "after", Span(0, "d")),
    ],
)
def test_a_step_stands_before_or_after(written: str, place: str, span: Span) -> None:
    step = only_step(written)
    assert (step.place, step.span, step.every, step.limit) == (place, span, None, None)


def test_a_leap_day_is_allowed_in_a_list_of_days() -> None:
    assert only_step('on: ["29/02", 1/3]').dates == ((29, 2), (1, 3))


def test_a_step_may_be_moved_to_a_weekday() -> None:
    assert only_step("after: 1wd, weekday: thursday").weekday == 4


def test_conditions_are_joined_by_and() -> None:
    assert only_step('after: 1wd, when: "reminders>=3 and days_late != 10 and extensions < 2"').when == (
        Condition("reminders", ">=", 3),
        Condition("days_late", "!=", 10),
        Condition("extensions", "<", 2),
    )


@pytest.mark.parametrize(
    "written, expected",
    [
        ("[support, support.named, support.head]", "support support.named support.head"),
        ("[office, office.head, leadership]", "office office.head leadership"),
        ("unit:phong-kh", "unit:phong-kh"),
        ("'person:ong-a'", "person:ong-a"),
        ("role:phap-che", "role:phap-che"),
        ("a.b@example.gov.vn", "a.b@example.gov.vn"),
        ("[lead, lead]", "lead"),
    ],
)
def test_every_kind_of_recipient_is_read(written: str, expected: str) -> None:
    assert " ".join(map(str, to(written))) == expected


def test_a_match_takes_one_value_or_a_list_and_numbers_as_words() -> None:
    assert only_match("{plan: cchc-2021, group: [I, 2], task: I.10, kind: by}") == Match(
        plan=frozenset({"cchc-2021"}),
        group=frozenset({"I", "2"}),
        task=frozenset({"I.10"}),
        kind=frozenset({"by"}),
    )


def test_a_group_in_a_match_stands_for_itself_and_its_units() -> None:
    match = only_match("{lead: ca-so, support: [phong-kh]}")
    assert match.lead == frozenset({"ca-so", "van-phong", "phong-kh"})
    assert match.support == frozenset({"phong-kh"})


def test_words_of_yaml_1_1_are_words() -> None:
    assert only_match("{tags: [on, no, yes]}").tags == frozenset({"on", "no", "yes"})


def test_an_hour_need_not_be_quoted() -> None:
    (rule,), _ = read("rules: [{id: r, match: {}, send: {at: 09:15, within: 09:00-11:00}, steps: []}]")
    assert rule.send == SendWindow(dt.time(9, 15), dt.time(9), dt.time(11))


@pytest.mark.parametrize(
    "files",
    [
        [("rules/a.yaml", "rules: [{id: r, match: {tags: x}, steps: []}]")],
        [("rules/a.yaml", "rules: [{id: r, match: {}, steps: []}, {id: s, match: {task: I.1}, steps: []}]")],
        [("rules/a.yaml", "")],
        [],
    ],
)
def test_the_last_rule_over_all_files_must_take_everything(files: list[tuple[str, str]]) -> None:
    assert "R228" in [problem.code for problem in read_rules(files, NAMES)[1]]


def test_a_file_that_cannot_be_read_is_not_blamed_for_a_missing_catch_all() -> None:
    files = [("rules/a.yaml", "rules: [{id: r, match: {tags: x}, steps: []}]"), ("rules/z.yaml", "rules: [")]
    assert [problem.code for problem in read_rules(files, NAMES)[1]] == ["Y105"]


def test_ids_are_unique_over_all_files_and_the_later_one_is_blamed() -> None:
    text = "rules: [{id: r, match: {}, steps: []}]"
    _, problems = read_rules([("rules/b.yaml", text), ("rules/a.yaml", "\n" + text)], NAMES)
    duplicate = next(problem for problem in problems if problem.code == "R209")
    assert (duplicate.file, duplicate.line, duplicate.column) == ("rules/b.yaml", 1, 14)
    assert "rules/a.yaml:2" in str(duplicate.hint)


def test_a_value_no_plan_has_is_a_warning_with_the_nearest_one() -> None:
    names = Names(DIRECTORY, {"tags": frozenset({"bao-cao"}), "deadline": frozenset({"cchc/I.5/han"})})
    text = "rules: [{id: r, match: {tags: [bao-cao, baocao], deadline: cchc/I.5/2021-q1}, steps: []}, \
{id: z, match: {}, steps: []}]"
    (problem,) = read_rules([("rules/a.yaml", text)], names)[1]
    assert (problem.code, problem.level, problem.hint) == ("W901", "warning", "ý bạn là “bao-cao”?")


def test_references_are_not_judged_without_a_directory() -> None:
    text = "rules: [{id: r, match: {lead: ai-do}, steps: []}, {id: z, match: {}, steps: []}]"
    assert codes(text, Names(None, None)) == []
    assert codes(text) == ["R210"]


def test_errors_of_one_step_do_not_hide_those_of_another() -> None:
    text = """
rules:
  - id: r
    match: {lead: ai-do}
    steps:
      - {id: a, before: 5, to: lead, cc: unit:ai-do}
      - {id: a, befor: 5wd, to: lede}
      - {id: b, on: [31/11], to: lead}
"""
    assert sorted(codes(text)) == ["R201", "R209", "R210", "R210", "R222", "R224", "R228", "R230"]


def test_a_hint_names_the_nearest_word() -> None:
    text = "rules: [{id: r, match: {}, steps: [{id: s, before: 1d, to: lead.haed}]}]"
    (problem,) = read_rules([("rules/a.yaml", text)], NAMES)[1]
    assert problem.hint == "ý bạn là “lead.head”?"


_SCRAPS = st.sampled_from(
    ["rules", "digests", "id", "match", "steps", "to", "before", "on", "send", "at", "5wd", "lead", "{}", "x"]
)
_SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | _SCRAPS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SCRAPS, inner, max_size=4),
    max_leaves=20,
)


@given(_SHAPES)
def test_no_shape_makes_the_reader_raise(shape: object) -> None:
    rules, problems = read_rules([("rules/a.yaml", repr(shape).replace("None", "null"))], NAMES)
    assert rules.rules == () or not any(problem.level == "error" for problem in problems)
    assert all(isinstance(problem, Problem) for problem in problems)


def digest_problems(keys: str) -> list[Problem]:
    text = f"digests:\n  - {{id: t, at: '07:30', {keys}}}\nrules: [{{id: z, match: {{}}, steps: []}}]\n"
    return read_rules([("rules/a.yaml", text)], NAMES)[1]


@pytest.mark.parametrize(
    "who", ["lead", "lead.head", "support", "support.named", "support.head", "leadership.in-charge"]
)
def test_a_digest_has_no_readers_that_only_a_deadline_has(who: str) -> None:
    alone = digest_problems(f"every: monday, to: {who}")
    copied = digest_problems(f"every: monday, to: leadership, cc: [office, {who}]")
    assert [(one.code, one.line, one.column) for one in alone] == [("R231", 2, 45)]
    assert [(one.code, one.line, one.column) for one in copied] == [("R231", 2, 70)]
    assert "leadership" in str(alone[0].hint)


@pytest.mark.parametrize("day", ["saturday", "sunday"])
def test_a_digest_of_a_weekend_day_is_a_warning(day: str) -> None:
    (found,) = digest_problems(f"every: {day}, to: leadership")
    assert (found.code, found.level, found.column) == ("W903", "warning", 33)
