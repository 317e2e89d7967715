"""The shipped plan, directory, calendar and story of 2021 agree with the document and with each other."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
CORPUS = ROOT / "tests" / "corpus"
BOOL = "tag:yaml.org,2002:bool"


class Words(yaml.SafeLoader):
    """YAML 1.2 words: only true and false are booleans, so `on` and `off` stay keys."""


Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Words.add_implicit_resolver(BOOL, re.compile("^(true|false)$"), list("tf"))


def load(name: str) -> Any:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=Words)  # noqa: S506 - a SafeLoader


PLAN = load("plans/cchc-2021.yaml")
DIRECTORY = load("units.yaml")
CALENDAR = load("calendar.yaml")["years"]
STORY = load("stories/2021.yaml")
SEED = [json.loads(line) for line in (CORPUS / "seed_rows.jsonl").read_text(encoding="utf-8").splitlines()]

TASKS = {task["key"]: task for task in PLAN["tasks"]}
UNITS = {unit["id"]: unit for unit in DIRECTORY["units"]}
PEOPLE = {person["id"]: person for person in DIRECTORY["people"]}
GROUPS = DIRECTORY["groups"]
OFF = {day for year in CALENDAR.values() for day in year["off"]}
WORKED = {day for year in CALENDAR.values() for day in year["worked"]}
YEAR_2021 = (dt.date(2021, 1, 1), dt.date(2021, 12, 31))
UNASSIGNED = {"II.9", "IV.20"}
BESIDE_THE_READING = {"slug", "text", "short", "set_by"}


def deadline_ids() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    plan_id = PLAN["plan"]["id"]
    return {
        f"{plan_id}/{task['key']}/{spec.get('slug', 'han')}": (task, spec)
        for task in PLAN["tasks"]
        for spec in task["deadlines"]
    }


def expand(members: Iterable[str]) -> list[str]:
    """Unit ids behind unit and group ids, in order, each once."""
    found: dict[str, None] = {}
    for member in members:
        found.update(dict.fromkeys([member] if member in UNITS else expand(GROUPS[member]["members"])))
    return list(found)


def named(text: str) -> str:
    """The unit or group id behind the words of the plan."""
    entries = [*UNITS.items(), *GROUPS.items()]
    found = [key for key, entry in entries if text in [entry["name"], *entry.get("aliases", [])]]
    return str(found[0])


def is_working(day: dt.date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def after_working_days(day: dt.date, count: int) -> dt.date:
    while count:
        day += dt.timedelta(days=1)
        count -= is_working(day)
    return day


def plain(text: str) -> str:
    return text.rstrip(" .;,")


def reading(spec: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in spec.items() if key not in BESIDE_THE_READING}
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in kept.items()}


# --- the plan


def test_the_plan_holds_46_tasks_and_53_deadlines_in_the_order_of_the_document() -> None:
    assert [task["key"] for task in PLAN["tasks"]] == [row["uid"] for row in SEED]
    assert len(TASKS) == 46
    assert len(deadline_ids()) == sum(len(task["deadlines"]) for task in PLAN["tasks"]) == 53


@pytest.mark.parametrize("row", SEED, ids=lambda row: row["uid"])
def test_a_task_keeps_the_words_of_its_row(row: dict[str, Any]) -> None:
    task = TASKS[row["uid"]]
    assert task["title"] == row["title"]
    assert task["lead_text"] == row["lead_raw"]
    assert task["support_text"] == row["support_raw"]
    assert task["time"] == row["time"]
    assert [plain(product) for product in task["products"]] == [plain(product) for product in row["products"]]
    assert all(product in row["products_raw"] for product in task["products"])


@pytest.mark.parametrize("row", SEED, ids=lambda row: row["uid"])
def test_the_deadlines_of_a_task_are_those_a_careful_reader_read(row: dict[str, Any]) -> None:
    assert [reading(spec) for spec in TASKS[row["uid"]]["deadlines"]] == row["expect"]


def test_every_verbatim_cell_stands_in_the_document() -> None:
    document = (CORPUS / "plan-2021.txt").read_text(encoding="utf-8")
    cells = [task[key] for task in TASKS.values() for key in ("title", "lead_text", "support_text", "time")]
    products = [product for task in TASKS.values() for product in task["products"]]
    assert [text for text in [*cells, *products] if text not in document] == []


def test_the_groups_are_the_seven_of_the_document() -> None:
    assert PLAN["groups"] == {row["group"]: row["group_title"] for row in SEED}


@pytest.mark.parametrize("row", SEED, ids=lambda row: row["uid"])
def test_leads_and_supports_are_the_units_that_the_words_name(row: dict[str, Any]) -> None:
    task = TASKS[row["uid"]]
    leads = [] if row["uid"] in UNASSIGNED else expand(named(text) for text in row["lead"])
    assert expand(task["lead"]) == leads
    assert expand(task["support"]) == expand(named(text) for text in row["support"])


def test_eighteen_deadlines_fall_on_the_30th_of_november() -> None:
    dates = [spec.get("date") for _, spec in deadline_ids().values()]
    assert dates.count(dt.date(2021, 11, 30)) == 18


def test_each_deadline_of_a_cell_that_states_several_quotes_its_own_part() -> None:
    several = [task for task in TASKS.values() if len(task["deadlines"]) > 1]
    parts = [(spec["text"], task["time"]) for task in several for spec in task["deadlines"]]
    assert len(parts) == 12
    assert all(part in cell for part, cell in parts)
    assert all(spec["short"] for task in several for spec in task["deadlines"])


def test_the_tags_follow_from_the_kind_of_deadline() -> None:
    for task, spec in deadline_ids().values():
        whole_year = (spec.get("start"), spec.get("end")) == YEAR_2021
        assert ("ca-nam" in task["tags"]) == whole_year, task["key"]
        assert ("su-kien" in task["tags"]) == (spec["kind"] == "after_event"), task["key"]
        assert ("cho-chi-dao" in task["tags"]) == (spec["kind"] == "external"), task["key"]
        assert spec["kind"] != "period" or whole_year or "quy" in task["tags"], task["key"]


def test_the_tag_of_collective_tasks_marks_those_led_by_every_unit() -> None:
    tagged = {key for key, task in TASKS.items() if "tap-the" in task["tags"]}
    assert tagged == {key for key, task in TASKS.items() if task["lead"] == ["cac-phong-don-vi"]}
    assert {key for key, task in TASKS.items() if "cho-phan-cong" in task["tags"]} == UNASSIGNED


def test_rows_copied_from_the_scoring_table_are_tagged() -> None:
    assert {key for key, task in TASKS.items() if "tieu-chi" in task["tags"]} == {"IV.18", "VI.35", "VII.40"}


def test_what_mails_show_is_short_and_free_of_the_errors_of_the_document() -> None:
    shown = [task["short"] for task in TASKS.values()]
    shown += [product for task in TASKS.values() for product in task.get("shown_products", [])]
    wrong = re.compile(r"nhiệm vụ nhiệm vụ|Nếu tỷ lệ|Báo cáo CCHC năm 2022|<|[.:;,]$")
    assert [text for text in shown if wrong.search(text)] == []
    assert max(len(task["short"]) for task in TASKS.values()) <= 70


@pytest.mark.parametrize(("key", "year"), [("I.1", "2022"), ("I.2", "2021")])
def test_paired_leads_each_have_their_own_corrected_product(key: str, year: str) -> None:
    products = TASKS[key]["unit_products"]
    assert list(products) == TASKS[key]["lead"]
    assert all(f"năm {year} của " in product for product in products.values())


def test_the_annual_evaluation_shows_both_years_it_may_mean() -> None:
    (spec,) = TASKS["V.26"]["deadlines"]
    assert spec["ambiguous"] is True
    assert (spec["date"], spec["alternative"]) == (dt.date(2021, 1, 15), dt.date(2022, 1, 15))


def test_one_warning_lists_the_tasks_whose_dates_have_no_year() -> None:
    no_year = re.compile(r"Trước \d+/\d+\b(?!/)|trước ngày 10/3")
    silent = [key for key, task in TASKS.items() if no_year.search(task["time"])]
    (said,) = [warning for warning in PLAN["plan"]["warnings"] if "không ghi năm" in warning]
    assert len(silent) == 25
    assert re.findall(r"[IV]+\.\d+", said) == silent


def test_what_the_calendar_says_of_a_date_is_not_said_again_by_the_plan() -> None:
    warnings = [warning for task in TASKS.values() for warning in task.get("warnings", [])]
    assert [warning for warning in warnings if "Chủ nhật" in warning] == []


def test_warnings_are_sentences_and_the_document_wide_ones_stand_with_the_plan() -> None:
    warnings = [warning for task in TASKS.values() for warning in task.get("warnings", [])]
    assert all(re.search(r"[.]$", warning) for warning in [*warnings, *PLAN["plan"]["warnings"]])
    assert len(PLAN["plan"]["warnings"]) == 5


def test_the_iso_report_of_two_rows_is_one_product() -> None:
    assert {key: task["same_product_as"] for key, task in TASKS.items() if "same_product_as" in task} == {
        "VII.41": "VII.40"
    }
    assert TASKS["VII.41"]["products"] == TASKS["VII.40"]["products"]


# --- the directory


def test_every_id_of_the_directory_is_used_once() -> None:
    ids = [entry["id"] for entry in [*DIRECTORY["units"], *DIRECTORY["people"]]] + list(GROUPS)
    assert len(set(ids)) == len(ids)


def test_every_name_and_alias_means_one_unit_or_group() -> None:
    entries = [*UNITS.values(), *GROUPS.values()]
    names = [name.casefold() for entry in entries for name in [entry["name"], *entry.get("aliases", [])]]
    assert len(set(names)) == len(names)


def test_every_person_that_is_named_exists() -> None:
    people = {DIRECTORY["organization"]["reply_to"], *PLAN["plan"]["assignees"].values()}
    people.update(*DIRECTORY["roles"].values())
    people.update(*([unit["head"], unit["in_charge"], *unit["officers"]] for unit in UNITS.values()))
    people.update(leave["delegate"] for person in PEOPLE.values() for leave in person.get("leave", []))
    assert people - PEOPLE.keys() == set()


def test_every_unit_has_one_officer_for_the_plan_among_its_own() -> None:
    assignees = PLAN["plan"]["assignees"]
    assert list(assignees) == list(UNITS)
    assert all(person in UNITS[unit]["officers"] for unit, person in assignees.items())


def test_the_groups_hold_the_units_that_the_plan_means() -> None:
    centres = ["tt-xttm", "tt-kctvptcn"]
    assert expand(["hai-trung-tam"]) == centres
    assert expand(["cac-phong"]) == [unit for unit in UNITS if unit not in centres]
    assert expand(["cac-phong-don-vi"]) == list(UNITS)


def test_only_the_divisions_that_the_plan_does_not_name_are_assumed() -> None:
    assumed = [unit for unit, entry in UNITS.items() if entry.get("assumed")]
    assert assumed == ["phong-qlcn", "phong-qltm", "phong-qlnl", "phong-ktat-mt"]


def test_every_address_is_distinct_and_under_the_example_domain() -> None:
    addresses = [entry["address"] for entry in [*UNITS.values(), *PEOPLE.values()]]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z0-9.]+@example\.gov\.vn", address) for address in addresses)


def test_the_person_whom_readers_may_ask_has_a_telephone() -> None:
    assert PEOPLE[DIRECTORY["organization"]["reply_to"]]["phone"]


# --- the calendar


def test_the_calendar_equals_the_official_notices() -> None:
    official = json.loads((CORPUS / "holidays_vn.json").read_text(encoding="utf-8"))
    shipped = {
        str(year): {
            "weekdays_off": [day.isoformat() for day in entry["off"]],
            "worked_weekend_days": [day.isoformat() for day in entry["worked"]],
        }
        for year, entry in CALENDAR.items()
    }
    assert shipped == official


def test_every_year_of_the_calendar_names_its_notice_and_is_confirmed() -> None:
    assert list(CALENDAR) == list(range(2019, 2028))
    assert all(entry["notice"] and entry["confirmed"] is True for entry in CALENDAR.values())


# --- the story


def moment(action: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(action["at"])


def effective(action: dict[str, Any]) -> dt.date:
    on: dt.date = action.get("on") or moment(action).date()
    return on


def base(action: dict[str, Any]) -> str:
    """The plan's line: the nth event of an unlabelled one is named by its task."""
    return re.sub(r"/\d+$", "/han", action["deadline"])


