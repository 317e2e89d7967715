"""The weekly digest as a leader reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from notifiers import samples
from notifiers.digestview import bar, digest_view
from notifiers.subject import subject
from rules.letter import DigestFacts, DigestRow, DigestSection, Figures, Letter, Marks, UnitRow
from tests.notifiers.letters import WRITER


def digest(figures: Figures, *sections: DigestSection) -> Letter:
    made = samples.digest()
    return replace(made, digest=replace(facts(made), figures=figures, sections=sections))


def facts(letter: Letter) -> DigestFacts:
    assert letter.digest is not None
    return letter.digest


def said(letter: Letter) -> str:
    return WRITER.text(letter).replace(" \n", " ")


def row(**changes: object) -> DigestRow:
    made = DigestRow(
        deadline="p/I.1/han", title="Báo cáo quý I", units=("Văn phòng Sở",), stated=dt.date(2021, 3, 10),
        last_day=dt.date(2021, 3, 9), state="due-soon", days_left=5,
    )  # fmt: skip
    return made._replace(**changes)  # type: ignore[arg-type]


def test_the_first_sentence_holds_the_numbers() -> None:
    first = said(samples.digest()).split("\n")[2]
    assert first == (
        "Tính đến thứ Ba, ngày 02/3/2021, Kế hoạch Cải cách hành chính năm 2021 có 46 nhiệm vụ, "
        "53 mốc thời hạn: 06 hoàn thành đúng hạn, 01 hoàn thành quá hạn, 39 đang thực hiện trong hạn, "
        "02 quá hạn (lâu nhất 03 ngày làm việc), 05 chưa xác định thời hạn; trong đó 01 mốc được gia hạn."
    )


def test_a_quiet_week_is_three_lines_long() -> None:
    waiting = DigestSection("waiting", rows=(row(state="waiting", stated=None, last_day=None),))
    units = DigestSection("units", units=(UnitRow("Văn phòng Sở", 0, 30, 0, 3),))
    text = said(digest(Figures(tasks=46, deadlines=53, in_time=48, undetermined=5), waiting, units))
    body = text.partition("\n\n")[2].partition("\n\nLiên hệ")[0]
    lines = [line for line in body.split("\n") if line and not line.startswith("Xem chi tiết")]
    assert len(lines) == 3
    assert lines[1] == (
        "Trong tuần không có nhiệm vụ quá hạn, có kết quả mới hoặc đến hạn trong 10 ngày làm việc tới."
    )


def test_only_sections_that_hold_something_are_shown_in_the_given_order() -> None:
    sections = (
        DigestSection("summary"),
        DigestSection("overdue"),
        DigestSection("due_within", "10wd", rows=(row(),)),
        DigestSection("done_since", "7d", rows=(row(state="done", done_on=dt.date(2021, 3, 1)),)),
    )
    view = digest_view(made := digest(Figures(in_time=1, done_on_time=1), *sections), facts(made))
    assert [section.heading for section in view.sections] == [
        "I. Đến hạn trong 10 ngày làm việc tới (01)",
        "II. Kết quả trong 07 ngày qua (01)",
    ]


def test_what_waits_for_a_signature_is_told() -> None:
    signed = row(marks=Marks(submitted=dt.date(2021, 3, 1), submitted_to="Giám đốc Sở"))
    text = said(digest(Figures(submitted=1, in_time=1), DigestSection("submitted", rows=(signed,))))
    assert "Có 01 mốc đã trình ký, đang chờ ký ban hành." in text
    assert "I. ĐÃ TRÌNH, CHỜ KÝ BAN HÀNH (01)" in text
    assert "đã trình Giám đốc Sở ngày 01/3/2021" in text


def test_a_result_names_its_day_and_document() -> None:
    done = row(state="done-late", done_on=dt.date(2021, 3, 12), document="45/BC-SCT")
    text = said(digest(Figures(done_late=1), DigestSection("done_since", "7d", rows=(done,))))
    assert "Hoàn thành quá hạn ngày 12/3/2021, 45/BC-SCT" in text


def test_what_is_done_after_the_last_day_but_not_after_the_stated_date_is_done_by_its_mark() -> None:
    done = row(state="done", done_on=dt.date(2021, 3, 10), document="71/BC-SCT")
    text = said(digest(Figures(done_on_time=1), DigestSection("done_since", "7d", rows=(done,))))
    assert "Hoàn thành đúng mốc ngày 10/3/2021, 71/BC-SCT" in text
    sooner = done._replace(done_on=dt.date(2021, 3, 9))
    text = said(digest(Figures(done_on_time=1), DigestSection("done_since", "7d", rows=(sooner,))))
    assert "Hoàn thành đúng hạn ngày 09/3/2021" in text


def test_a_deadline_of_two_sections_is_told_once_and_pointed_to_once() -> None:
    signed = row(marks=Marks(submitted=dt.date(2021, 3, 1), submitted_to="Giám đốc Sở"))
    both = (DigestSection("submitted", rows=(signed,)), DigestSection("due_within", "10wd", rows=(signed,)))
    text = said(digest(Figures(submitted=1, in_time=1, due_within=1), *both))
    assert text.count("đã trình Giám đốc Sở") == 1
    assert text.count("- Báo cáo quý I (đã nêu tại mục I)\n") == 1


def test_two_deadlines_called_alike_are_told_apart_by_their_place() -> None:
    rows = (row(deadline="p/I.2/han"), row(deadline="p/I.5/nam"))
    text = said(digest(Figures(in_time=2), DigestSection("due_within", "10wd", rows=rows)))
    assert "- Báo cáo quý I (phụ lục, mục I, STT 2) (Văn phòng Sở)" in text
    assert "- Báo cáo quý I (phụ lục, mục I, STT 5) (Văn phòng Sở)" in text


def test_soon_means_the_span_of_the_section() -> None:
    made = digest(Figures(in_time=3, due_within=3), DigestSection("due_within", "14d", rows=(row(),)))
    assert "3 đến hạn trong 14 ngày tới" in subject(made)
    assert "sắp đến hạn" not in said(made)


def test_an_extension_is_told_with_its_first_date() -> None:
    moved = row(marks=Marks(extensions=1, original=dt.date(2021, 2, 26)))
    text = said(digest(Figures(extended=1), DigestSection("due_within", "10wd", rows=(moved,))))
    assert "đã gia hạn 01 lần, thời hạn ban đầu ngày 26/02/2021" in text


def test_units_stand_in_the_given_order_without_a_rank() -> None:
    units = (UnitRow("Văn phòng Sở", 1, 2, 3, 0), UnitRow("Thanh tra Sở", 9, 0, 0, 0))
    text = said(
        digest(Figures(overdue=3), DigestSection("overdue", rows=(row(state="overdue", days_late=1),)),
               DigestSection("units", units=units))
    )  # fmt: skip
    lines = [line for line in text.split("\n") if line.startswith(("- Văn phòng Sở:", "- Thanh tra Sở:"))]
    assert lines == [
        "- Văn phòng Sở: 01 hoàn thành, 02 trong hạn, 03 quá hạn",
        "- Thanh tra Sở: 09 hoàn thành",
    ]


def test_a_collective_deadline_does_not_list_all_its_units() -> None:
    many = row(units=("Thanh tra Sở", "Phòng A", "Phòng B", "Phòng C"))
    text = said(digest(Figures(in_time=1), DigestSection("due_within", "10wd", rows=(many,))))
    assert "(Thanh tra Sở; Phòng A và 02 đơn vị khác)" in text


def test_a_digest_tells_why_it_comes() -> None:
    assert (
        "Lý do nhận thư: danh sách nhận của bản tổng hợp “Tổng hợp tuần gửi Lãnh đạo Sở” (tuan-lanh-dao)."
        in said(samples.digest())
    )


def test_a_digest_asks_for_no_document_number() -> None:
    assert "dừng nhắc" not in said(samples.digest())


@given(st.builds(Figures, *[st.integers(0, 500)] * 8))
def test_the_bar_fills_its_row_exactly(figures: Figures) -> None:
    parts = bar(figures)
    assert sum(part.percent for part in parts) == (100 if parts else 0)
    assert all(part.count for part in parts)
