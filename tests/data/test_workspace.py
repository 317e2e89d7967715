"""Whether a folder of files can be used: the good ones load, every bad one says where it is wrong."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.workspace import Workspace, build, inspect, load, read_folder, revision_of
from rules.plan import Task
from rules.problem import BadFiles, Problem

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
PLACES = {
    "rules": "rules/20-sai.yaml",
    "yaml": "rules/20-sai.yaml",
    "units": "data/units.yaml",
    "plan": "data/plans/sai.yaml",
    "calendar": "data/calendar.yaml",
}
GOOD, _ = read_folder(HERE / "good")
HEAD = "plan: {id: kh, title: Kế hoạch, year: 2021}\ntasks:\n"


def with_plan(tasks: str, units: str = GOOD["data/units.yaml"]) -> tuple[Task, ...]:
    files = {**GOOD, "data/plans/kh-2021.yaml": HEAD + tasks, "data/units.yaml": units}
    return usable(files).tasks


def usable(files: dict[str, str]) -> Workspace:
    workspace, problems = build(files)
    assert workspace is not None, "\n".join(map(str, problems))
    return workspace


def codes(files: dict[str, str], level: str = "error") -> list[str]:
    return [problem.code for problem in build(files)[1] if problem.level == level]


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_broken_file_says_every_problem_at_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = text.partition("\n")[0].removeprefix("# expects ").split(", ")
    place = PLACES[path.stem.partition("-")[0]]
    workspace, problems = build({**GOOD, place: text})
    told = [f"{one.line}:{one.column} {one.code}" for one in problems if one.file == place]
    assert workspace is None
    assert told == expected


@pytest.mark.parametrize(
    "name",
    ["rules-empty-match", "rules-key-misspelt", "rules-a-list", "units-no-list", "calendar-year-misspelt"],
)
def test_one_slip_is_one_problem_and_accuses_no_other_file(name: str) -> None:
    text = (HERE / "broken" / f"{name}.yaml").read_text(encoding="utf-8")
    _, problems = build({**GOOD, PLACES[name.partition("-")[0]]: text})
    assert [problem.level for problem in problems].count("error") == 1


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_messages_are_vietnamese_and_whole(path: Path) -> None:
    place = PLACES[path.stem.partition("-")[0]]
    _, problems = build({**GOOD, place: path.read_text(encoding="utf-8")})
    for problem in problems:
        assert re.search(r"[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", problem.message)
        assert re.fullmatch(r"[YRUPCW]\d{3}", problem.code)
        assert not re.search(r"Input should|Field required|None|[{]message", str(problem))


def test_the_small_good_workspace_has_no_problem_at_all() -> None:
    workspace, problems = inspect(HERE / "good")
    assert problems == ()
    assert workspace is not None
    assert workspace.root == HERE / "good"
    assert workspace.directory.roles["office"] == ("ba-b",)


def test_the_shipped_workspace_is_usable() -> None:
    workspace = load(ROOT)
    own = [task for task in workspace.tasks if task.plan.id == "cchc-2021"]
    assert (len(own), sum(len(task.deadlines) for task in own)) == (46, 53)
    assert workspace.rules.rules[-1].match == type(workspace.rules.rules[-1].match)()
    assert {problem.level for problem in workspace.warnings} == {"warning"}
    assert "W933" in {problem.code for problem in workspace.warnings}


def test_the_second_number_33_is_the_one_warned_about() -> None:
    (problem,) = [problem for problem in load(ROOT).warnings if problem.code == "W933"]
    assert "V.33 và VI.33" in problem.message


def test_bad_files_carry_all_problems_of_all_files_in_order() -> None:
    files = {
        **GOOD,
        "rules/20-sai.yaml": "rules: [",
        "data/plans/sai.yaml": "plan: 3\n",
        "data/units.yaml": GOOD["data/units.yaml"] + "extra: 1\n",
        "data/calendar.yaml": "years: {2021: {off: [2021-02-30]}}\n",
    }
    workspace, problems = build(files)
    assert workspace is None
    assert {problem.file for problem in problems} == files.keys() - {
        "rules/10-tat-ca.yaml",
        "data/plans/kh-2021.yaml",
    }
    assert list(problems) == sorted(problems)


def test_references_are_judged_although_the_unit_file_has_other_errors() -> None:
    files = {**GOOD, "data/units.yaml": GOOD["data/units.yaml"].replace("vp@example", "vp example")}
    assert codes(files) == ["U308"]
    files["data/plans/kh-2021.yaml"] = GOOD["data/plans/kh-2021.yaml"].replace("van-phong", "van-phog")
    assert codes(files) == ["P410", "U308"]


def test_a_unit_file_that_cannot_be_read_is_the_only_problem() -> None:
    assert codes({**GOOD, "data/units.yaml": "units: ["}) == ["Y105"]


@pytest.mark.parametrize(
    "missing, level, code",
    [
        ("data/units.yaml", "error", "U300"),
        ("data/calendar.yaml", "warning", "W920"),
        ("data/plans/kh-2021.yaml", "warning", "W930"),
        ("rules/10-tat-ca.yaml", "error", "R228"),
    ],
)
def test_a_missing_file_is_said(missing: str, level: str, code: str) -> None:
    files = {name: text for name, text in GOOD.items() if name != missing}
    problems = build(files)[1]
    assert [(problem.level, problem.code) for problem in problems] == [(level, code)]


def test_load_raises_every_problem(tmp_path: Path) -> None:
    shutil.copytree(HERE / "good", tmp_path / "w")
    (tmp_path / "w/rules/20-x.yaml").write_bytes("rules: []  # Sở".encode("utf-16"))
    (tmp_path / "w/data/plans/lon.yaml").write_text("#" * 1_000_001, encoding="utf-8")
    with pytest.raises(BadFiles) as caught:
        load(tmp_path / "w")
    assert [(problem.file, problem.code) for problem in caught.value.problems] == [
        ("data/plans/lon.yaml", "Y102"),
        ("rules/20-x.yaml", "Y101"),
    ]


def test_a_folder_that_is_not_there_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    workspace, problems = inspect(tmp_path / "khong-co")
    assert workspace is None
    assert "Y112" in {problem.code for problem in problems}


def test_only_the_files_of_a_workspace_are_read(tmp_path: Path) -> None:
    shutil.copytree(HERE / "good", tmp_path / "w")
    for name in ("rules/.#10.yaml", "rules/code.py", "rules/10.yaml.bak", "data/other.yaml", "notes.yaml"):
        (tmp_path / "w" / name).write_text("x: [", encoding="utf-8")
    (tmp_path / "w/rules/20-yml.yml").write_text("rules: []\n", encoding="utf-8")
    files, problems = read_folder(tmp_path / "w")
    assert problems == []
    assert files.keys() == {*GOOD, "rules/20-yml.yml"}


def test_the_revision_depends_on_every_path_and_text_and_not_on_order() -> None:
    assert revision_of(dict(reversed(GOOD.items()))) == revision_of(GOOD) == usable(GOOD).revision
    assert revision_of({**GOOD, "rules/x.yaml": ""}) != revision_of(GOOD)
    assert revision_of({"a": "b\0c"}) != revision_of({"a": "b", "c": ""})


def test_other_files_of_a_revision_are_passed_over() -> None:
    others = {
        "data/stories/2021.yaml": "x: [",
        "data/sql/store.py": "\t",
        "README.md": "",
        "old/rules/a.yaml": "",
    }
    workspace = usable({**others, **GOOD})
    assert workspace.files == GOOD
    assert workspace.revision == revision_of(GOOD)


def test_named_units_and_groups_become_units_by_id_name_or_alias() -> None:
    (task,) = with_plan("  - {key: I.1, title: A, lead: [VP], support: các phòng, deadlines: []}\n")
    assert (task.leads, task.collective) == (("van-phong",), False)
    assert (task.supports, task.named_supports) == (("phong-kh",), ())


def test_a_unit_named_as_support_leaves_a_collective_lead() -> None:
    (task,) = with_plan("  - {key: I.1, title: A, lead: ca-so, support: [phong-kh], deadlines: []}\n")
    assert (task.leads, task.collective) == (("van-phong",), True)
    assert (task.supports, task.named_supports) == (("phong-kh",), ("phong-kh",))


def test_a_unit_that_is_named_as_lead_is_never_support() -> None:
    (task,) = with_plan(
        "  - {key: I.1, title: A, lead: [ca-so, phong-kh], support: phong-kh, deadlines: []}\n"
    )
    assert (task.leads, task.supports) == (("van-phong", "phong-kh"), ())


def test_the_same_group_may_lead_and_support() -> None:
    (task,) = with_plan("  - {key: I.1, title: A, lead: ca-so, support: ca-so, deadlines: []}\n")
    assert (task.leads, task.supports) == (("van-phong", "phong-kh"), ())


def test_nested_groups_are_expanded_once_in_order() -> None:
    units = GOOD["data/units.yaml"].replace(
        "groups:", "groups:\n  tat-ca: {name: Tất cả, members: [phong-kh, ca-so, ca-so]}"
    )
    (task,) = with_plan("  - {key: I.1, title: A, lead: tat-ca, deadlines: []}\n", units)
    assert task.leads == ("phong-kh", "van-phong")


def test_assignees_of_a_task_come_over_those_of_the_plan() -> None:
    text = """plan: {id: kh, title: K, year: 2021, assignees: {van-phong: ba-b, phong-kh: ba-b}}