def told(do: str) -> list[dict[str, Any]]:
    return [action for action in STORY if action["do"] == do]


def leads_of(deadline: str) -> list[str]:
    task, _ = deadline_ids()[deadline]
    assigned = [action["unit"] for action in told("assign") if action["deadline"] == deadline]
    leads = expand(task["lead"]) or assigned
    return leads if len(leads) < 2 else [unit for unit in leads if unit not in task["support"]]


def stated(deadline: str) -> dt.date | None:
    """The date that holds at the end of the year: granted, set from above, counted or printed."""
    moves = [a["to"] for a in told("extend-grant") + told("event") if a["deadline"] == deadline and "to" in a]
    if moves:
        moved: dt.date = moves[-1]
        return moved
    if nth := re.fullmatch(r"(.+)/(\d+)", deadline):
        events = [action for action in told("event") if action["deadline"] == f"{nth[1]}/han"]
        return after_working_days(effective(events[int(nth[2]) - 1]), deadline_ids()[f"{nth[1]}/han"][1]["n"])
    spec = deadline_ids()[deadline][1]
    printed: dt.date | None = spec.get("date") or spec.get("end")
    return printed


def late() -> set[str]:
    done = [(action["deadline"], effective(action), stated(action["deadline"])) for action in told("done")]
    return {deadline for deadline, day, limit in done if limit and day > limit}


