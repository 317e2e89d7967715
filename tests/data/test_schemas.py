"""What editors are told (JSON Schema) is what the loader takes: same keys, same values, same refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from data.files.calendarfile import read_calendar
from data.files.planfile import read_plan
from data.files.unitfile import read_units
from data.schemas import BEYOND, NAMES, written
from data.workspace import read_folder
from dondoc.commands.init import workspace_texts
from rules.problem import Problem
from rules.syntax.names import Names
from rules.syntax.rulefile import read_rules
from rules.yaml.text import parse
from tests.data.mutations import mutated
from tests.data.options import whole

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMAS: dict[str, Any] = {name: json.loads(written(name)) for name in NAMES}
VALIDATORS = {name: Draft7Validator(schema) for name, schema in SCHEMAS.items()}
SHIPPED, _ = read_folder(ROOT)
NEW = workspace_texts()
YAMLS = [(path, text) for files in (SHIPPED, NEW) for path, text in files.items() if ".yaml" in path]
DIRECTORY, _ = read_units("u", NEW["data/units.yaml"])
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
WHOLE = {name: parse(name, whole(name)).value for name in NAMES}


def kind_of(path: str) -> str:
    if path.startswith("rules/"):
        return "rules"
    return {"data/units.yaml": "units", "data/calendar.yaml": "calendar"}.get(path, "plan")


def refusals(name: str, text: str) -> list[Problem]:
    """The errors of the loader for one file alone; people and units are those of a new workspace."""
    if name == "rules":
        problems = read_rules([("f", text)], Names(DIRECTORY))[1]
    elif name == "plan":
        problems = read_plan("f", text, DIRECTORY)[1]
    else:
        problems = (read_units if name == "units" else read_calendar)("f", text)[1]
    return [problem for problem in problems if problem.level == "error"]


def complaints(name: str, value: object) -> list[str]:
    return [f"{list(one.absolute_path)}: {one.message[:300]}" for one in VALIDATORS[name].iter_errors(value)]


def is_beyond(problem: Problem) -> bool:
    """Whether only the loader can know this."""
    return any(
        (problem.code.startswith(one.code) or problem.code.endswith(one.code))
        and re.search(one.words, problem.message)
        for one in BEYOND
    )


def agree(name: str, text: str) -> None:
    """The schema refuses nothing that the loader takes, and takes nothing the loader alone can refuse."""
    document, problems = parse("f", text), refusals(name, text)
    if document.problems:
        assert problems
        return
    found = complaints(name, document.value)
    assert not found or problems, (text, found)
    assert found or all(map(is_beyond, problems)), (text, problems)


@pytest.mark.parametrize("name", NAMES)
def test_the_written_copies_are_the_generated_ones(name: str) -> None:
    copy = (ROOT / "data" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert copy == written(name), "run: make schemas"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_of_the_draft_that_editors_read(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$ref" not in written(name)


def patterns(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(patterns, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    return own.union(*(patterns(one) for one in schema.values()))


@pytest.mark.parametrize("name", NAMES)
def test_patterns_mean_the_same_to_python_and_to_javascript(name: str) -> None:
    # \d and \w take more letters in Python; \A, \Z and (?P are Python's own.
    assert [one for one in patterns(SCHEMAS[name]) if re.search(r"\\[dDwWbBAZ]|\(\?P", one)] == []


def untold(schema: object) -> list[str]:
    """The keys of which an editor would show nothing."""
    if isinstance(schema, list):
        return [name for one in schema for name in untold(one)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("properties", {}) if "additionalProperties" in schema else {}
    said = {name: one.get("description", "") for name, one in own.items()}
    found = [name for name, words in said.items() if not re.search(r"[Vv]í dụ: .+\.\Z", words)]
    return found + [name for one in schema.values() for name in untold(one)]


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_told_in_vietnamese_with_an_example(name: str) -> None:
    assert untold(SCHEMAS[name]) == []
    assert len(re.findall(r'"description"', written(name))) > 5


@pytest.mark.parametrize("path, text", YAMLS)
def test_every_shipped_file_names_its_schema(path: str, text: str) -> None:
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    expected = ROOT / "data" / "schemas" / f"{kind_of(path)}.schema.json"
    assert ((ROOT / path).parent / named[1]).resolve() == expected
    assert f"data/schemas/{kind_of(path)}.schema.json" in NEW


@pytest.mark.parametrize("path, text", YAMLS)
def test_the_shipped_files_are_taken(path: str, text: str) -> None:
    assert complaints(kind_of(path), parse(path, text).value) == []


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_the_broken_files_are_refused_alike(path: Path) -> None:
    name = {"yaml": "rules"}.get(kind := path.stem.partition("-")[0], kind)
    agree(name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_every_key_is_taken_by_both(name: str) -> None:
    assert refusals(name, whole(name)) == []
    assert complaints(name, WHOLE[name]) == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=300)
@given(data=st.data())
def test_a_changed_file_is_taken_or_refused_by_both(name: str, data: st.DataObject) -> None:
    value = data.draw(mutated(WHOLE[name], SCHEMAS[name]))
    agree(name, yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


@pytest.mark.parametrize(
    "name, text",
    [
        ("rules", "rules: [{id: a, match: {}, steps: [{id: b, on: [last-day], to: lead}]}]"),
        ("rules", 'rules: [{id: a, match: {}, steps: [{id: b, on: " last-day ", to: " lead "}]}]'),
        ("rules", "rules: [{id: a, match: {}, steps: [{id: b, before: 5 wd, to: 'unit: van-phong'}]}]"),
        ("rules", "rules: [{id: a, match: {}, send: {within: 07:30–17:00, at: 9:05}, steps: []}]"),
        ("rules", "rules: [{id: a, match: {}, send: {within: 0730, at: 24:00}, steps: []}]"),
        ("rules", "rules: [{id: a, match: {}, steps: [{id: b, after: ５wd, to: lead}]}]"),
        ("rules", "rules: [{id: 2021, match: {task: 1.10}, steps: []}]"),
        ("rules", "rules: [{id: -3, match: {}, steps: []}]"),
        ("rules", ""),
        ("calendar", ""),
        ("calendar", "years: {1899: {}}"),
        ("calendar", "years: {2021: {off: 2021-01-01, worked: }}"),
        ("units", "organization: {id: Đội-1, name: 1}\nunits: []"),
        ("units", "organization: {id: 计划, name: 1}\nunits: []"),
        ("plan", "plan: {id: k, title: K, year: 2021.0}\ntasks: []"),
        ("plan", "plan: {id: k, title: K, year: 2021}\ntasks: [{key: 1.10, title: 2}, {key: 5, title: 3}]"),
    ],
)
def test_odd_spellings_are_judged_alike(name: str, text: str) -> None:
    agree(name, text)
    assert isinstance(complaints(name, parse("f", text).value), list)
