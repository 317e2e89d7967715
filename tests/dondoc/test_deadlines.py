"""`dondoc deadlines` as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal
from tests.dondoc.terminal import terminal as opened
from tests.severalplans import three_plans

IDS = ("p/I.1/han", "p/I.2/han", "p/I.3/han", "p/I.4/han", "p/I.8/a", "p/I.8/b")


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_ids_are_whole_however_narrow_the_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    said = terminal("deadlines --at 2021-03-04").out
    assert [id_ for id_ in IDS if id_ not in said] == []
    assert "quá hạn" not in said
    assert ["sắp đến" in said, "Việc I.1" in said] == [True, True]


def test_in_a_pipe_each_deadline_is_one_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = terminal("deadlines --at 2021-03-01").out.splitlines()
    (line,) = [line for line in lines if "p/I.8/a" in line]
    assert ["Quý I" in line, "10/3/2021" in line, "Phòng Kinh tế" in line] == [True] * 3


def test_the_deadlines_of_one_plan_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = opened(tmp_path, capsys, three_plans())
    ids = [row["id"] for row in typed("deadlines --at 2021-03-01 --json --plan cds-2021").objects]
    assert ids == ["cds-2021/I.1/han", "cds-2021/II.1/han"]
    both = typed("deadlines --at 2021-03-01 --json --plan cds-2021 --plan pctn-2021").objects
    assert len(both) == 4


def test_an_unknown_plan_is_told_with_the_known_ones(terminal: Terminal) -> None:
    for line in ("deadlines --plan q", "preview --plan q"):
        answer = terminal(line)
        assert (answer.code, answer.out, answer.err.strip()) == (1, "", "Không có kế hoạch “q”; hiện có: p")
