"""`dondoc plan close`: a last list of what stays open, and where it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import BY, STEPS, Terminal
from tests.dondoc.terminal import terminal as opened
from tests.small import files_of, rule, task

HEAD = """
plan: {id: p-2021, title: Kế hoạch thử năm 2021, year: 2021}
groups: {I: NHÓM MỘT}
"""
NEXT = """plan: {id: p-2022, title: Kế hoạch thử năm 2022, year: 2022}
groups: {I: NHÓM MỘT}
tasks:
""" + task("{kind: by, date: 2022-03-10}")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    files = files_of(rule(STEPS), task(BY), task(BY, key="I.2"), task(BY, key="I.3"), head=HEAD)
    return opened(tmp_path, capsys, {**files, "data/plans/next.yaml": NEXT})


def test_what_stays_open_is_listed_with_where_it_goes_on(office: Terminal) -> None:
    office("done p-2021/I.3 --by an --on 2021-03-05")
    said = office("plan close p-2021 --by gd").out
    assert "p-2021/I.1/han; Phòng Kinh tế; quá hạn, hạn 10/3/2021): chuyển sang p-2022/I.1" in said
    assert "p-2021/I.2/han; Phòng Kinh tế; quá hạn, hạn 10/3/2021): chưa chuyển sang kế hoạch nào" in said
    assert "I.3" not in said
    assert "Còn 2 mốc" in said


def test_the_office_gets_the_list_once(office: Terminal) -> None:
    office("plan close p-2021 --by gd")
    (mail,) = office("outbox list --json").objects
    assert (mail["address"], mail["kind"]) == ("theodoi@so.example", "plan")
    plan = office.workspace / "data/plans/p.yaml"
    plan.write_text(plan.read_text("utf-8").replace("closed: true, ", ""), "utf-8")
    assert office("plan close p-2021 --by gd").code == 0
    assert len(office("outbox list --json").objects) == 1


def test_a_dry_run_closes_nothing(office: Terminal) -> None:
    assert "Còn 3 mốc" in office("plan close p-2021 --dry-run").out
    assert office("outbox list --json").out == ""
    assert [row["closed"] for row in office("plan list --json").objects] == [False, False]


def test_somebody_must_have_decided_it(office: Terminal) -> None:
    assert office("plan close p-2021").code == 2
