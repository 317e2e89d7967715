"""`dondoc preview` as a person reads it."""

from __future__ import annotations

from tests.dondoc.terminal import Terminal


def test_moments_are_headed_as_people_write_them(terminal: Terminal) -> None:
    said = terminal("preview --from 2021-03-01 --to 2021-03-05").out.splitlines()
    assert "08:00 ngày 04/3/2021" in said
