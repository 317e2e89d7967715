"""Settings: what is wrong with them, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dondoc.settings import BadSettings, read_settings
from rules.pace import Pace
from tests.dondoc.terminal import Terminal


def write(terminal: Terminal, text: str, encoding: str = "utf-8") -> None:
    (terminal.workspace / ".env").write_bytes(text.encode(encoding))


def errors(terminal: Terminal) -> list[dict[str, Any]]:
    return [one for one in terminal("check --json").objects if one["level"] == "error"]


@pytest.mark.parametrize(
    "line, words",
    [("DONDOC_NOTIFIERS=mailbox,bo-cau", "bo-cau"), ("DONDOC_NOTIFIERS=,", "kênh gửi"),
     ("DONDOC_MAIL_FROM=khong phai dia chi", "địa chỉ gửi thư"), ("DONDOC_REPLY_TO=ai đó", "địa chỉ thư"),
     ("DONDOC_DATABASE_URL=oracle://x", "oracle"), ("DONDOC_SMTP_PORT=70000", "1 đến 65535"),
     ("DONDOC_SMTP_HOST=mail.example.gov.vn:587", "chỉ ghi tên"),
     ("DONDOC_SMTP_HOST=smtp://mail.example.gov.vn", "chỉ ghi tên"),
     ("DONDOC_PUBLIC_URL=dondoc.example.gov.vn", "https://"),
     ("DONDOC_PUBLIC_URL=javascript:alert(1)", "https://"), ("DONDOC_PUBLIC_URL=http://a b", "https://")],
)  # fmt: skip
def test_what_would_stop_the_service_is_an_error_at_its_line(
    terminal: Terminal, line: str, words: str
) -> None:
    write(terminal, f"# thư\n\n{line}\n")
    (found,) = errors(terminal)
    assert (found["file"], found["line"]) == (".env", 3)
    assert words in found["message"]


@pytest.mark.parametrize(
    "line",
    ["SMTP_HOST=::1", "SMTP_HOST=10.0.0.25", "SMTP_HOST=mail", "PUBLIC_URL=http://10.0.0.5:8080/nhac-viec",
     "PUBLIC_URL=HTTPS://dondoc.example.gov.vn", "PUBLIC_URL=http://[::1]:8080/?a=b#c"],
)  # fmt: skip
def test_an_unusual_place_on_the_network_is_taken(terminal: Terminal, line: str) -> None:
    write(terminal, f"DONDOC_{line}\n")
    assert errors(terminal) == []


def test_authorities_that_cannot_be_read_are_an_error(terminal: Terminal) -> None:
    write(terminal, "DONDOC_NOTIFIERS=email\nDONDOC_SMTP_CA_FILE=none.pem\n")
    (found,) = errors(terminal)
    assert found["line"] == 2
    assert "không có tệp hoặc thư mục này" in found["message"]


def test_a_setting_of_the_environment_is_not_told_of_the_file(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(terminal, "DONDOC_SMTP_PORT=25\n")
    monkeypatch.setenv("DONDOC_SMTP_PORT", "không")
    (found,) = errors(terminal)
    assert found["file"] == "môi trường"


@pytest.mark.parametrize(
    "text, line, column, words",
    [("A=1\n\n  thư rác\n", 3, 3, "không phải là một thiết lập"), ("A=1\n=5\n", 2, 1, "tên thiết lập"),
     ("A B=5\n", 1, 1, "tên thiết lập"), ("DONDOC_MAIL_FROM\n", 1, 1, "không phải là một thiết lập"),
     ("A='chưa đóng\n", 1, 1, "dấu nháy")],
)  # fmt: skip
def test_a_line_that_sets_nothing_is_an_error_in_vietnamese(
    terminal: Terminal, text: str, line: int, column: int, words: str
) -> None:
    write(terminal, text)
    answer = terminal("check --json")
    (found,) = [one for one in answer.objects if one["level"] == "error"]
    assert (found["file"], found["line"], found["column"], found["code"]) == (".env", line, column, "V703")
    assert words in found["message"]
    assert "could not parse" not in answer.err


def test_a_secret_is_not_repeated(terminal: Terminal) -> None:
    write(terminal, "DONDOC MAT KHAU=bí-mật\n")
    assert "bí-mật" not in terminal("check").out


def test_a_file_of_another_encoding_is_told_as_any_other(terminal: Terminal) -> None:
    write(terminal, "DONDOC_MAIL_FROM=Sở <a@so.example>\n", "utf-16")
    (found,) = errors(terminal)
    assert (found["file"], found["code"]) == (".env", "Y101")
    assert terminal("deadlines").code == 1


def test_values_in_quotes_and_exports_are_read(terminal: Terminal) -> None:
    write(terminal, "\ufeffexport DONDOC_SMTP_PORT='2525'  # cổng\nDONDOC_TIMEZONE=\"Asia/Bangkok\"\n")
    assert errors(terminal) == []


@pytest.mark.parametrize("value", ["0", "-5", "nhiều", "1.5"])
@pytest.mark.parametrize("name", ["SMTP_PER_MINUTE", "SMTP_PER_HOUR"])
def test_a_limit_of_mails_is_a_whole_number_from_one(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=f"DONDOC_{name}: “{value}” không phải số thư"):
        read_settings(tmp_path, {f"DONDOC_{name}": value})


def test_without_limits_all_mails_may_go_at_once(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).pace == Pace()
    assert read_settings(tmp_path, {"DONDOC_SMTP_PER_HOUR": "500"}).pace == Pace(None, 500)


@pytest.mark.parametrize(
    "line, code",
    [("DONDOC_SMTP_CA_FILE=a\0b", "Y103"), ("DONDOC_SMTP_PASSWORD_FILE=/dev/zero", "V701"),
     ("DONDOC_TIMEZONE=Asia", "V701"), (f"DONDOC_TIMEZONE={'a' * 5000}", "V701"),
     (f"DONDOC_SMTP_PORT={'9' * 5000}", "V701"), ("DONDOC_DATABASE_URL=postgresql://[::", "V701")],
)  # fmt: skip
def test_values_that_no_system_takes_are_errors_and_no_traceback(
    terminal: Terminal, line: str, code: str
) -> None:
    write(terminal, line)
    (found,) = errors(terminal)
    assert (found["line"], found["code"]) == (1, code)


def test_a_folder_in_the_place_of_the_settings_is_told_of(terminal: Terminal) -> None:
    (terminal.workspace / ".env").mkdir()
    (found,) = errors(terminal)
    assert found["code"] == "V702"


def test_settings_saved_by_notepad_as_unicode_are_told_of(terminal: Terminal) -> None:
    write(terminal, "DONDOC_TIMEZONE=Asia/Ho_Chi_Minh\n", "utf-16-le")
    (found,) = errors(terminal)
    assert (found["line"], found["code"]) == (1, "Y101")
