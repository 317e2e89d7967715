"""`dondoc outbox`, `dondoc status`, `dondoc doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dondoc.terminal import Terminal
from tests.notifiers.relay import PASSWORD, USER, Relay, certificates, running


def env(terminal: Terminal, *lines: str) -> None:
    (terminal.workspace / ".env").write_text("\n".join(lines) + "\n", encoding="utf-8")


def closed_relay(terminal: Terminal) -> None:
    """A relay at which nobody answers."""
    env(terminal, "DONDOC_NOTIFIERS=email", "DONDOC_SMTP_HOST=127.0.0.1", "DONDOC_SMTP_PORT=9",
        "DONDOC_SMTP_TLS=none", "DONDOC_MAIL_FROM=vp@so.example")  # fmt: skip


def findings(terminal: Terminal) -> dict[str, dict[str, Any]]:
    return {one["what"]: one for one in terminal("doctor --json").objects}


def test_what_was_sent_is_listed(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    rows = terminal("outbox list --json").objects
    assert {row["state"] for row in rows} == {"sent"}
    assert rows[0]["at"] == "2021-03-04T08:00:00+07:00"
    assert terminal("outbox list --state dead --json").objects == []


def test_a_mail_that_waits_is_shown_retried_and_dropped(terminal: Terminal) -> None:
    closed_relay(terminal)
    assert terminal("tick --at 2021-03-04T08:00").code == 3
    id_ = terminal("outbox list --state pending --json").objects[0]["id"]
    shown = terminal("outbox show", id_, "--json").object
    assert (shown["reason"], shown["attempts"]) == ("connection", 1)
    assert "không kết nối được máy chủ thư" in terminal("outbox show", id_).out
    assert terminal("outbox retry", id_).code == 0
    assert terminal("outbox drop", id_.strip("<>")).code == 0
    assert terminal("outbox show", id_, "--json").object["state"] == "cancelled"
    assert terminal("outbox drop", id_).code == 1


def test_an_unknown_mail_is_a_problem(terminal: Terminal) -> None:
    assert [terminal(f"outbox {what} x@y").code for what in ("show", "retry", "drop")] == [1, 1, 1]


def test_before_the_first_start_there_is_nothing_in_force(terminal: Terminal) -> None:
    answer = terminal("status --json")
    assert answer.code == 0
    assert (answer.object["revision"], answer.object["nodes"], answer.object["next_wake"]) == (None, [], None)
    assert not (terminal.workspace / "var").exists()


def test_the_files_in_force_and_the_next_wake_are_told(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    found = terminal("status --json").object
    assert found["in_force"] is True
    assert found["next_wake"].endswith("+07:00")
    assert found["next_wake"] > "2021-03-05T08:00:00+07:00"  # due long ago: it is due now
    assert "Việc kế tiếp: ngay lượt chạy tới." in terminal("status").out
    assert found["outbox"]["sent"] > 0
    assert "Tệp đang dùng: bản" in terminal("status").out


def test_bad_files_are_told_beside_the_last_good_ones(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    (terminal.workspace / "rules" / "10.yaml").write_text("rules: []\n")
    answer = terminal("status")
    assert answer.code == 1
    assert "bản tốt gần nhất vẫn được dùng" in answer.out
    assert "rules/10.yaml:1:" in answer.out


def test_edited_files_that_are_not_loaded_yet_are_told(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    path = terminal.workspace / "rules" / "10.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# sửa\n", encoding="utf-8")
    assert "chưa được nạp" in terminal("status").out
    assert terminal("status --json").object["in_force"] is False


def test_a_database_that_is_away_is_one_line_and_exit_three(terminal: Terminal) -> None:
    env(terminal, "DONDOC_DATABASE_URL=oracle://x")
    for words in ("status", "outbox list", "done p/I.1 --by an"):
        answer = terminal(words)
        assert answer.code == 3
        assert "Không hỗ trợ loại cơ sở dữ liệu" in answer.err


def test_a_sound_installation_is_told_line_by_line(terminal: Terminal) -> None:
    env(terminal, "DONDOC_TIMEZONE=Asia/Bangkok")  # the same hours
    found = findings(terminal)
    assert found["tệp"]["good"]
    assert found["múi giờ"]["good"]
    assert found["cơ sở dữ liệu"]["good"]


def test_each_trouble_has_a_remedy(terminal: Terminal) -> None:
    closed_relay(terminal)
    with (terminal.workspace / ".env").open("a", encoding="utf-8") as file:
        file.write("DONDOC_TIMEZONE=UTC\nDONDOC_DATABASE_URL=oracle://u:p@x\n")
    (terminal.workspace / ".env").chmod(0o644)
    (terminal.workspace / "rules" / "10.yaml").write_text("rules: []\n")
    answer = terminal("doctor --json")
    bad = {one["what"]: one["remedy"] for one in answer.objects if not one["good"]}
    assert answer.code == 1
    assert {"tệp", "múi giờ", "cơ sở dữ liệu", "quyền tệp .env", "máy chủ thư"} <= set(bad)
    assert all(bad.values())


def test_the_relay_is_tried_with_its_certificate_and_login(terminal: Terminal, tmp_path: Path) -> None:
    made = certificates(tmp_path)
    (terminal.workspace / "matkhau").write_text(PASSWORD)
    (terminal.workspace / "matkhau").chmod(0o600)
    with running(Relay(), starttls=made.server, login=True) as relay:
        settings = [
            "DONDOC_NOTIFIERS=email", "DONDOC_SMTP_HOST=127.0.0.1", f"DONDOC_SMTP_PORT={relay.port}",
            f"DONDOC_SMTP_CA_FILE={made.ca_file}", f"DONDOC_SMTP_USER={USER}",
            "DONDOC_SMTP_PASSWORD_FILE=matkhau", "DONDOC_MAIL_FROM=vp@so.example",
        ]  # fmt: skip
        env(terminal, *settings)
        found = findings(terminal)
        assert found["máy chủ thư"]["good"], found["máy chủ thư"]["said"]
        (terminal.workspace / "matkhau").write_text("sai")
        refused = findings(terminal)["máy chủ thư"]
    assert not refused["good"]
    assert "DONDOC_SMTP_USER" in refused["remedy"]


@pytest.mark.parametrize("words", ["status", "doctor", "outbox list", "digest", "plan list", "explain p/I.1"])
def test_a_folder_that_is_not_there_is_exit_three(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    answer = Terminal(tmp_path / "none", capsys)(words)
    assert answer.code == 3
    assert "Không có thư mục làm việc" in answer.err


def test_what_a_report_makes_due_is_due_now(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    terminal("done p/I.1 --by an --on 2021-03-05")
    assert "1970" not in terminal("status").out
    assert "ngay lượt chạy tới" in terminal("status").out
