"""`dondoc check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal, terminal, texts
from tests.small import files_of, rule, task

FIELDS = {"file", "line", "column", "level", "code", "message", "hint"}


def test_a_good_workspace_passes_with_its_warnings(terminal: Terminal) -> None:
    answer = terminal("check --json")
    assert answer.code == 0
    assert {one["level"] for one in answer.objects} <= {"warning"}
    assert "0 lỗi" in answer.err or "Không có lỗi" in answer.err


def test_problems_of_all_files_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = texts() | {
        "data/calendar.yaml": "years:\n  2021: {off: [2021-02-31]}\n",
        "rules/10.yaml": "rules:\n\t- x\n",
    }
    files["data/plans/p.yaml"] += "  - {key: I.9, titel: Việc}\n"
    answer = terminal(tmp_path, capsys, files)("check --json")
    wrong = {one["file"] for one in answer.objects if one["level"] == "error"}
    assert answer.code == 1
    assert wrong == {"data/calendar.yaml", "rules/10.yaml", "data/plans/p.yaml"}
    assert all(set(one) == FIELDS for one in answer.objects)


def test_a_person_reads_the_place_of_each_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = texts() | {"data/calendar.yaml": "years:\n  2021: {off: [2021-02-31]}\n"}
    answer = terminal(tmp_path, capsys, files)("check")
    assert answer.out.splitlines()[0].startswith("data/calendar.yaml:2:")
    assert "1 lỗi" in answer.err


def test_settings_are_looked_at_too(terminal: Terminal) -> None:
    (terminal.workspace / ".env").write_text("# thư\nDONDOC_SMTP_PORTT=25\n")
    (found,) = [one for one in terminal("check --json").objects if one["file"] == ".env"]
    assert (found["line"], found["level"]) == (2, "warning")
    assert "DONDOC_SMTP_PORT" in found["message"]


def test_a_setting_that_cannot_be_used_is_an_error(terminal: Terminal) -> None:
    (terminal.workspace / ".env").write_text("DONDOC_SMTP_PORT=không\n")
    answer = terminal("check --json")
    (found,) = [one for one in answer.objects if one["file"] == ".env"]
    assert (answer.code, found["level"], found["line"]) == (1, "error", 1)


def test_a_template_of_the_workspace_that_fails_is_told_with_its_line(terminal: Terminal) -> None:
    (terminal.workspace / "templates").mkdir()
    (terminal.workspace / "templates" / "mail.txt.j2").write_text("Kính gửi\n{{ v.khong_co }}\n")
    answer = terminal("check --json")
    (found,) = [one for one in answer.objects if one["file"].startswith("templates/")]
    assert (answer.code, found["line"]) == (1, 2)


def test_a_folder_that_is_not_there_could_not_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Terminal(tmp_path / "none", capsys)("check")
    assert answer.code == 3
    assert "Không có thư mục làm việc" in answer.err


def test_what_matters_most_comes_first_for_a_person_and_files_are_in_order_for_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day_off = "{kind: by, date: 2021-12-05, strict: true}"
    doubt = "{kind: by, date: 2021-03-10, ambiguous: true}"
    files = texts() | files_of(
        rule("{id: a, before: 1wd, to: lead}"),
        task(day_off, assignees="{kt: an}", more="warnings: [Thiếu chữ.],"),
        task(doubt, key="I.2", assignees="{kt: an}"),
        task(day_off, key="I.3", lead="[]", assignees="{}"),
    )
    check = terminal(tmp_path, capsys, files)
    (check.workspace / "data/calendar.yaml").write_text("years: {2021: {notice: TB, confirmed: partly}}\n")
    said = [line.split(": ", 2)[1].split()[-1] for line in check("check --at 2021-06-01").out.splitlines()]
    places = [(one["file"], one["line"]) for one in check("check --json").objects]
    assert said == ["W936", "W934", "W937", "W937", "W924", "W950"]
    assert places == sorted(places)


def test_a_setting_that_cannot_be_read_hides_no_other_one(terminal: Terminal) -> None:
    (terminal.workspace / ".env").write_text(
        "DONDOC_SMTP_TLS=startls\nDONDOC_NOTIFIERS=emial\nDONDOC_LOGFORMAT=json\n", encoding="utf-8"
    )
    found = [one for one in terminal("check --json").objects if one["file"] == ".env"]
    assert [(one["line"], one["code"]) for one in found] == [(1, "V701"), (2, "V701"), (3, "V751")]
    assert "ý bạn là starttls?" in found[0]["message"]
    assert "ý bạn là email?" in found[1]["message"]


def test_what_depends_on_the_day_is_judged_as_of_the_day_asked(terminal: Terminal) -> None:
    codes = {
        day: terminal(f"check --at {day} --json").out.count("W940") for day in ("2022-03-31", "2022-04-01")
    }
    assert codes == {"2022-03-31": 0, "2022-04-01": 1}


def test_a_code_is_explained_by_name(terminal: Terminal) -> None:
    answer = terminal("check --explain w937")
    assert answer.code == 0
    assert answer.out.startswith("W937: Ngày ghi trong kế hoạch là ngày nghỉ.")
    assert "Cách sửa: " in answer.out
    assert terminal("check --explain R220 --json").object.keys() == {"code", "means", "mend"}


def test_an_unknown_code_is_wrong_use_with_the_nearest_one(terminal: Terminal) -> None:
    answer = terminal("check --explain W99")
    assert answer.code == 2
    assert "ý bạn là W9" in answer.err


def test_every_error_has_a_hint(terminal: Terminal) -> None:
    broken = "rules:\n  - id: x\n    match: {}\n    steps:\n      - {id: a, after: 1wd}\n"
    (terminal.workspace / "rules" / "98-x.yaml").write_text(broken, "utf-8")
    (terminal.workspace / ".env").write_text("DONDOC_SMTP_PORT=không\n", "utf-8")
    errors = [one for one in terminal("check --json").objects if one["level"] == "error"]
    assert {one["code"]: one["hint"] for one in errors} == {
        "R202": "thêm khóa được nêu vào đúng nhóm ấy",
        "V701": "sửa dòng được nêu của .env, hoặc biến môi trường cùng tên",
    }
