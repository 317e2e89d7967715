"""`dondoc deadlines` as a person reads it."""

from __future__ import annotations

import pytest

from tests.dondoc.terminal import Terminal

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
