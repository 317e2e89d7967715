"""`dondoc read`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from dondoc.cli import run
from tests.dondoc.terminal import Terminal


def test_a_phrase_gives_one_object_for_each_deadline(terminal: Terminal) -> None:
    answer = terminal("read --year 2021 --json", "trước ngày 10/3; Quý II")
    assert [one["kind"] for one in answer.objects] == ["by", "period"]
    assert answer.objects[0]["date"] == "2021-03-10"
    assert answer.objects[0]["strict"] is True


def test_nothing_readable_is_no_line_and_exit_one(terminal: Terminal) -> None:
    answer = terminal("read --year 2021 --json", "như trên")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.strip()


def test_a_person_reads_the_kind_in_words(terminal: Terminal) -> None:
    answer = terminal("read --year 2021", "trước ngày 10/3")
    assert answer.out.startswith("theo ngày (kind: by")


def test_every_line_of_the_input_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Tháng 12\r\n\nabc\n".encode())))
    assert run(["read", "-", "--year", "2021"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["text"] for one in found] == ["Tháng 12", "", "abc"]
    assert [bool(one["problems"]) for one in found] == [False, True, True]
    assert all(set(one) == {"text", "deadlines", "problems", "warnings"} for one in found)


def test_bytes_that_are_no_text_and_endless_lines_are_answered_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        b"\xff\xfe Qu\xc3",
        "Quý I\r".encode(),
        b"9" * 1_000_000,
        b"(" * 1999,
        b"\x00",
        b"Th\xc3\xa1ng 3",
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(lines))))
    assert run(["read", "-", "--year", "2021", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [bool(one["deadlines"]) for one in found] == [False, True, False, False, False, True]
    assert [bool(one["problems"]) for one in found] == [True, False, True, True, True, False]


def test_the_year_must_be_one(terminal: Terminal) -> None:
    assert terminal("read --year hai", "Quý I").code == 2


def test_a_phrase_needs_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Terminal(tmp_path / "none", capsys)("read --year 2021 --json", "Quý I")
    assert answer.object["end"] == "2021-03-31"
