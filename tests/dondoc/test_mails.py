"""`dondoc render` and `dondoc digest`."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

from tests.dondoc.terminal import Terminal


def test_a_mail_is_shown_as_it_would_go_at_its_moment(terminal: Terminal) -> None:
    said = terminal("render --to an@so.example --at 2021-03-09T08:00").out
    assert "Việc I.1" in said
    assert "thứ Ba, ngày 09/3/2021" in said


def test_a_bare_date_is_eight_in_the_morning(terminal: Terminal) -> None:
    assert "Việc I.1" in terminal("render --to AN@so.example --at 2021-03-09").out


def test_a_moment_without_a_mail_names_the_last_one(terminal: Terminal) -> None:
    answer = terminal("render --to an@so.example --at 2021-03-08T09:00")
    assert answer.code == 1
    assert "thư gần nhất lúc 2021-03-05T08:00" in answer.err


def test_a_whole_mail_goes_to_a_file(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "thu.eml"
    answer = terminal("render --to an@so.example --at 2021-03-09 --format eml -o", str(out))
    mail = message_from_bytes(out.read_bytes())
    assert answer.out == ""
    assert "an@so.example" in mail["To"]


def test_html_is_html(terminal: Terminal) -> None:
    assert "<html" in terminal("render --digest tuan --at 2021-03-15 --format html").out


def test_a_mail_that_was_sent_is_shown_by_its_id(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    (sent,) = [one for one in terminal("outbox list --json").objects if one["address"] == "an@so.example"]
    said = terminal("render", sent["id"].strip("<>")).out
    assert "Việc I.1" in said
    assert terminal("render", sent["id"], "--format", "html").out.startswith("<!DOCTYPE html")


def test_an_unknown_id_is_a_problem(terminal: Terminal) -> None:
    assert terminal("render", "<x@y>").code == 1


def test_just_one_thing_is_rendered(terminal: Terminal) -> None:
    assert terminal("render").code == 2
    assert terminal("render --to an@so.example --digest tuan").code == 2


def test_a_digest_counts_what_was_done_by_its_day(terminal: Terminal) -> None:
    terminal("done p/I.1 --by an --on 2021-03-05")
    before, after = (terminal(f"digest --at {day} --json").object for day in ("2021-03-04", "2021-03-08"))
    assert (before["figures"]["done_on_time"], after["figures"]["done_on_time"]) == (0, 1)


def test_a_plan_that_is_no_longer_urged_is_not_in_the_digest(terminal: Terminal) -> None:
    found = terminal("digest --at 2099-03-15T07:30 --json").object
    assert (found["week"], found["figures"]["deadlines"]) == ("2099-W11", 0)


def test_a_digest_without_a_record_knows_of_no_report(terminal: Terminal) -> None:
    found = terminal("digest --at 2021-03-15 --json").object
    assert (found["id"], found["week"], found["at"]) == ("tuan", "2021-W11", "2021-03-15T08:00:00+07:00")
    assert (found["figures"]["tasks"], found["figures"]["deadlines"], found["figures"]["overdue"]) == (
        8,
        9,
        6,
    )
    overdue = next(section for section in found["sections"] if section["name"] == "overdue")
    assert len(overdue["rows"]) == 6
    assert not (terminal.workspace / "var").exists()


def test_a_digest_reads_as_its_mail(terminal: Terminal) -> None:
    assert "08 nhiệm vụ, 09 mốc thời hạn" in " ".join(terminal("digest --at 2021-03-15").out.split())


def test_an_unknown_digest_names_those_there_are(terminal: Terminal) -> None:
    answer = terminal("digest --id x")
    assert answer.code == 1
    assert "hiện có: tuan" in answer.err


def test_the_program_itself_writes_a_mail_byte_for_byte(terminal: Terminal, root: Path) -> None:
    command = [sys.executable, "-m", "dondoc", "-C", str(terminal.workspace), "render", "--digest", "tuan"]
    answer = subprocess.run(
        [*command, "--at", "2021-03-15", "--format", "eml"],
        cwd=root, env={**os.environ, "LANG": "C"}, capture_output=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0
    assert b"\r\nMIME-Version: 1.0\r\n" in answer.stdout
