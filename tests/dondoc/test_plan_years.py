"""`dondoc plan rollover` and `dondoc plan archive`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal

PLANS = Path("data/plans")


def test_the_draft_is_printed_and_what_needs_a_person_is_told_beside_it(terminal: Terminal) -> None:
    answer = terminal("plan rollover p --year 2022")
    assert answer.code == 0
    assert "# Dự thảo kế hoạch năm 2022, lập từ kế hoạch p " in answer.out
    assert "  id: p-2022\n" in answer.out
    assert "việc cần xem, theo mức độ hệ trọng" in answer.err


def test_a_draft_in_the_plans_folder_passes_the_checks(terminal: Terminal) -> None:
    path = terminal.workspace / PLANS / "p-2022.yaml"
    answer = terminal("plan rollover p --year 2022 -o", str(path))
    assert answer.code == 0
    assert str(path) in answer.out
    assert terminal("check").code == 0
    assert {row["id"] for row in terminal("plan list --json").objects} == {"p", "p-2022"}


def test_a_draft_never_overwrites_a_file(terminal: Terminal) -> None:
    path = terminal.workspace / PLANS / "p.yaml"
    before = path.read_bytes()
    answer = terminal("plan rollover p --year 2022 -o", str(path))
    assert answer.code == 1
    assert "đã có" in answer.err
    assert path.read_bytes() == before


def test_a_draft_that_cannot_be_written_is_told(terminal: Terminal) -> None:
    answer = terminal("plan rollover p --year 2022 -o", str(terminal.workspace / "không-có" / "a.yaml"))
    assert answer.code == 3
    assert "Không ghi được" in answer.err


@pytest.mark.parametrize(
    "words, said", [("q --year 2022", "hiện có: p"), ("p --year 2021", "đã là của năm 2021")]
)
def test_a_wrong_id_or_year_is_told(terminal: Terminal, words: str, said: str) -> None:
    answer = terminal(f"plan rollover {words}")
    assert answer.code == 1
    assert said in answer.err


def test_the_questions_are_objects_of_one_line(terminal: Terminal) -> None:
    rows = terminal("plan rollover p --year 2022 --json").objects
    assert {row["about"] for row in rows} >= {"event", "heading"}
    assert all(set(row) == {"about", "task", "deadline", "field", "message"} for row in rows)


def test_a_plan_whose_lead_is_gone_from_the_directory_still_rolls_over(terminal: Terminal) -> None:
    path = terminal.workspace / "data/units.yaml"
    kept = [line for line in path.read_text("utf-8").splitlines() if "id: xd," not in line]
    path.write_text("\n".join(kept).replace(", xd]", "]") + "\n", "utf-8")
    assert terminal("check").code == 1
    rows = terminal("plan rollover p --year 2022 --json").objects
    assert any("“xd” không còn trong data/units.yaml" in row["message"] for row in rows)


def test_broken_units_are_told_and_no_draft_is_made(terminal: Terminal) -> None:
    (terminal.workspace / "data/units.yaml").write_text("units: [", "utf-8")
    answer = terminal("plan rollover p --year 2022")
    assert (answer.code, answer.out) == (1, "")
    assert "data/units.yaml:" in answer.err


def test_a_plan_with_open_deadlines_stays_out_of_the_archive(terminal: Terminal) -> None:
    answer = terminal("plan archive p")
    assert answer.code == 1
    assert "mốc chưa kết thúc: p/I.1/han" in answer.err
    assert (terminal.workspace / PLANS / "p.yaml").exists()


def test_a_closed_plan_is_put_away_and_kept(terminal: Terminal) -> None:
    terminal("plan close p --by gd")
    text = (terminal.workspace / PLANS / "p.yaml").read_bytes()
    answer = terminal("plan archive p")
    assert answer.code == 0
    assert (terminal.workspace / PLANS / "archive" / "p.yaml").read_bytes() == text
    listed = terminal("plan list")
    assert listed.out == ""
    assert "data/plans/archive/p.yaml" in listed.err
    assert terminal("plan rollover p --year 2022").code == 0


def test_force_puts_an_open_plan_away_but_overwrites_nothing(terminal: Terminal) -> None:
    path = terminal.workspace / PLANS / "p.yaml"
    text = path.read_text("utf-8")
    assert terminal("plan archive p --force").code == 0
    path.write_text(text, "utf-8")
    answer = terminal("plan archive p --force")
    assert answer.code == 3
    assert "cùng tên" in answer.err
    assert path.exists()


def test_what_was_reported_is_still_on_record_after_the_plan_was_put_away(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-08 --document 1/BC")
    path = terminal.workspace / PLANS / "p.yaml"
    assert terminal("plan archive p --force").code == 0
    (terminal.workspace / PLANS / "archive" / "p.yaml").rename(path)
    states = {row["id"]: row["state"] for row in terminal("deadlines --json --at 2021-03-20").objects}
    assert states["p/I.1/han"] == "done"