tasks: [{key: I.1, title: A, lead: van-phong, assignees: {van-phong: ong-a}, deadlines: []}]
"""
    (task,) = usable({**GOOD, "data/plans/kh-2021.yaml": text}).tasks
    assert dict(task.assignees) == {"van-phong": "ong-a", "phong-kh": "ba-b"}


def test_slugs_come_from_slug_label_or_han() -> None:
    (task,) = with_plan(
        """  - key: I.1
    title: A
    lead: van-phong
    deadlines:
      - {label: "Báo cáo quý I (Đợt 2)", kind: by, date: 2021-03-10}
      - {slug: rieng, label: X, kind: external, by: null, strict: null, date: null}
      - {kind: recurring, every: quarter, day: last, months: [3, 6, 9, 12], next_period: true}
"""
    )
    assert [spec.slug for spec in task.deadlines] == ["bao-cao-quy-i-dot-2", "rieng", "han"]
    assert [spec.line for spec in task.deadlines] == [7, 8, 9]
    assert task.deadlines[0].date == dt.date(2021, 3, 10)
    assert (task.deadlines[2].day, task.deadlines[2].next_period) == ("last", True)


def test_a_long_title_is_cut_between_words() -> None:
    (task,) = with_plan(f"  - {{key: I.1, title: {'nhiệm vụ ' * 20}, lead: van-phong, deadlines: []}}\n")
    assert len(task.short) <= 91
    assert task.short.endswith("vụ…") or task.short.endswith("nhiệm…")


def test_a_period_of_the_year_that_ends_early_is_due_in_its_last_month() -> None:
    (task,) = with_plan(
        "  - {key: I.1, title: A, lead: VP, deadlines: [{kind: recurring, every: year, end_month: 6}]}\n"
    )
    assert (task.deadlines[0].month, task.deadlines[0].day) == (6, "last")


def warned(tasks: str = "", **replaced: str) -> dict[str, Problem]:
    files = {**GOOD, **{name.replace("__", "/"): text for name, text in replaced.items()}}
    if tasks:
        files["data/plans/kh-2021.yaml"] = HEAD + tasks
    return {problem.code: problem for problem in usable(files).warnings}


def test_a_stated_date_on_a_day_off_is_a_warning_that_gives_the_last_day() -> None:
    found = warned(
        "  - {key: I.1, title: A, lead: van-phong, deadlines: [{kind: by, date: 2021-12-05, strict: true}]}\n"
    )
    assert "thứ Sáu, ngày 03/12/2021" in found["W937"].message
    assert (found["W937"].line, found["W937"].column) == (3, 72)


def test_what_waits_for_a_person_is_a_warning() -> None:
    found = warned(
        """  - key: I.1
    title: A
    lead: []
    warnings: [Thiếu ngày.]
    deadlines: [{kind: by, date: 2021-01-15, ambiguous: true, alternative: 2022-01-14}]
  - {key: II.1, title: B, lead: van-phong, deadlines: []}
