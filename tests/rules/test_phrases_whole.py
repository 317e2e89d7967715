"""Nothing that says when is lost: a cell is read whole, and what no deadline holds is warned of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.phrases import read

Q1, Q2, MARCH = ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-03-01", "2026-03-31")
JUNE, DECEMBER = ("2026-06-01", "2026-06-30"), ("2026-12-01", "2026-12-31")


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
        ("Tháng 3 khảo sát, 15/5 ban hành", [(MARCH, "khảo sát"), ("2026-05-15", "ban hành")]),
        ("Quý I: rà soát, trước 15/3 ban hành", [(Q1, "rà soát"), ("2026-03-15", "ban hành")]),
        ("Quý I rà soát, quý II ban hành", [(Q1, "rà soát"), (Q2, "ban hành")]),
        ("Báo cáo quý I, trước ngày 10/3", [("2026-03-10", "Báo cáo quý I")]),
        ("Quý I, trước ngày 10/3", [("2026-03-10", "Quý I")]),
        ("Thường xuyên (hằng tháng báo cáo)", ["continuous", ("recurring", "báo cáo")]),
        (
            "Thường xuyên (báo cáo định kỳ 6 tháng, năm)",
            ["continuous", ("recurring", "báo cáo"), ("recurring", "báo cáo")],
        ),
        ("2 lần/năm, vào tháng 6 và tháng 12", [JUNE, DECEMBER]),
        ("Mỗi năm 2 lần (trước 15/6 và trước 15/12)", ["2026-06-15", "2026-12-15"]),
        ("Lớp 1 tháng 3, lớp 2 tháng 6", [(MARCH, "Lớp 1"), (JUNE, "lớp 2")]),
        ("Theo tiến độ của Bộ, dự kiến tháng 3/2026", [MARCH]),
        ("Theo Kế hoạch của Bộ (dự kiến tháng 3)", [MARCH]),
        ("Sau khi có hướng dẫn, dự kiến quý II", ["after_event", Q2]),
        ("10 ngày sau khi kết thúc quý, 20 ngày sau khi kết thúc năm", ["after_event"] * 2),
        ("Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024, hoàn thành trong quý II", [Q2]),
        (
            "Đến hết quý I đạt 40%; đến hết năm đạt 100%",
            [("2026-03-31", "đạt 40%"), ("2026-12-31", "đạt 100%")],
        ),
        ("Cuối quý II (trước 25/6)", [("2026-06-25", "Cuối quý II")]),
        (
            "Xây dựng kế hoạch trong quý I, thực hiện từ quý II",
            [(Q1, "Xây dựng kế hoạch"), ("continuous", "thực hiện")],
        ),
    ],
)
def test_each_time_of_a_cell_becomes_a_deadline_with_its_own_words(text: str, expected: list[object]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tháng 3; 6; 12", [MARCH, JUNE, DECEMBER]),
        ("Ngày 20, tháng 5, năm 2026", ["2026-05-20"]),
        ("Tháng 3\nnăm 2026", [MARCH]),
        ("Thượng tuần tháng 3", [("2026-03-01", "2026-03-10")]),
        ("Trung tuần tháng 3", [("2026-03-11", "2026-03-20")]),
        ("Hạ tuần của tháng 02/2026", [("2026-02-21", "2026-02-28")]),
        ("Trước các ngày 15/3, 15/6", ["2026-03-15", "2026-06-15"]),
        ("Định kỳ 6 tháng, 1 năm", ["recurring", "recurring"]),
        ("Hàng quý, 6 tháng, 9 tháng, năm", ["recurring"] * 4),
        ("Thường xuyên giai đoạn 2026-2030", ["continuous"]),
        ("Quý V/2026", []),
        ("Trong 3 tháng 1, 2, 3/2026", [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), MARCH]),
        ("Tháng 3 (từ 10 đến 20/3)", [(("2026-03-10", "2026-03-20"), "Tháng 3")]),
        ("Kỳ họp giữa năm (tháng 6/2026)", [(JUNE, "Kỳ họp giữa năm")]),
        ("Tuần lễ đầu tháng 3", [("2026-03-01", "2026-03-07")]),
        ("Chào mừng ngày 02/9, hoàn thành trước 25/8", [("2026-08-25", "Chào mừng ngày 02/9")]),
        ("Báo cáo quý, năm", ["recurring", "recurring"]),
        (
            "Trước ngày 10/6 đối với báo cáo 6 tháng, ngày 10/12 đối với báo cáo năm",
            [("2026-06-10", "báo cáo 6 tháng"), ("2026-12-10", "báo cáo năm")],
        ),
    ],
)
def test_further_ways_to_write_a_time(text: str, expected: list[object]) -> None:
    assert said(text) == expected


def test_work_that_starts_before_its_limit_is_one_deadline_with_a_start() -> None:
    (found,) = read("Triển khai từ tháng 4, hoàn thành trước 30/10", 2026).deadlines
    assert (found["start"], found["date"], found["strict"]) == ("2026-04-01", "2026-10-30", True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hằng tháng, từ tháng 4 đến tháng 12", "recurring"),
        ("Hằng quý, bắt đầu từ quý II/2026", "recurring"),
        ("Từ năm 2026, hằng năm", "recurring"),
    ],
)
def test_a_span_beside_a_frequency_is_no_second_deadline_but_told(text: str, kind: str) -> None:
    reading = read(text, 2026)
    assert [one["kind"] for one in reading.deadlines] == [kind]
    assert "khoảng thời gian của việc định kỳ" in reading.warnings[0]


@pytest.mark.parametrize(
    ("text", "n"), [("Sau hội nghị 05 ngày", 5), ("Sau 30 ngày khi Quyết định có hiệu lực", 30)]
)
def test_days_after_an_event_are_counted_wherever_they_stand(text: str, n: int) -> None:
    (found,) = read(text, 2026).deadlines
    assert (found["kind"], found["n"]) == ("after_event", n)
    assert str(n) not in str(found["event"])


def test_an_hour_after_luc_is_the_hour_of_its_date() -> None:
    (found,) = read("Vào lúc 8h00 ngày 20/5/2026", 2026).deadlines
    assert (found["date"], found["time"]) == ("2026-05-20", "08:00")


@pytest.mark.parametrize("text", ["Cuối tháng", "Cuối quý", "Trước cuối tháng"])
def test_the_end_of_a_month_nobody_names_is_asked_about(text: str) -> None:
    assert "đọc là mỗi" in read(text, 2026).warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "Quý II trình UBND tỉnh, trước ngày 15/6",
        "Sau khi có hướng dẫn của Bộ, tháng 8 tổng hợp",
        "Trước 15/11 để kịp báo cáo Bộ trước 30/11",
        "Trước 15/6 (theo mẫu số 2)",
    ],
)
def test_words_that_still_say_something_are_warned_of(text: str) -> None:
    assert read(text, 2026).deadlines
    assert read(text, 2026).warnings


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo quý I, trước ngày 10/3/2026",
        "Kế hoạch năm 2027: trước 15/12/2026",
        "Theo Kế hoạch số 15/KH-UBND ngày 10/01/2026",
        "Theo Chương trình công tác năm 2026 của UBND tỉnh",
        "6 tháng đầu năm (trước 05/7/2026)",
    ],
)
def test_the_period_or_day_in_the_name_of_a_document_is_no_doubt(text: str) -> None:
    assert read(text, 2026).warnings == ()


DATES = st.sampled_from(["15/3", "trước 20/4", "chậm nhất 25/5", "tháng 6", "quý III", "30/9/2026"])
WORK = st.sampled_from(["rà soát", "lấy ý kiến", "trình ký", "công bố", "tổng hợp"])
JOINTS = st.sampled_from([", ", "; ", "\n", ". ", " - "])


@given(st.lists(st.tuples(DATES, WORK), min_size=2, max_size=4), JOINTS, st.sampled_from([" ", ": "]))
def test_as_many_deadlines_are_read_as_stated_or_a_warning_is_given(
    steps: list[tuple[str, str]], joint: str, mark: str
) -> None:
    reading = read(joint.join(f"{date}{mark}{work}" for date, work in steps), 2026)
    assert len(reading.deadlines) == len(steps) or reading.warnings or reading.problems