def test_the_story_is_told_in_order_on_working_hours_of_working_days() -> None:
    moments = [moment(action) for action in STORY]
    morning, afternoon = (dt.time(7, 30), dt.time(11, 30)), (dt.time(13, 30), dt.time(17, 0))
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments)
    assert [when for when in moments if not is_working(when.date())] == []
    assert [w for w in moments if not any(a <= w.time() <= b for a, b in (morning, afternoon))] == []


def test_the_story_is_of_a_length_a_person_can_read() -> None:
    assert 90 <= len(STORY) <= 130


def test_every_action_of_the_story_is_about_a_deadline_of_the_plan() -> None:
    assert [action["deadline"] for action in STORY if base(action) not in deadline_ids()] == []
    kinds = {deadline_ids()[action["deadline"]][1]["kind"] for action in told("event")}
    assert kinds == {"after_event", "external"}


def test_every_action_has_only_known_keys_and_people_of_the_directory() -> None:
    keys = {"at", "do", "deadline", "unit", "by", "document", "to", "on", "person", "note", "no_output"}
    assert [action for action in STORY if not action.keys() <= keys] == []
    assert [a["by"] for a in STORY if a["by"] not in PEOPLE] == []
    assert [a["person"] for a in told("assign") if a["person"] not in UNITS[a["unit"]]["officers"]] == []
    assert {action["to"] for action in told("submit")} <= set(DIRECTORY["roles"]["leadership"])


