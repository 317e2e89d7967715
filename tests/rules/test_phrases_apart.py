"""Deadlines that once were lost in a bracket, after a full stop or beside a label, as a person reads them."""

from __future__ import annotations

import pytest

from rules.phrases import read

Q1, Q2 = ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")
MARCH, MAY = ("2026-03-01", "2026-03-31"), ("2026-05-01", "2026-05-31")
ENDS_OF_QUARTERS = [3, 6, 9, 12]


def said(text: str) -> list[object]:
    """The day of each deadline, of periods both ends, of others the kind; with its label where it has one."""
    found: list[object] = []
    for one in read(text, 2026).deadlines:
        when = one.get("date") or (one.get("start"), one.get("end"))
        words = when if one["kind"] in ("by", "period") else one["kind"]
        found.append((words, one["label"]) if "label" in one else words)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý I: rà soát. Quý II: ban hành", [(Q1, "rà soát"), (Q2, "ban hành")]),
        ("Quý I: rà soát, Quý II: ban hành", [(Q1, "rà soát"), (Q2, "ban hành")]),
        ("- Quý I: Văn phòng - Quý II: các phòng", [(Q1, "Văn phòng"), (Q2, "các phòng")]),
        ("Tháng 3: khảo sát. Tháng 5: báo cáo", [(MARCH, "khảo sát"), (MAY, "báo cáo")]),
        ("Tháng 3: khảo sát, 15/5: ban hành", [(MARCH, "khảo sát"), ("2026-05-15", "ban hành")]),
        (
            "Trước 30/3: dự thảo, trước 30/4: trình ký",
            [("2026-03-30", "dự thảo"), ("2026-04-30", "trình ký")],
        ),
    ],
)
def test_a_label_after_a_period_ends_where_the_next_period_begins(text: str, expected: list[object]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thường xuyên (báo cáo kết quả trước 15/12)", ["continuous", ("2026-12-15", "báo cáo kết quả")]),
        ("Quý II (báo cáo trước 15/6)", [Q2, ("2026-06-15", "báo cáo")]),
        ("Hằng quý (báo cáo năm trước 05/12)", ["recurring", ("2026-12-05", "báo cáo năm")]),
        (
            "Trước 30/6 (trình UBND tỉnh trước 15/7)",
            ["2026-06-30", ("2026-07-15", "trình UBND tỉnh")],
        ),
        ("Quý IV (tháng 11)", [(("2026-11-01", "2026-11-30"), "Quý IV")]),
        ("Tháng 11 (quý IV)", [(("2026-11-01", "2026-11-30"), "quý IV")]),
        ("Trước 15/12 (báo cáo năm 2026)", [("2026-12-15", "báo cáo năm 2026")]),
    ],
)
def test_a_bracket_may_hold_a_deadline_of_its_own(text: str, expected: list[object]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Từ khi ban hành Kế hoạch đến 30/6/2026", ["2026-06-30"]),
        (
            "Sau khi được UBND tỉnh phê duyệt, hoàn thành trước 31/12/2026",
            ["after_event", ("2026-12-31", "hoàn thành")],
        ),
        ("Theo tháng", ["recurring"]),
        ("Theo định kỳ hằng quý", ["recurring"]),
        ("Tháng, quý, 6 tháng, năm", ["recurring"] * 4),
        ("Theo quy định (ngày 20 tháng cuối quý)", ["recurring"]),
        (
            "Bắt đầu tháng 3/2026, kết thúc tháng 5/2026",
            [(MARCH, "Bắt đầu"), (MAY, "kết thúc")],
        ),
        ("Theo quý, năm", ["recurring", "recurring"]),
        ("Theo quý của ngành", ["external"]),
        ("Quý I÷II", [("2026-01-01", "2026-06-30")]),
        ("Bắt đầu từ Quý I/2026 và thực hiện thường xuyên", ["continuous"]),
    ],
)
def test_other_ways_to_say_when(text: str, expected: list[object]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Trước ngày 20 của tháng thứ ba hằng quý", ENDS_OF_QUARTERS),
        ("Ngày 20 tháng thứ 2 của quý", [2, 5, 8, 11]),
    ],
)
def test_a_month_of_the_quarter_by_its_number(text: str, months: list[int]) -> None:
    [deadline] = read(text, 2026).deadlines
    assert (deadline["every"], deadline["day"], deadline["months"]) == ("quarter", 20, months)
