"""`dondoc init`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dondoc.settings import NAMES, PREFIX
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
