"""What `status` tells of deadlines that nobody would hear of."""

from __future__ import annotations

import datetime as dt

from dondoc.unattended import unattended_now, unattended_sentences, vacant_now, vacant_sentences
from tests.small import UNITS, action, files_of, in_force_from, rule, task

LATER = "{kind: by, date: 2021-08-19}"
SILENT = UNITS.replace(
    "head: tp-kt, officers: [an], in_charge: pgd}",
    "head: tp-kt, officers: [an], in_charge: pgd, valid: {to: 2021-06-30}}",
)
FILES = in_force_from(
    files_of(
        rule("{id: s, on: last-day, to: lead}"), task(LATER), task(LATER, key="I.2", lead="[]"),
        task(LATER, key="I.3", lead="[xd]"), units=SILENT,
    )
)  # fmt: skip


def test_a_line_whose_unit_is_gone_and_one_without_a_unit_are_listed() -> None:
    before = unattended_now((), FILES, dt.date(2021, 6, 30))
    after = unattended_now((), FILES, dt.date(2021, 7, 1))
    assert [(one["deadline"], one["unit"]) for one in before] == [("p/I.2/han", None)]
    assert [(one["deadline"], one["unit"]) for one in after] == [("p/I.1/han", "kt"), ("p/I.2/han", None)]


def test_what_is_finished_or_assigned_anew_is_not_listed() -> None:
    reports = [
        action("assign", "2021-07-02", "p/I.1", unit="xd"),
        action("done", "2021-07-02", "p/I.2/han"),
    ]
    assert unattended_now(reports, FILES, dt.date(2021, 7, 5)) == []


def test_a_plan_that_is_no_longer_urged_has_nothing_to_list() -> None:
    assert unattended_now((), FILES, dt.date(2022, 6, 1)) == []


def test_the_sentences_give_each_reason_with_its_deadlines() -> None:
    lines = list(unattended_sentences(unattended_now((), FILES, dt.date(2021, 7, 1))))
    assert lines == [
        "Chưa có người nhận: 2 việc, thư về người theo dõi:",
        "  Phòng Kinh tế không còn từ ngày 01/7/2021, chưa có đơn vị kế thừa, cần phân công: p/I.1/han.",
        "  chưa phân công đơn vị chủ trì: p/I.2/han.",
    ]
    assert list(unattended_sentences([])) == []


def test_posts_that_nobody_holds_are_listed_while_there_is_work() -> None:
    left = UNITS.replace("address: tpkt@so.example}", "address: tpkt@so.example, valid: {to: 2021-06-30}}")
    left = left.replace(
        "address: theodoi@so.example}", "address: theodoi@so.example, valid: {to: 2021-06-30}}"
    )
    files = in_force_from(
        files_of(rule("{id: s, on: last-day, to: lead}"), task(LATER, assignees="{}"), units=left)
    )
    assert vacant_now((), files, dt.date(2021, 6, 30)) == []
    found = vacant_now((), files, dt.date(2021, 7, 1))
    assert list(vacant_sentences(found)) == [
        "Đang khuyết: người đứng đầu Phòng Kinh tế; vai trò office; vai trò admin (xem: dondoc check)."
    ]
    done = [action("done", "2021-07-01", "p/I.1/han")]
    assert vacant_now(done, files, dt.date(2021, 7, 1)) == ["vai trò office", "vai trò admin"]