"""
    )
    assert {"W934", "W935", "W936", "W950"} <= found.keys()
    assert found["W950"].message == "I.1: Thiếu ngày."
    assert "14/01/2022" in str(found["W936"].hint)


def test_a_year_without_a_confirmed_notice_is_a_warning() -> None:
    found = warned(
        "  - {key: I.1, title: A, lead: van-phong, deadlines: [{kind: by, date: 2022-03-10}]}\n",
    )
    assert "năm 2022" in found["W922"].message
    assert found["W922"].file == "data/calendar.yaml"


def test_what_a_directory_lacks_is_a_warning() -> None:
    units = """organization: {id: sx, name: Sở X}
units:
  - {id: van-phong, name: Văn phòng}
people:
  - {id: ong-a, name: Ông A, leave: [{from: 2021-05-10, to: 2021-05-14}]}
roles: {office: [ong-a], leadership: []}
"""
    workspace = usable({**GOOD, "data/units.yaml": units})
    assert [problem.code for problem in workspace.warnings] == [
        "W910",
        "W912",
        "W913",
        "W914",
        "W915",
        "W915",
        "W915",
    ]


def test_a_misspelt_role_is_pointed_at() -> None:
    units = GOOD["data/units.yaml"]
    line = next(number for number, text in enumerate(units.split("\n"), 1) if "office:" in text)
    found = usable({**GOOD, "data/units.yaml": units.replace("office:", "ofice:")}).warnings
    (one,) = [one for one in found if one.code == "W915"]
    assert (one.line, one.hint) == (line, "ở đây ghi “ofice”; ý bạn là “office”?")


def test_a_plan_of_a_past_year_is_no_problem() -> None:
    text = GOOD["data/plans/kh-2021.yaml"].replace(
        "year: 2021", "year: 2021, closed: true, urge_until: 2021-06-30"
    )
    (plan,) = usable({**GOOD, "data/plans/kh-2021.yaml": text}).plans
    assert (plan.closed, plan.last_urging_day) == (True, dt.date(2021, 6, 30))


def test_off_and_worked_days_reach_the_calendar() -> None:
    text = "years:\n  2021: {notice: TB 1, confirmed: true, off: [2021-03-08], worked: [2021-03-13]}\n"
    calendar = usable({**GOOD, "data/calendar.yaml": text}).calendar
    assert not calendar.is_working(dt.date(2021, 3, 8))
    assert calendar.is_working(dt.date(2021, 3, 13))


def _damaged(draw: st.DrawFn) -> dict[str, str]:
    name = draw(st.sampled_from(sorted(GOOD)))
    text = GOOD[name]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 30)))
    junk = draw(st.text(alphabet=": {}[],-\n\"'#&*!abđ019", max_size=6))
    return {**GOOD, name: text[:start] + junk + text[end:]}


@settings(max_examples=200, deadline=None)
@given(st.composite(_damaged)())
def test_no_damage_to_a_file_makes_the_loader_raise(files: dict[str, str]) -> None:
    workspace, problems = build(files)
    errors = [problem for problem in problems if problem.level == "error"]
    assert (workspace is None) == bool(errors)


def test_a_notice_of_a_part_of_the_year_lies_over_the_library_with_a_warning() -> None:
    calendar = "years:\n  2021: {notice: TB, confirmed: partly, off: [2021-03-08]}\n"
    workspace = usable({**GOOD, "data/calendar.yaml": calendar})
    found = [problem for problem in workspace.warnings if problem.code in ("W922", "W924")]
    assert [(one.code, one.line, one.column) for one in found] == [("W924", 2, 33)]
    assert "mới có một phần" in found[0].message
    assert not workspace.calendar.confirmed(2021)
    assert not workspace.calendar.is_working(dt.date(2021, 3, 8))
    assert not workspace.calendar.is_working(dt.date(2021, 9, 2))


@pytest.mark.parametrize("word", ["yes", "part", "1"])
def test_a_notice_is_confirmed_or_not_or_partly(word: str) -> None:
    files = {**GOOD, "data/calendar.yaml": f"years:\n  2021: {{confirmed: {word}}}\n"}
    _, problems = build(files)
    (found,) = [problem for problem in problems if problem.level == "error"]
    assert (found.code, found.column) == ("C503", 21)
    assert "partly" in found.message


STAFF = """organization: {id: sx, name: Sở X}
units:
  - {id: van-phong, name: Văn phòng, aliases: [VP], head: ba-b, officers: [ong-a]}
  - {id: thanh-tra, name: Thanh tra, officers: [ba-c]}
people:
  - {id: ong-a, name: Ông A}
  - {id: ba-b, name: Bà B}
  - {id: ba-c, name: Bà C}
roles: {office: [ong-a], leadership: [ba-b]}
"""


def test_an_assignee_of_another_unit_and_a_unit_that_leads_nothing_are_warnings() -> None:
    tasks = """  - key: I.1
    title: A
    lead: VP
    assignees: {VP: ba-c, thanh-tra: ba-c}
    deadlines: [{kind: by, date: 2021-03-10}]
  - {key: I.2, title: B, lead: VP, assignees: {VP: ba-b}, deadlines: [{kind: by, date: 2021-03-10}]}
"""
    files = {**GOOD, "data/units.yaml": STAFF, "data/plans/kh-2021.yaml": HEAD + tasks}
    found = [problem for problem in usable(files).warnings if problem.code in ("W938", "W939")]
    assert [(one.code, one.line, one.column) for one in found] == [("W938", 6, 21), ("W939", 6, 38)]
    assert "Văn phòng" in found[0].message
    assert "không chủ trì" in found[1].message
