"""`dondoc init`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from data.workspace import build
from dondoc.settings import NAMES, PREFIX
from rules.yaml.text import parse
from tests.data.options import FILES, HIDDEN, TEXTS, in_force, whole
from tests.data.shapes import MODELS, all_keys, keys_in
from tests.dondoc.terminal import Terminal


@pytest.fixture
def made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A new workspace."""
    answer = Terminal(tmp_path, capsys)("init", str(tmp_path / "so"))
    assert answer.code == 0, answer.err
    return Terminal(tmp_path / "so", capsys)


def test_a_new_workspace_passes_its_own_check(made: Terminal) -> None:
    answer = made("check --json")
    assert answer.code == 0
    assert {one["file"] for one in answer.objects} <= {"data/plans"}


def test_its_example_plan_is_not_loaded_but_is_good(made: Terminal) -> None:
    assert made("plan list --json").objects == []
    plans = made.workspace / "data" / "plans"
    (plans / "mau.yaml").write_text((plans / "mau.yaml.txt").read_text(encoding="utf-8"), encoding="utf-8")
    assert made("check").code == 0
    assert made("plan list --json").object["tasks"] == 2


def test_every_setting_is_explained_and_none_is_set(made: Terminal) -> None:
    lines = (made.workspace / ".env").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    assert {name for name in NAMES if any(line.startswith(f"# {PREFIX}{name}=") for line in lines)} == set(
        NAMES
    )


def test_the_calendar_is_the_shipped_one(made: Terminal, root: Path) -> None:
    shipped = (root / "data" / "calendar.yaml").read_bytes()
    assert (made.workspace / "data" / "calendar.yaml").read_bytes() == shipped


def test_the_rules_name_no_day_of_a_past_year(made: Terminal, root: Path) -> None:
    names = {path.name for path in (root / "rules").glob("*.yaml")}
    assert {path.name for path in (made.workspace / "rules").iterdir()} == names
    yearly = yaml.safe_load((made.workspace / "rules" / "20-ca-nam.yaml").read_text(encoding="utf-8"))
    assert all(not isinstance(step.get("on"), list) for rule in yearly["rules"] for step in rule["steps"])


def test_the_units_are_those_of_today(made: Terminal) -> None:
    units = yaml.safe_load((made.workspace / "data" / "units.yaml").read_text(encoding="utf-8"))
    assert "Thanh tra Sở" not in [unit["name"] for unit in units["units"]]


def test_a_folder_with_files_is_refused(made: Terminal) -> None:
    answer = made("init", str(made.workspace))
    assert answer.code == 1
    assert "đã có tệp" in answer.err


def test_an_empty_folder_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "trong").mkdir()
    assert Terminal(tmp_path, capsys)("init", str(tmp_path / "trong")).code == 0


@pytest.mark.parametrize("name", MODELS)
def test_every_key_of_a_file_is_written_or_shown_as_an_option(name: str) -> None:
    model = MODELS[name]
    assert all_keys(model) - keys_in(model, parse(name, whole(name)).value) == set()


@pytest.mark.parametrize("name", MODELS)
def test_every_key_below_the_headings_is_explained_in_a_comment(name: str) -> None:
    lines = [line for path in FILES[name] for line in TEXTS[path].split("\n") if "# " in line]
    keys = {key.partition(".")[2] for key in all_keys(MODELS[name])} - MODELS[name].model_fields.keys()
    assert {key for key in keys if not any(re.search(rf"\b{key}\b", line) for line in lines)} == set()


def hidden_lines() -> list[tuple[str, int]]:
    return [
        (path, number)
        for path, text in TEXTS.items()
        if ".yaml" in path
        for number, line in enumerate(text.split("\n"))
        if HIDDEN.match(line)
    ]


def used(path: str, text: str) -> dict[str, str]:
    """The new workspace with this text for a file; the sample plan is put to use."""
    files = {**TEXTS, path: text}
    return {**files, "data/plans/mau.yaml": files["data/plans/mau.yaml.txt"]}


@pytest.mark.parametrize("path", sorted({path for path, _ in hidden_lines()}))
def test_all_options_of_a_file_may_be_put_in_force_together(path: str) -> None:
    workspace, problems = build(used(path, in_force(TEXTS[path])))
    assert workspace is not None, problems


@pytest.mark.parametrize("path, number", hidden_lines())
def test_an_option_may_be_put_in_force_alone(path: str, number: int) -> None:
    lines = TEXTS[path].split("\n")
    indent = len(lines[number]) - len(lines[number].lstrip())
    block = [number]
    # What an option holds stands right below it, further in.
    for below in range(number + 1, len(lines)):
        if not HIDDEN.match(lines[below]) or len(lines[below]) - len(lines[below].lstrip()) <= indent:
            break
        block.append(below)
    above = [line for line in lines[:number] if HIDDEN.match(line) and line.index("#") < indent][-1:]
    chosen = [in_force(line) if index in block or line in above else line for index, line in enumerate(lines)]
    workspace, problems = build(used(path, "\n".join(chosen)))
    assert workspace is not None, problems


def test_every_setting_may_be_put_in_force(made: Terminal) -> None:
    env = made.workspace / ".env"
    text = env.read_text(encoding="utf-8")
    for name in ("chung-thu-goc.pem", "smtp-password"):
        (made.workspace / name).write_text("x", encoding="utf-8")
    env.write_text(re.sub(rf"^# (?={PREFIX})", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert made("check").code == 0


def test_every_setting_has_an_example_value(made: Terminal) -> None:
    text = (made.workspace / ".env").read_text(encoding="utf-8")
    assert re.findall(rf"^# {PREFIX}\w+=$", text, flags=re.MULTILINE) == []
