"""`dondoc preview` as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal
from tests.dondoc.terminal import terminal as opened
from tests.severalplans import three_plans


def test_moments_are_headed_as_people_write_them(terminal: Terminal) -> None:
    said = terminal("preview --from 2021-03-01 --to 2021-03-05").out.splitlines()
    assert "08:00 ngày 04/3/2021" in said


def test_the_mails_of_one_plan_alone_with_the_digests_that_tell_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = opened(tmp_path, capsys, three_plans())
    lines = typed("preview --from 2021-03-08 --to 2021-03-09 --json --plan cds-2021").objects
    assert {line["deadline"] and line["deadline"].split("/")[0] for line in lines} == {None, "cds-2021"}
