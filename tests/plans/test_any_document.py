"""No document makes the import raise, hang or write a plan that `check` refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.documents import UnreadableDocument, open_document
from data.files.planfile import read_plan
from data.files.planwriting import plan_text
from rules.appendix.interpret import NoAppendix, NoYear, read_appendix
from rules.appendix.items import items
from rules.appendix.parties import names
from rules.appendix.source import Cell, Row, SourceDocument, Table
from rules.appendix.units import Names
from rules.appendix.wording import cleaned

WORDS = st.sampled_from(
    [
        "", "1", "2", "1.1", "a)", "-", "I", "II", "A", "STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì",
        "Phối hợp", "Thời hạn", "Quý I", "Trước 30/11", "như trên", "Văn phòng Sở", "Các phòng, đơn vị",
        "CÔNG TÁC CHỈ ĐẠO",
        "Báo cáo quý I, trước ngày 10/3; báo cáo năm, trước ngày 5/12", "- Kế hoạch;\n- Báo cáo.", "x", "(1)",
        'a: "b" # c', "{[}]", "\u2028\u0085", "theo chỉ đạo của UBND tỉnh", "31/02", "từ 01/6 đến trước 15/6",
        "05 ngày làm việc kể từ ngày nhận văn bản", "ngày 15 hàng tháng", "thứ Hai hàng tuần", "0.", "II.1",
    ]
)  # fmt: skip
CELLS = st.builds(
    Cell, (WORDS | st.text(max_size=30)).map(cleaned), st.booleans(), st.integers(0, 2), st.integers(0, 2)
)
HEAD = ("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = draw(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8))
    head = [[Cell(words) for words in HEAD]]
    made = [Row(tuple(row), f"dòng {number}") for number, row in enumerate([*head, *rows])]
    return Table(tuple(made), "bảng 1", breaks=tuple(draw(st.sets(st.integers(0, 8), max_size=2))))


@given(tables())
@hypothesis_settings(max_examples=150)
def test_any_table_gives_a_plan_that_can_be_loaded(table: Table) -> None:
    try:
        reading = read_appendix(SourceDocument("kh.docx", (table,)), 2026, None)
    except NoAppendix:
        return
    text = plan_text(reading, "kh")
    plan, problems = read_plan("kh.yaml", text, None)
    assert plan is not None, [str(problem) for problem in problems]
    assert len(plan[1]) == len(reading.rows)
    assert len({row.key for row in reading.rows}) == len(reading.rows)


@given(st.text(max_size=200))
@example("a) b) c)")
@example("- - -")
def test_items_and_names_lose_no_letter(text: str) -> None:
    marks = set("abcdđegh")  # what stands before an item, as in "a)"
    letters = [char for char in text if char.isalpha() and char not in marks]
    assert [char for char in "".join(items(text)) if char.isalpha() and char not in marks] == letters
    assert all(name.strip() for name in names(text, Names(None).knows))


@given(st.binary(max_size=400), st.sampled_from([".txt", ".csv", ".md", ".html", ".docx", ".xlsx", ".pdf"]))
@hypothesis_settings(max_examples=100)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path: Path = tmp_path_factory.mktemp("any") / f"kh{suffix}"
    path.write_bytes(raw)
    assert said_of(path)


def said_of(path: Path) -> str:
    """How many rows, or why none."""
    try:
        return str(len(read_appendix(open_document(path), None, None).rows))
    except (UnreadableDocument, NoAppendix, NoYear) as refused:
        return str(refused)
