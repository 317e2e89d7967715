"""Next year's draft of a plan: what moves, what stays, what is asked."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files.calendarfile import read_calendar
from data.files.planfile import read_plan
from data.files.unitfile import read_units
from data.rollover.dates import KEYS, moved_dates
from data.rollover.draft import Draft, draft_of, next_id
from data.rollover.units import standing
from data.rollover.years import in_year
from rules.days.calendar import WorkCalendar
from rules.directory import Directory
from rules.phrases import read
from rules.yaml.text import parse
from tests import small

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parents[1] / "corpus"

MOVED = [
    ("Kế hoạch CCHC năm 2021", "Kế hoạch CCHC năm 2022"),
    ("Ban hành Kế hoạch CCHC năm 2022", "Ban hành Kế hoạch CCHC năm 2023"),
    ("Kết quả đánh giá năm 2020", "Kết quả đánh giá năm 2021"),
    ("Trước ngày 05/12/2021; quý I/2022", "Trước ngày 05/12/2022; quý I/2023"),
    ("Ngày 15 tháng 9 năm 2021", "Ngày 15 tháng 9 năm 2022"),
    ("Tuyên truyền CCHC 2021", "Tuyên truyền CCHC 2022"),
    ("trước 10/3/21", "trước 10/3/22"),
    ("Quyết định công bố TTHC năm 2021", "Quyết định công bố TTHC năm 2022"),
    ("Năm học 2021-2022", "Năm học 2022-2023"),
    ("Công văn 15/SNV ngày 10/01/2021 về năm 2021", "Công văn 15/SNV ngày 10/01/2021 về năm 2022"),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", MOVED)
def test_the_years_of_the_plan_move_with_it(text: str, expected: str) -> None:
    assert in_year(text, 2021, 1).text == expected


KEPT = [
    "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",
    "Quyết định số 896/QĐ-TTg ngày 25/6/2022",
    "Luật Cán bộ, công chức năm 2020",
    "Luật số 72/2020/QH14",
    "giai đoạn 2021-2025",
    "Giai đoạn 2021 – 2030",
    "từ năm 2021 đến năm 2025",
    "nhiệm kỳ 2020-2025",
    "Thông tư 02/2021/TT-BTTTT",
    "Chỉ thị số 23/CT-UBND ngày 11/10/2021 của Chủ tịch UBND tỉnh",
    "Công văn của Sở Nội vụ ngày 05/3/2021",
    "2021 hồ sơ",
    "đến năm 2030",
]


@pytest.mark.parametrize("text", KEPT)
def test_the_years_of_documents_and_stages_stay(text: str) -> None:
    found = in_year(text, 2021, 1)
    assert (found.text, found.moved) == (text, ())


def test_what_stayed_is_told() -> None:
    found = in_year("Thực hiện Quyết định số 896/QĐ-TTg ngày 25/6/2022, giai đoạn 2021-2025", 2021, 1)
    assert found.kept == ("Quyết định số 896/QĐ-TTg ngày 25/6/2022", "giai đoạn 2021-2025")
    assert found.stages == (2025,)


@given(st.text(max_size=80), st.integers(1990, 2090), st.integers(-3, 20))
def test_moving_forth_and_back_gives_the_same_words(text: str, year: int, step: int) -> None:
    there = in_year(text, year, step)
    assert in_year(there.text, year, 0).text == there.text
    assert there.moved or there.text == text


DATES: list[tuple[dict[str, object], dict[str, object], str]] = [
    ({"date": "2021-03-10"}, {"date": "2022-03-10"}, ""),
    ({"start": "2021-02-01", "end": "2021-02-28"}, {"start": "2022-02-01", "end": "2022-02-28"}, ""),
    ({"date": "2022-01-15", "alternative": "2021-01-15"},
     {"date": "2023-01-15", "alternative": "2022-01-15"}, ""),
    ({"start": "2021-01-01", "end": "2025-12-31"}, {"start": "2021-01-01", "end": "2025-12-31"}, "nhiều năm"),
    ({"date": "2025-12-31"}, {"date": "2025-12-31"}, "không thuộc năm 2021"),
    ({"start": "2021-12-15", "end": "2022-01-15"}, {"start": "2022-12-15", "end": "2023-01-15"}, ""),
]  # fmt: skip


@pytest.mark.parametrize("old, expected, said", DATES)
def test_dates_move_or_it_is_said_why_not(
    old: dict[str, object], expected: dict[str, object], said: str
) -> None:
    found, notes = moved_dates(old, 2021, 1)
    assert found == expected
    assert (said in " ".join(notes)) if said else notes == []


def test_a_leap_day_becomes_the_last_of_february_and_is_told() -> None:
    found, notes = moved_dates({"date": "2024-02-29"}, 2024, 1)
    assert found == {"date": "2025-02-28"}
    assert "29/2 không có trong năm 2025" in notes[0]


def test_the_end_of_february_stays_the_end_of_february() -> None:
    assert moved_dates({"start": "2023-02-01", "end": "2023-02-28"}, 2023, 1)[0]["end"] == "2024-02-29"
    assert moved_dates({"start": "2024-02-01", "end": "2024-02-29"}, 2024, 1) == (
        {"start": "2025-02-01", "end": "2025-02-28"},
        [],
    )


def rows() -> list[dict[str, Any]]:
    """Phrases of one year, whose dates all lie in it."""
    found = [
        json.loads(line)
        for name in ("phrases.jsonl", "more_phrases.jsonl")
        for line in (CORPUS / name).read_text("utf-8").splitlines()
    ]
    return [row for row in found if row["year"] and _near(row) and "02-2" not in json.dumps(row["expect"])]


def _near(row: Mapping[str, Any]) -> bool:
    days = [one[key] for one in row["expect"] for key in (*KEYS, "after") if key in one]
    return bool(days) and all(
        re.match(r"\d{4}-", day) and abs(int(day[:4]) - row["year"]) <= 1 for day in days
    )


def test_the_moved_words_are_read_as_the_moved_dates() -> None:
    """What the draft prints and what it counts with are the same, for every phrase known."""
    apart = []
    for row in rows():
        old = read(row["text"], row["year"]).deadlines
        moved = in_year(row["text"], row["year"], 1)
        expected = [moved_dates(one, row["year"], 1)[0] for one in old]
        found = [dict(one) for one in read(moved.text, row["year"] + 1).deadlines]
        for one in (*expected, *found):
            for key in ("label", "after", "by", "condition"):
                one.pop(key, None)
        if found != expected and not moved.kept:
            apart.append((row["text"], moved.text))
    assert len(rows()) > 300
    assert apart == []


UNITS = small.UNITS.replace(
    "people:",
    """  - {id: cu, name: Thanh tra, valid: {to: 2021-06-30}, successor: giua}
  - {id: giua, name: Ban Thanh tra, valid: {from: 2021-07-01, to: 2021-12-31}, successor: vp}
  - {id: mat, name: Phòng Cũ, valid: {to: 2021-12-31}}
  - {id: vong, name: Phòng Vòng, valid: {to: 2020-12-31}, successor: vong-2}
  - {id: vong-2, name: Phòng Vòng Hai, valid: {to: 2020-12-31}, successor: vong}
  - {id: sap-het, name: Phòng Sắp hết, valid: {to: 2022-06-30}, successor: kt}