def test_a_unit_answers_only_for_deadlines_that_it_leads() -> None:
    assert [a for a in STORY if "unit" in a and a["unit"] not in leads_of(base(a))] == []


def test_an_event_is_recorded_before_its_own_deadline_is_done() -> None:
    for action in told("done"):
        if nth := re.fullmatch(r"(.+)/(\d+)", action["deadline"]):
            events = [event for event in told("event") if event["deadline"] == f"{nth[1]}/han"]
            assert moment(events[int(nth[2]) - 1]) < moment(action), action["deadline"]


def test_nothing_is_reported_before_it_happened() -> None:
    assert [action for action in STORY if effective(action) > moment(action).date()] == []


def test_every_deadline_of_the_plan_is_closed_by_the_end_of_the_story() -> None:
    closed = {a["deadline"]: a for a in STORY if a["do"] in ("done", "cancel")}
    events = Counter(action["deadline"] for action in told("event"))
    expected = {deadline for deadline, (_, spec) in deadline_ids().items() if spec["kind"] != "after_event"}
    recurring = deadline_ids().keys() - expected
    for line in recurring:
        expected |= {f"{line.removesuffix('/han')}/{n + 1}" for n in range(events[line])}
    assert expected - closed.keys() == {"cchc-2021/VII.41/han"}  # closed together with VII.40
    assert closed.keys() <= expected


def test_a_deadline_done_unit_by_unit_is_done_by_every_lead() -> None:
    lines = Counter((a["deadline"], a["unit"]) for a in told("done") if "unit" in a)
    assert set(lines.values()) == {1}
    for deadline in {deadline for deadline, _ in lines}:
        assert {unit for done, unit in lines if done == deadline} == set(leads_of(deadline)), deadline


def test_four_deadlines_of_the_plan_and_one_event_are_done_late() -> None:
    assert late() == {
        "cchc-2021/V.22/ke-hoach",
        "cchc-2021/V.30/han",
        "cchc-2021/V.31/han",
        "cchc-2021/VII.38/han",
        "cchc-2021/III.13/2",
    }
    assert {a["deadline"] for a in told("ack")} & late() == {"cchc-2021/V.30/han", "cchc-2021/VII.38/han"}


def test_one_report_is_done_on_the_stated_date_itself() -> None:
    (done,) = [a for a in told("done") if a["deadline"] == "cchc-2021/I.5/bao-cao-quy-iii"]
    assert effective(done) == stated("cchc-2021/I.5/bao-cao-quy-iii")


def test_extensions_are_answered_in_writing_and_dates_of_the_province_only_recorded() -> None:
    answers = told("extend-grant") + told("extend-refuse")
    assert all("document" in answer for answer in answers)
    asked = {ask["deadline"] for ask in told("extend-ask")}
    unasked = [deadline_ids()[a["deadline"]][1] for a in answers if a["deadline"] not in asked]
    assert [spec["set_by"] for spec in unasked] == ["tinh"]
    assert len(told("extend-ask")) == 2


def test_the_story_shows_every_kind_of_answer() -> None:
    shown = Counter(action["do"] for action in STORY)
    assert shown.keys() == {
        "ack", "submit", "block", "done", "cancel", "reopen",
        "extend-ask", "extend-grant", "extend-refuse", "event", "assign",
    }  # fmt: skip
    assert sum(1 for action in STORY if action.get("no_output") is True) == 1


# --- all files


@pytest.mark.parametrize("name", ["plans/cchc-2021.yaml", "units.yaml", "calendar.yaml", "stories/2021.yaml"])
def test_a_shipped_file_is_composed_unicode_without_tabs(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\t" not in text
