"""`dondoc plan`."""

from __future__ import annotations

from pathlib import Path

import pytest

from dondoc.planfile import CannotMark, marked
from tests.dondoc.terminal import BY, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import files_of, rule, task


def test_the_plans_are_listed_with_their_size(terminal: Terminal) -> None:
    found = terminal("plan list --json").object
    assert (found["id"], found["tasks"], found["deadlines"], found["closed"]) == ("p", 8, 9, False)


def test_a_plan_is_shown_with_its_last_days(terminal: Terminal) -> None:
    said = terminal("plan show p").out
    assert "I. NHÓM MỘT" in said
    assert "ngày cuối cùng 09/3/2021" in said


def test_an_unknown_plan_names_those_there_are(terminal: Terminal) -> None:
    answer = terminal("plan show q")
    assert answer.code == 1
    assert "hiện có: p" in answer.err


def test_closing_changes_one_key_and_keeps_the_rest(terminal: Terminal) -> None:
    path = terminal.workspace / "data" / "plans" / "p.yaml"
    before = path.read_text(encoding="utf-8")
    answer = terminal("plan close p --by gd")
    after = path.read_text(encoding="utf-8")
    assert answer.code == 0
    assert terminal("plan list --json").object["closed"] is True
    kept = [line for line in after.splitlines() if not line.startswith("# Kết thúc đôn đốc")]
    assert "\n".join(kept).replace("closed: true, ", "") == before.rstrip("\n")
    assert list(path.parent.iterdir()) == [path]


def test_closing_twice_does_no_harm(terminal: Terminal) -> None:
    terminal("plan close p --by gd")
    answer = terminal("plan close p --by gd")
    assert answer.code == 0
    assert "từ trước" in answer.out


@pytest.mark.parametrize(
    "before, after",
    [
        ("plan: {id: p, year: 2021}\n", "# n\nplan: {closed: true, id: p, year: 2021}\n"),
        ("plan:\n  # mã\n  id: p\n  year: 2021 # năm\n",
         "# n\nplan:\n  # mã\n  closed: true\n  id: p\n  year: 2021 # năm\n"),
        ("plan:\n  id: p\n  closed: false  # chưa\n", "# n\nplan:\n  id: p\n  closed: true  # chưa\n"),
        ("plan: {id: p, closed: false}\n", "# n\nplan: {id: p, closed: true}\n"),
        ("a: 1\r\nplan:\r\n  id: p\r\n", "a: 1\r\n# n\r\nplan:\r\n  closed: true\r\n  id: p\r\n"),
    ],
)  # fmt: skip
def test_a_plan_file_keeps_its_comments_and_form(before: str, after: str) -> None:
    assert marked("p.yaml", before, "closed", "n") == after


@pytest.mark.parametrize("text", ["", "plan: 1\n", "tasks: []\n"])
def test_a_file_without_a_plan_is_not_edited(text: str) -> None:
    with pytest.raises(CannotMark):
        marked("p.yaml", text, "closed", "n")


def test_a_plan_is_counted_as_its_deadlines_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quarters = task("{kind: recurring, every: quarter}", key="I.2")
    files = files_of(rule("{id: a, before: 1wd, to: lead}"), task(BY), quarters)
    plans = opened(tmp_path, capsys, files)
    listed = plans("deadlines --json").objects
    assert plans("plan list --json").object["deadlines"] == len(listed) == 5
    assert "(2 nhiệm vụ, 5 mốc thời hạn;" in plans("plan list").out
