"""Pausing, holding, trying out: as an admin types it and reads it."""

from __future__ import annotations

import pytest

from tests.dondoc.terminal import Terminal

LAST = "2021-03-09T08:00"  # the last day of most of the tasks


def setting(terminal: Terminal, line: str) -> None:
    (terminal.workspace / ".env").write_text(line + "\n", encoding="utf-8")


def strict(terminal: Terminal, most: str) -> None:
    path = terminal.workspace / "data" / "units.yaml"
    text = path.read_text(encoding="utf-8").replace("{id: so,", f"{{id: so, hold_above: {most},")
    path.write_text(text, encoding="utf-8")


def mails(terminal: Terminal) -> int:
    return int(terminal("status --json").object["outbox"]["sent"])


def test_while_paused_a_pass_does_nothing_and_says_why(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    before = mails(terminal)
    assert terminal("pause", "--by", "Lê IT", "--reason", "nghỉ Tết").code == 0
    answer = terminal(f"tick --at {LAST}")
    assert answer.code == 3  # something due is undelivered
    assert "Lượt này không làm gì: hệ thống đang tạm dừng gửi thư từ" in answer.err
    assert "do Lê IT: nghỉ Tết" in answer.err
    assert mails(terminal) == before
    assert terminal("resume", "--by", "Lê IT").code == 0
    assert terminal(f"tick --at {LAST}").code == 0
    assert mails(terminal) > before


def test_a_pause_is_told_by_status_doctor_and_digest(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-01T08:00")
    terminal("pause", "--by", "Lê IT", "--reason", "nghỉ Tết")
    told = "do Lê IT: nghỉ Tết"
    assert f"{told}." in terminal("status").out
    paused = terminal("status --json").object["paused"]
    assert (paused["by"], paused["reason"]) == ("Lê IT", "nghỉ Tết")
    assert told in terminal("doctor").out
    assert f"Hệ thống đang tạm dừng gửi thư từ {paused['since'][11:16]}" in terminal("digest").out
    assert told in terminal("digest --json").object["standing"][0]
    terminal("resume", "--by", "Lê IT")
    assert told not in terminal("status").out + terminal("doctor").out + terminal("digest").out


def test_pausing_and_resuming_twice_is_no_failure_and_changes_nothing(terminal: Terminal) -> None:
    assert "hiện không tạm dừng" in terminal("resume --by an").out
    terminal("pause --by an --reason x")
    again = terminal("pause --by binh --reason y")
    assert (again.code, "do an: x" in again.out) == (0, True)
    assert terminal("status --json").object["paused"]["by"] == "an"


@pytest.mark.parametrize(
    "words",
    [
        "pause --by an",
        "pause --reason x",
        "resume",
        "trial end",
        "outbox release x",
        "outbox drop 20210309-0800",
    ],
)
def test_who_and_why_must_be_said(terminal: Terminal, words: str) -> None:
    answer = terminal(words)
    assert (answer.code, answer.out) == (2, "")
    assert "--by" in answer.err or "--reason" in answer.err


def test_a_blank_name_is_none(terminal: Terminal) -> None:
    assert terminal("pause", "--by", " ", "--reason", "x").code == 2


def test_a_large_pass_is_held_listed_and_released(terminal: Terminal) -> None:
    strict(terminal, "2")
    terminal("tick --at 2021-03-01T08:00")
    terminal("tick --at 2021-03-02T08:00")
    answer = terminal(f"tick --at {LAST}")
    assert answer.code == 3
    held = terminal("status --json").object["held"]
    (batch,) = [name for name in held if name.startswith("20210309")]
    assert f"dondoc outbox release {batch} --by AI" in answer.err
    assert f"đang giữ lại {held[batch]} thư của đợt {batch}, cần xác nhận" in terminal("status").out
    assert "đang giữ lại" in terminal("outbox list --state held").out
    before = mails(terminal)
    released = terminal(f"outbox release {batch} --by", "Lê IT")
    assert (released.code, f"{held[batch]} thư của đợt {batch}" in released.out) == (0, True)
    terminal("tick --at 2021-03-09T08:01")
    assert mails(terminal) == before + held[batch]
    again = terminal(f"outbox release {batch} --by an")
    assert (again.code, "không có đợt nào" in again.err) == (1, True)


def test_a_held_batch_can_be_dropped(terminal: Terminal) -> None:
    strict(terminal, "2")
    terminal("tick --at 2021-03-01T08:00")
    terminal(f"tick --at {LAST}")
    (batch,) = terminal("status --json").object["held"]
    before = mails(terminal)
    answer = terminal(f"outbox drop {batch} --by an --json")
    assert answer.object["released"] is False
    assert terminal("tick --at 2021-03-09T08:01").code == 0
    assert mails(terminal) == before


@pytest.mark.parametrize("most", ["0", "-1", "nhiều", "1.5", "true"])
def test_the_number_that_is_too_many_is_a_whole_number_from_one(terminal: Terminal, most: str) -> None:
    strict(terminal, most)
    answer = terminal("check")
    assert answer.code == 1
    assert "data/units.yaml:2:" in answer.out


def test_a_trial_is_told_everywhere_and_ended_on_purpose(terminal: Terminal) -> None:
    setting(terminal, "DONDOC_REDIRECT_TO=it@so.example")
    assert "chạy thử" in terminal("doctor").out  # before anything is recorded
    tick = terminal(f"tick --at {LAST}")
    assert (tick.code, "mọi thư chuyển về it@so.example" in tick.err) == (0, True)
    assert "đang chạy thử từ 08:00 ngày 09/3/2021, mọi thư chuyển về it@so.example" in terminal("status").out
    assert terminal("status --json").object["trial"]["address"] == "it@so.example"
    for words in ("doctor", "digest --at 2021-03-09"):
        assert "mọi thư chuyển về it@so.example" in " ".join(terminal(words).out.split())
    refused = terminal("trial end --by an")
    assert (refused.code, "DONDOC_REDIRECT_TO" in refused.err) == (1, True)
    setting(terminal, "")
    still = terminal("tick --at 2021-03-10T08:00")
    assert (still.code, "dondoc trial end" in still.err) == (3, True)
    assert terminal("status").out.count("đang chạy thử") == 1
    assert "Đã kết thúc chạy thử" in terminal("trial end --by an --at 2021-03-10T07:00").out
    assert terminal("tick --at 2021-03-10T08:00").code == 0
    addresses = {row["address"] for row in terminal("outbox list --json").objects}
    assert "it@so.example" not in addresses  # the record keeps whom a mail is for
    assert terminal("trial end --by an").code == 1


def test_the_end_of_a_trial_names_the_plans_opened_in_it(terminal: Terminal) -> None:
    setting(terminal, "DONDOC_REDIRECT_TO=it@so.example")
    terminal(f"tick --at {LAST}")
    terminal("plan open p --by gd")
    setting(terminal, "")
    assert "dondoc plan open p --by AI" in terminal("trial end --by an").out
    assert "Đã đưa vào hàng đợi" in terminal("plan open p --by gd").out


@pytest.mark.parametrize("address", ["khong-phai-dia-chi", "a@b, c@d", "   ", "Tên <a@b.vn>"])
def test_an_address_that_is_none_stops_everything(terminal: Terminal, address: str) -> None:
    setting(terminal, f'DONDOC_REDIRECT_TO="{address}"')
    answer = terminal(f"tick --at {LAST}")
    assert answer.code == 1
    assert ".env:1:" in answer.err
    assert "DONDOC_REDIRECT_TO" in answer.err


def test_a_preview_says_which_passes_would_wait_for_a_word(terminal: Terminal) -> None:
    words = "preview --from 2021-03-01 --to 2021-03-12"
    assert "hold_above" not in terminal(words).err
    strict(terminal, "3")
    answer = terminal(words)
    assert "Lượt 08:00 ngày 11/3/2021 có" in answer.err
    assert "quá mức 3 thư một lượt (hold_above): sẽ được giữ lại, chờ xác nhận." in answer.err
    assert answer.code == 0
