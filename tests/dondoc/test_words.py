"""What the command line library says: Vietnamese only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.catalogue import compiled, entries, source
from dondoc.cli import COMMANDS
from dondoc.words import CATALOGUE
from tests.dondoc.terminal import Terminal

HEAVY = ("sqlalchemy", "pydantic", "jinja2", "holidays", "apscheduler", "yaml")


def test_the_compiled_catalogue_is_made_from_its_source() -> None:
    assert CATALOGUE.read_bytes() == compiled(source(CATALOGUE).read_text(encoding="utf-8"))


def test_every_sentence_keeps_its_blanks() -> None:
    for original, translated in entries(source(CATALOGUE).read_text(encoding="utf-8")):
        blanks = {word.split("}")[0].split("!")[0] for word in translated.split("{")[1:]}
        known = {word.split("}")[0].split("!")[0] for word in original.split("{")[1:]}
        assert blanks <= known, original


@pytest.mark.parametrize(
    "words, said",
    [
        ("frob", "Không có lệnh “frob”"),
        ("deadlines --frob", "Không có tùy chọn “--frob”"),
        ("diff", "Thiếu đối số"),
        ("explain", "cần mã một thời hạn, hoặc --person"),
        ("done p/I.1", "Thiếu tùy chọn"),
        ("deadlines --at", "cần giá trị đi kèm"),
        ("deadlines a b", "Thừa đối số"),
        ("deadlines --at 2021-02-30", "Giá trị không hợp lệ cho"),
        ("outbox list --state x", "không hợp lệ; cho phép:"),
        ("outbox", "Cách dùng:"),
    ],
)
def test_wrong_use_is_told_in_vietnamese(terminal: Terminal, words: str, said: str) -> None:
    answer = terminal(words)
    assert answer.code == 2
    assert said in answer.err
    assert "Error" not in answer.err
    assert "Usage" not in answer.err


def test_help_is_vietnamese(terminal: Terminal) -> None:
    said = terminal("--help").out
    assert said.startswith("Cách dùng:")
    assert "Tùy chọn:" in said
    assert "In hướng dẫn này rồi thoát." in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(terminal: Terminal, name: str) -> None:
    answer = terminal(f"{name} --help")
    assert answer.code == 0
    assert answer.out.startswith("Cách dùng:")


def test_help_loads_nothing_heavy(root: Path) -> None:
    program = (
        "import sys; from dondoc.cli import run; run(['--help']);"
        f"sys.exit(any(name in sys.modules for name in {HEAVY}))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=False)
    assert answer.returncode == 0
