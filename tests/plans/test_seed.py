"""The plan of 2021 read from its text: what a careful person reads, and what the document gets wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.documents import open_document
from data.workspace import load
from rules.appendix.interpret import read_appendix
from rules.appendix.items import without_end
from rules.appendix.reading import PlanReading, RowReading


@pytest.fixture(scope="module")
def reading(root: Path, corpus: Path) -> PlanReading:
    return read_appendix(open_document(corpus / "plan-2021.txt"), 2021, load(root).directory)


@pytest.fixture(scope="module")
def rows(reading: PlanReading) -> dict[str, RowReading]:
    return {row.key: row for row in reading.rows}


def said(row: RowReading) -> str:
    return "\n".join(one.text for one in row.doubts)


def test_every_row_is_read_as_a_person_read_it(reading: PlanReading, corpus: Path) -> None:
    lines = (corpus / "seed_rows.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [
        (row["uid"], row["title"], row["products"], row["lead"], row["support"], row["time"], row["expect"])
        for row in map(json.loads, lines)
    ]
    found = [
        (
            row.key,
            row.title,
            [without_end(product) for product in row.products],
            [party.name for party in row.leads],
            [party.name for party in row.supports],
            row.time,
            list(row.deadlines),
        )
        for row in reading.rows
    ]
    assert found == expected


def test_words_leads_supports_and_tags_are_those_of_the_shipped_plan(
    reading: PlanReading, root: Path
) -> None:
    shipped = yaml.safe_load((root / "data" / "plans" / "cchc-2021.yaml").read_text(encoding="utf-8"))
    assert dict(reading.groups) == shipped["groups"]
    for row, task in zip(reading.rows, shipped["tasks"], strict=True):
        found: dict[str, Any] = {
            "key": row.key,
            "title": row.title,
            "products": list(row.products),
            "lead": [party.id for party in row.leads if party.id],
            "support": [party.id for party in row.supports if party.id],
            "lead_text": row.lead_text,
            "support_text": row.support_text,
            "time": row.time,
        }
        assert found == {key: task[key] for key in found}
        assert set(row.tags) == set(task["tags"]), row.key


def test_a_number_used_twice_is_told_and_loses_no_task(rows: dict[str, RowReading]) -> None:
    assert len(rows) == 46
    assert "33 dùng 2 lần" in said(rows["V.33"])
    assert "33 dùng 2 lần" in said(rows["VI.33"])


def test_a_january_limit_is_never_picked_in_silence(rows: dict[str, RowReading]) -> None:
    assert rows["V.26"].deadlines[0]["alternative"] == "2022-01-15"
    assert "cần xác nhận" in said(rows["V.26"])
    assert rows["V.26"].confidence == "medium"


def test_a_title_and_products_of_two_years_are_told_and_put_right_as_a_proposal(
    rows: dict[str, RowReading],
) -> None:
    assert 'ghi "năm 2021" nhưng sản phẩm ghi "năm 2022"' in said(rows["I.2"])
    assert rows["I.2"].shown_products[0] == "a) Báo cáo CCHC năm 2021 của Sở Công Thương"


def test_the_year_comes_from_the_body_and_not_from_the_title_of_the_appendix(
    reading: PlanReading, corpus: Path
) -> None:
    told = [one.text for one in reading.doubts]
    assert any('Tên Phụ lục ghi "NĂM 2020"' in text for text in told)
    assert read_appendix(open_document(corpus / "plan-2021.txt"), None, None).year == 2021
    other = read_appendix(open_document(corpus / "plan-2021.txt"), 2022, None)
    assert any("--year 2022" in one.text for one in other.doubts)


SLIPS = [
    ("I.5", 'thừa dấu ")"'),
    ("I.5", "không ghi năm"),
    ("I.5", 'nhưng thời hạn ghi "quý I, 6 tháng, quý III, năm"'),
    ("I.5", '"Báo cáo chuyên đề" không có thời hạn'),
    ("I.2", "nhiệm vụ I.5"),
    ("I.5", "nhiệm vụ I.2"),
    ("I.4", "phối hợp để trống"),
    ("I.4", "là tập thể"),
    *((key, "giống hệt nhau") for key in ("I.7", "I.8", "VII.37", "VII.38")),
    ("II.9", "không nêu tên"),
    ("IV.20", "không nêu tên"),
    *((key, "cấp trên quyết định") for key in ("II.10", "II.11", "III.12")),
    *((key, "tính từ sự kiện") for key in ("III.13", "III.14")),
    ("III.14", "trong vòng 03 ngày làm việc"),
    ("I.6", "3 sản phẩm nối tiếp"),
    ("III.15", "thường xuyên nhưng chỉ ghi một ngày"),
    ("I.8", "nhiệm vụ nhiệm vụ"),
    ("V.22", "thứ nhất bị thiếu"),
    ("III.12", "<ul><li>"),
    ("IV.20", "<ul><li>"),
    ("VII.40", 'bỏ lửng ở "Nếu tỷ lệ này đạt:"'),
    ("VII.40", "VII.41"),
    ("VII.41", "VII.40"),
    *((key, "tiêu chí chấm điểm") for key in ("IV.18", "VI.35", "III.14")),
    ("IV.19", "định kỳ hoặc đột xuất"),
    ("IV.18", 'không ghi năm và thiếu chữ "ngày"'),
]


@pytest.mark.parametrize("key, words", SLIPS)
def test_what_a_row_gets_wrong_is_told(rows: dict[str, RowReading], key: str, words: str) -> None:
    assert words in said(rows[key])


@pytest.mark.parametrize(
    "words",
    ["25 nhiệm vụ không ghi năm", "dòng trống", '"Trung tâm XTTM" là tt-xttm', "Bộ CT, QTNB", "để trống"],
)
def test_what_the_whole_document_leaves_open_is_told(reading: PlanReading, words: str) -> None:
    assert any(words in one.text for one in reading.doubts)


def test_rows_that_ask_for_one_thing_are_linked(rows: dict[str, RowReading]) -> None:
    linked = {key: row.same_product_as for key, row in rows.items() if row.same_product_as}
    assert linked == {"VII.41": "VII.40"}


def test_paired_leads_have_a_product_each(rows: dict[str, RowReading]) -> None:
    assert dict(rows["I.2"].unit_products) == {
        "van-phong": "Báo cáo CCHC năm 2021 của Sở Công Thương",
        "tt-xttm": "Báo cáo CCHC năm 2021 của Trung tâm XTTM",
        "tt-kctvptcn": "Báo cáo CCHC năm 2021 Trung tâm KC&TVPTCN",
    }
    assert not rows["VI.33"].unit_products


def test_long_titles_get_a_short_form(rows: dict[str, RowReading]) -> None:
    assert all(len(row.short) <= 91 for row in rows.values())
    assert rows["II.9"].short == "Tham mưu ban hành VBQPPL theo phân công của UBND tỉnh"
