"""`dondoc results`: a sheet goes out, comes back filled in, and is recorded whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.answers import Answer
from tests.dondoc.filled import HEAD, Book
from tests.dondoc.terminal import Terminal, texts
from tests.service.places import Place, place

KT, XD = "Phòng Kinh tế", "Phòng Xây dựng"


def midnight(*day: int) -> dt.datetime:
    """A day as a spreadsheet keeps it."""
    return dt.datetime(*day)  # type: ignore[arg-type]  # noqa: DTZ001 - a cell has no zone


def take(terminal: Terminal | Place, path: Path, *options: str) -> Answer:
    return terminal("results import --by an", str(path), *options)


def row(terminal: Terminal, id_: str) -> dict[str, Any]:
    (found,) = [one for one in terminal("deadlines --at 2021-12-31 --json").objects if one["id"] == id_]
    return found


def verdicts(terminal: Terminal, path: Path, *options: str) -> list[str]:
    return [one["verdict"] for one in take(terminal, path, "--json", *options).objects]


def test_the_sheet_has_a_row_for_each_deadline_and_lead(terminal: Terminal) -> None:
    book = Book(terminal)
    assert [len(book.rows(key)) for key in ("p/I.1/han", "p/I.2/han", "p/I.8/a")] == [1, 2, 1]
    assert [book.sheet.cell(row, book.column("unit")).value for row in book.rows("p/I.2/han")] == [KT, XD]


def test_the_last_day_is_a_date_and_what_is_filled_in_is_empty(terminal: Terminal) -> None:
    book = Book(terminal)
    (at,) = book.rows("p/I.1/han")
    assert book.sheet.cell(at, book.column("last_day")).value == midnight(2021, 3, 9)
    assert book.sheet.cell(at, book.column("done_on")).value is None


def test_the_sheet_prints_across_a4_with_its_headings_in_sight_and_its_keys_locked(
    terminal: Terminal,
) -> None:
    sheet = Book(terminal).sheet
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.freeze_panes, sheet.print_title_rows) == (f"A{HEAD + 1}", f"${HEAD}:${HEAD}")
    assert sheet.protection.sheet
    assert [sheet.cell(HEAD + 1, column).protection.locked for column in (1, 5, 6, 11)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert {one.type for one in sheet.data_validations.dataValidation} == {"date", "list"}


def test_one_unit_gets_its_own_rows(terminal: Terminal) -> None:
    book = Book(terminal, "--unit", XD)
    assert {cell.value for (cell,) in book.sheet.iter_rows(HEAD + 1, min_col=3, max_col=3)} == {XD}


def test_what_is_not_known_is_not_exported(terminal: Terminal) -> None:
    out = str(terminal.workspace / "x.xlsx")
    assert "Không có kế hoạch “q”" in terminal("results export --plan q -o", out).err
    assert "không có đơn vị “Phòng Lạ”" in terminal("results export -o", out, "--unit", "Phòng Lạ").err
    assert not Path(out).exists()


def test_a_sheet_with_answers_is_not_written_over_before_they_are_taken_in(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on="08/3/2021")
    path = book.save()
    again = terminal("results export -o", str(path))
    assert (again.code, "có kết quả chưa nhập" in again.err) == (1, True)
    take(terminal, path)
    assert terminal("results export -o", str(path)).code == 0


def test_the_sheet_is_an_excel_file_by_name_too(terminal: Terminal) -> None:
    out = terminal.workspace / "ket-qua.csv"
    assert (terminal("results export -o", str(out)).code, out.exists()) == (2, False)


def test_a_result_wrongly_told_as_nothing_to_do_is_corrected_in_the_sheet(terminal: Terminal) -> None:
    book = Book(terminal)
    choices = [one.formula1 for one in book.sheet.data_validations.dataValidation if one.type == "list"]
    assert choices == ['"x,không"']
    book.put("p/I.1/han", no_output="x", done_on="08/3/2021")
    (told,) = take(terminal, book.save(), "--json").objects
    book.put("p/I.1/han", no_output="không", document="12/BC")
    (corrected,) = take(terminal, book.save(), "--json").objects
    assert (told["no_output"], corrected["no_output"], corrected["verdict"]) == (True, False, "corrected")


def test_a_round_trip_records_what_was_filled_in(tmp_path: Path, database_url: str) -> None:
    office = place(tmp_path, texts(), DATABASE_URL=database_url)
    book = Book(office)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5), document="18/BC-KT", note="gửi kèm phụ lục")
    book.put("p/I.2/han", KT, done_on="11.3.21", document=27)
    book.put("p/I.2/han", XD, submitted="08/03/2021", blocked="Chờ số liệu")
    book.put("p/I.8/b", no_output="X")
    answer = take(office, book.save())
    assert answer.code == 0, answer.err
    assert answer.err.startswith("Đã ghi 5 kết quả mới, sửa 0; ")
    rows = {one["id"]: one for one in office("deadlines --json").objects}
    both = rows["p/I.2/han"]
    assert (rows["p/I.1/han"]["done_on"], rows["p/I.8/b"]["state"]) == ("2021-03-05", "done")
    assert (both["open"], both["submitted"], both["blocked"]) == (["xd"], "2021-03-08", "Chờ số liệu")
    figures = office("digest --at 2021-03-15 --json").object["figures"]
    assert (figures["done_on_time"], figures["submitted"]) == (1, 1)
    exported = Book(office)
    (at,) = exported.rows("p/I.1/han")
    state = exported.sheet.cell(at, exported.column("state")).value
    assert state == "hoàn thành đúng hạn, văn bản số 18/BC-KT ngày 05/3/2021"


def test_a_second_run_records_nothing_more(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5), submitted=dt.date(2021, 3, 4), blocked="Chờ ý kiến")
    book.put("p/I.8/a", no_output="có")
    path = book.save()
    assert verdicts(terminal, path) == ["new"] * 4
    history = terminal("explain p/I.1/han --json").out
    assert verdicts(terminal, path) == ["known"] * 4
    assert take(terminal, path).err.startswith("Không có gì mới; 4 đã ghi từ trước")
    assert terminal("explain p/I.1/han --json").out == history


def test_a_dry_run_shows_everything_and_records_nothing(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5), document="18/BC")
    answer = terminal("results import --dry-run", str(book.save()))
    assert "hoàn thành ngày 05/3/2021, số 18/BC" in answer.out
    assert "Chưa ghi gì" in answer.err
    assert not (terminal.workspace / "var").exists()
    assert row(terminal, "p/I.1/han")["done_on"] is None


def test_a_correction_is_shown_as_one_and_the_last_word_counts(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05 --document 18/BC")
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 12), document="19/BC")
    path = book.save()
    assert "sửa; trước đó: ngày 05/3/2021, số 18/BC" in take(terminal, path).out
    assert (row(terminal, "p/I.1/han")["state"], row(terminal, "p/I.1/han")["term"]) == ("done-late", 1)
    assert verdicts(terminal, path) == ["known"]


def test_a_number_that_came_later_is_added_to_the_recorded_day(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05")
    book = Book(terminal)
    book.put("p/I.1/han", document="18/BC")
    (found,) = take(terminal, book.save(), "--json").objects
    assert (found["verdict"], found["on"], found["document"]) == ("corrected", "2021-03-05", "18/BC")


def test_the_line_that_nobody_leads_can_be_corrected_too(terminal: Terminal) -> None:
    plan = terminal.workspace / "data/plans/p.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("lead: [xd]", "lead: []"), encoding="utf-8")
    terminal("event p/I.4 --on 2021-03-01 --to 2021-03-31")
    for day in (5, 6):
        book = Book(terminal)
        book.put("p/I.4/han", done_on=dt.date(2021, 3, day))
        assert take(terminal, book.save()).code == 0
    assert row(terminal, "p/I.4/han")["done_on"] == "2021-03-06"


def test_a_result_from_before_a_reopening_is_not_recorded_again(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5))
    path = book.save()
    take(terminal, path)
    terminal("reopen p/I.1 --by an --on 2021-03-08")
    assert "đã ghi trước khi mở lại" in take(terminal, path).out
    assert row(terminal, "p/I.1/han")["state"] == "overdue"


def test_the_true_day_of_what_was_finished_before_loading_is_recorded_as_new(terminal: Terminal) -> None:
    terminal("plan open p --by an --done-before 2021-03-20")
    book = Book(terminal)
    book.put("p/I.1/han", done_on="05/3/2021", document="18/BC")
    path = book.save()
    assert [verdicts(terminal, path), verdicts(terminal, path)] == [["new"], ["known"]]
    assert row(terminal, "p/I.1/han")["done_on"] == "2021-03-05"


def test_a_twin_closed_by_the_row_before_is_known(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.6/han", done_on="05/3/2021")
    book.put("p/I.7/han", done_on="05/3/2021")
    assert verdicts(terminal, book.save()) == ["new", "known"]


def test_every_wrong_cell_is_named_and_nothing_is_recorded(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5))
    places = [
        (
            book.put("p/I.2/han", KT, done_on="31/11/2021"),
            "không có ngày “31/11/2021”; cho phép ngày có thật",
        ),
        (book.put("p/I.2/han", XD, done_on="05/12"), "thiếu năm"),
        (book.put("p/I.5/han", done_on=dt.date(2199, 1, 1)), "chưa đến"),
        (book.put("p/I.6/han", no_output="chắc vậy"), "cho phép x, X, có"),
        (book.put("p/I.7/han", document=dt.date(2021, 3, 12)), "đã đổi số văn bản thành ngày tháng"),
        (book.put("p/I.8/a", document="18/BC"), "chưa có ngày hoàn thành"),
        (book.put("p/I.3/han", done_on="05/3/2021"), "đang chờ sự kiện"),
        (
            book.put("p/I.8/b", done_on="05/3/2021", key="p/I.8/c"),
            "“p/I.8/c” chưa chỉ rõ một thời hạn; hiện có: p/I.8/a",
        ),
    ]
    answer = take(terminal, book.save())
    assert answer.code == 1
    for address, words in places:
        (told,) = [line for line in answer.err.splitlines() if f"ô {address}:" in line]
        assert words in told
    assert "Không ghi dòng nào: 8 chỗ cần sửa" in answer.err
    assert row(terminal, "p/I.1/han")["done_on"] is None


def test_a_wrong_key_is_named_beside_a_wrong_day_of_the_same_row(terminal: Terminal) -> None:
    book = Book(terminal)
    key = book.put("p/I.1/han", key="p/I.9/han")
    day = book.put("p/I.9/han", done_on="hôm qua")
    told = take(terminal, book.save()).err
    assert f"ô {key}: không có thời hạn “p/I.9/han”" in told
    assert f"ô {day}: “hôm qua” không phải ngày" in told


def test_a_unit_that_does_not_lead_is_refused_by_its_cell(terminal: Terminal) -> None:
    book = Book(terminal)
    address = book.put("p/I.1/han", done_on="05/3/2021", unit=XD)
    told = f"ô {address}: {XD} không chủ trì p/I.1/han; cho phép {KT}"
    assert told in take(terminal, book.save()).err


def test_two_rows_that_disagree_are_refused(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on="05/3/2021")
    book.put("p/I.8/a", done_on="06/3/2021", key="p/I.1/han")
    assert "nói khác dòng 5" in take(terminal, book.save()).err


def test_a_day_before_the_plan_is_warned_of_and_recorded(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on="05/3/2020")
    answer = take(terminal, book.save())
    assert (answer.code, "trước khi việc bắt đầu (31/12/2020)" in answer.out) == (0, True)


def test_a_note_alone_is_told_and_not_recorded(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", note="đang làm")
    answer = take(terminal, book.save())
    assert (answer.code, "ghi chú “đang làm” không đi kèm kết quả" in answer.out) == (0, True)


def turned_round(sheet: Worksheet) -> None:
    """Rows and columns in another order, an extra column, another name, a filtered row, a footer."""
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(HEAD)]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    for line in (rows[0], *reversed(rows[1:])):
        sheet.append(["" if line is not rows[0] else "Người lập", *reversed(line)])
    sheet.append(["Cộng", *[None] * 5, "Người lập biểu", "Thủ trưởng"])
    sheet.title = "Tháng 3 (đã sửa)"
    sheet.row_dimensions[9].hidden = True


def test_order_names_and_extra_columns_do_not_matter(terminal: Terminal) -> None:
    book = Book(terminal)
    book.put("p/I.1/han", done_on=dt.date(2021, 3, 5), document="18/BC")
    book.put("p/I.2/han", XD, done_on=dt.date(2021, 3, 5))
    answer = take(terminal, book.save(turned_round), "--json")
    assert answer.code == 0, answer.err
    assert "dòng 12 không có mã thời hạn: không đọc" in answer.err
    assert {(one["deadline"], one["unit"]) for one in answer.objects} == {
        ("p/I.1/han", "kt"), ("p/I.2/han", "xd"),
    }  # fmt: skip


def test_a_cell_merged_over_rows_holds_for_each(terminal: Terminal) -> None:
    book = Book(terminal)
    first, last = book.rows("p/I.2/han")
    column = book.column("done_on")
    book.sheet.cell(first, column).value = dt.date(2021, 3, 5)
    book.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    assert verdicts(terminal, book.save()) == ["new", "new"]
    assert row(terminal, "p/I.2/han")["state"] == "done"


def test_a_formula_without_a_value_is_named(terminal: Terminal) -> None:
    book = Book(terminal)
    address = book.put("p/I.1/han", done_on="=DATE(2021,3,5)")
    assert f"ô {address}: công thức chưa có giá trị" in take(terminal, book.save()).err


def test_a_column_twice_is_named(terminal: Terminal) -> None:
    book = Book(terminal)
    book.sheet.cell(HEAD, 12).value = "Ngày hoàn thành"
    assert "ô L4: cột “Hoàn thành ngày” có hai lần" in take(terminal, book.save()).err


def test_a_file_that_is_no_sheet_of_results_is_refused(terminal: Terminal) -> None:
    other = openpyxl.Workbook()
    other.worksheets[0].append(["Số", "Tên"])
    path = terminal.workspace / "khac.xlsx"
    other.save(path)
    assert (take(terminal, path).code, take(terminal, terminal.workspace / "khong.xlsx").code) == (1, 3)
    text = terminal.workspace / "a.txt"
    text.write_text("chữ", encoding="utf-8")
    assert "cần tệp Excel" in take(terminal, text).err
    text.with_suffix(".xlsx").write_text("chữ", encoding="utf-8")
    assert "tệp hỏng hoặc sai đuôi" in take(terminal, text.with_suffix(".xlsx")).err


def test_who_recorded_must_be_named(terminal: Terminal) -> None:
    path = Book(terminal).save()
    assert terminal("results import", str(path)).code == 2


def test_words_that_begin_like_a_formula_stay_words(terminal: Terminal) -> None:
    plan = terminal.workspace / "data/plans/p.yaml"
    text = plan.read_text(encoding="utf-8").replace("title: Việc I.1,", "title: '=1+1',")
    plan.write_text(text, encoding="utf-8")
    book = Book(terminal)
    cell = book.sheet.cell(book.rows("p/I.1/han")[0], book.column("title"))
    assert (cell.value, cell.data_type) == ("=1+1", "s")