people:""",
)


def directory(text: str = UNITS) -> Directory:
    found, problems = read_units("data/units.yaml", text)
    assert found is not None, problems
    return found


@pytest.mark.parametrize(
    "word, stands, said",
    [
        ("kt", "kt", None),
        ("Phòng Kinh tế", "Phòng Kinh tế", None),
        ("tat-ca", "tat-ca", None),
        ("cu", "vp", "đề xuất đơn vị kế thừa: Văn phòng"),
        ("mat", None, "không có đơn vị kế thừa"),
        ("vong", None, "không có đơn vị kế thừa"),
        ("la", None, "không còn trong data/units.yaml"),
        ("sap-het", "sap-het", "giữa năm kế hoạch"),
    ],
)
def test_a_unit_that_is_gone_is_stood_in_for_only_as_a_proposal(
    word: str, stands: str | None, said: str | None
) -> None:
    found = standing(word, directory(), 2022)
    assert found.word == stands
    assert (said in found.note) if said and found.note else found.note is None


CELLS = [
    "Trước ngày 10/3/2024", "Trước 29/02/2024", "Quý I/2024", "Quý IV/2024 - Quý I/2025", "Tháng 12/2024",
    "6 tháng đầu năm 2024", "Cả năm 2024", "Năm 2024", "Trong năm", "Thường xuyên",
    "Thường xuyên trong năm 2024",
    "Hằng quý", "Trước ngày 15 hàng tháng", "Trước ngày 20 tháng cuối quý", "Thứ Sáu hằng tuần",
    "Trước 15/11 hằng năm", "05 ngày làm việc kể từ ngày nhận được văn bản", "Theo chỉ đạo của UBND tỉnh",
    "Giai đoạn 2021-2025", "Kế hoạch: Quý I/2024; Báo cáo năm 2024: trước 30/11/2024",
    "Trước 16h00 ngày 12/3/2024",
    "Từ ngày 01/3 đến ngày 15/4/2024", "Trước 15/01", "Trước 10/01 năm sau", "Đến năm 2030", "Tháng 02/2024",
    "Từ quý II/2024 trở đi", "02 lần/năm", "Theo Quyết định số 896/QĐ-TTg ngày 25/6/2024",
]  # fmt: skip
TITLES = [
    "Báo cáo CCHC năm 2024", "Kế hoạch năm 2025", "Thực hiện Nghị định số 30/2020/NĐ-CP",
    "Đề án vị trí việc làm",
    "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/01/2024",
]  # fmt: skip


def hand_made() -> dict[str, object]:
    """A plan of 29 rows, a cell of every sort."""
    tasks: list[dict[str, object]] = []
    for index, cell in enumerate(CELLS):
        deadlines = [
            {key: value for key, value in one.items() if not (key == "after" and one["kind"] == "period")}
            for one in read(cell, 2024).deadlines
        ]
        lead = ["kt", "cu", "mat", "xd"][index % 4]
        tasks.append(
            {
                "key": f"I.{index + 1}",
                "title": TITLES[index % 5],
                "lead": [lead],
                "time": cell,
                "deadlines": deadlines,
            }
        )
    tasks[0] |= {"assignees": {"kt": "an"}, "warnings": ["Ô sản phẩm để trống"]}
    tasks[1] |= {"assignees": {"cu": "an"}, "unit_products": {"cu": "Báo cáo năm 2024"}}
    return {"plan": {"id": "ke-hoach", "title": "Kế hoạch công tác năm 2024", "year": 2024}, "tasks": tasks}


def drafted(old: Mapping[str, object], year: int, units: str = UNITS) -> Draft:
    years, _ = read_calendar("data/calendar.yaml", small.CALENDAR)
    return draft_of(old, year, directory(units), WorkCalendar(years or ()))


def messages(draft: Draft, about: str) -> list[str]:
    return [f"{one.task}: {one.message}" for one in draft.decisions if one.about == about]


def test_a_hand_made_plan_rolls_over_into_a_draft_that_passes_the_checks() -> None:
    draft = drafted(hand_made(), 2025)
    read_back, problems = read_plan("data/plans/a.yaml", draft.text, directory())
    assert [problem for problem in problems if problem.level == "error"] == []
    assert read_back is not None
    plan, tasks = read_back
    assert (plan.id, plan.year, plan.title) == ("ke-hoach-2025", 2025, "Kế hoạch công tác năm 2025")
    assert [task.key for task in tasks] == [f"I.{number}" for number in range(1, 30)]


def test_ids_of_tasks_and_deadlines_stay_the_same() -> None:
    old = hand_made()
    before, _ = read_plan("a.yaml", json.dumps(old, ensure_ascii=False), None)
    after, _ = read_plan("b.yaml", drafted(old, 2025).text, directory())
    assert before is not None
    assert after is not None
    slugs = [
        [(task.key, spec.slug) for task in tasks for spec in task.deadlines]
        for tasks in (before[1], after[1])
    ]
    assert slugs[0] == slugs[1]


def test_everything_that_needs_a_person_is_asked_in_order_of_consequence() -> None:
    draft = drafted(hand_made(), 2025)
    abouts = [one.about for one in draft.decisions]
    assert list(dict.fromkeys(abouts)) == [
        "unit", "date", "event", "one-off", "heading", "calendar", "clash", "year"
    ]  # fmt: skip
    assert any("đề xuất đơn vị kế thừa: Văn phòng (vp)" in one for one in messages(draft, "unit"))
    assert any("đã bỏ phân công an của cu" in one for one in messages(draft, "unit"))
    assert "I.2: ngày 29/2 không có trong năm 2025: ghi 28/02/2025" in messages(draft, "date")
    assert any(one.startswith("I.17: thời hạn tính từ sự kiện") for one in messages(draft, "event"))
    assert any(one.startswith("I.18: thời hạn do cấp trên ấn định") for one in messages(draft, "event"))
    assert "I.3: giữ nguyên “Nghị định số 30/2020/NĐ-CP”" in messages(draft, "year")


def test_every_question_stands_beside_its_line() -> None:
    draft = drafted(hand_made(), 2025)
    lines = draft.text.splitlines()
    for one in draft.decisions:
        at = next(index for index, line in enumerate(lines) if line.strip() == f"# CẦN XEM: {one.message}")
        following = next(line for line in lines[at + 1 :] if not line.strip().startswith("#"))
        assert str(one.path[-1]) in following or following.strip().startswith("- ")


def test_what_moved_is_told_at_the_end_of_its_line_and_old_remarks_are_kept() -> None:
    text = drafted(hand_made(), 2025).text
    assert "    title: Báo cáo CCHC năm 2025  # 2024 → 2025\n" in text
    assert "  # Năm 2024 ghi nhận: Ô sản phẩm để trống\n" in text


def test_a_stage_that_is_over_is_asked_about() -> None:
    assert any(
        "giai đoạn đến năm 2025 đã kết thúc" in one for one in messages(drafted(hand_made(), 2027), "one-off")
    )


def test_a_date_on_a_day_off_is_listed_with_its_last_working_day() -> None:
    row = {"key": "I.1", "title": "A", "lead": ["kt"], "deadlines": [{"kind": "by", "date": "2020-03-13"}]}
    old = {"plan": {"id": "p-2020", "title": "Kế hoạch 2020", "year": 2020}, "tasks": [row]}
    assert messages(drafted(old, 2021), "clash") == [
        "I.1: 13/3/2021 là ngày nghỉ (thứ Bảy): ngày làm việc cuối cùng trong hạn là thứ Sáu 12/3/2021"
    ]


@pytest.mark.parametrize("year", [2022, 2027])
def test_the_shipped_plan_rolls_over(year: int) -> None:
    units = (ROOT / "data/units.yaml").read_text("utf-8")
    if year == 2027:  # as if Thanh tra Sở had been taken out of the file
        units = re.sub(r"  - id: thanh-tra\n(?:    .*\n)+", "", units).replace("thanh-tra, ", "")
    old = parse("a.yaml", (ROOT / "data/plans/cchc-2021.yaml").read_text("utf-8")).value
    assert isinstance(old, dict)
    draft = drafted(old, year, units)
    read_back, problems = read_plan("a.yaml", draft.text, directory(units))
    assert [problem for problem in problems if problem.level == "error"] == []
    assert read_back is not None
    assert (len(read_back[1]), sum(len(task.deadlines) for task in read_back[1])) == (46, 53)
    gone = [one for one in messages(draft, "unit") if "thanh-tra" in one]
    assert len(gone) == (3 if year == 2027 else 0)


def test_the_id_moves_with_the_year_or_gets_it() -> None:
    assert [next_id(old, 2021, 2022) for old in ("cchc-2021", "cchc", "2021-a", "a12021")] == [
        "cchc-2022", "cchc-2022", "2022-a", "a12021-2022"
    ]  # fmt: skip


def test_the_last_day_of_urging_moves_too() -> None:
    row = {"key": "I.1", "title": "A", "lead": ["kt"], "deadlines": [{"kind": "continuous"}]}
    heading = {"id": "p", "title": "Kế hoạch 2021", "year": 2021, "urge_until": "2022-06-30", "closed": True}
    read_back, _ = read_plan("a.yaml", drafted({"plan": heading, "tasks": [row]}, 2022).text, directory())
    assert read_back is not None
    assert (read_back[0].urge_until, read_back[0].closed) == (dt.date(2023, 6, 30), False)


MERGED = UNITS.replace(
    "people:",
    """  - {id: moi, name: Phòng Mới, names: [{name: Phòng Tên Cũ, to: 2024-06-30}]}
  - {id: nhap, name: Phòng Nhập, valid: {to: 2024-12-31}, successor: moi}
people:""",
    1,
)


def test_a_successor_keeps_the_product_that_it_has_itself() -> None:
    old = hand_made()
    tasks: Any = old["tasks"]
    tasks[1] |= {"lead": ["nhap", "moi"], "unit_products": {"nhap": "Báo cáo A", "moi": "Báo cáo B"}}
    draft = drafted(old, 2025, MERGED)
    assert draft.text.count("moi: Báo cáo B") == 1
    assert "Báo cáo A" not in draft.text.replace("“Báo cáo A”", "")
    assert any("đã bỏ sản phẩm riêng của nhap: “Báo cáo A”" in said for said in messages(draft, "unit"))


def test_a_unit_that_has_another_name_since_is_asked_about_once() -> None:
    said = [one for one in messages(drafted(hand_made(), 2025, MERGED), "unit") if "nay là" in one]
    assert said == [
        "None: Phòng Tên Cũ (moi) nay là Phòng Mới: sửa lời văn còn ghi tên cũ (lead_text, support_text)"
    ]
