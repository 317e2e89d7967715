"""How files are read from disk: what is no plain file is told of and not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.workspace import inspect
from tests.data.test_workspace import GOOD
from tests.dondoc.terminal import write

NAME = "rules/50.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, GOOD)


def told(root: Path) -> list[tuple[str, str]]:
    workspace, problems = inspect(root)
    assert workspace is None
    return [(problem.file, f"{problem.code} {problem.message}") for problem in problems]


def test_a_folder_named_like_a_file_is_told_of(root: Path) -> None:
    (root / NAME).mkdir()
    assert told(root) == [(NAME, "Y112 không đọc được tệp: đây là một thư mục, không phải tệp")]


@pytest.mark.parametrize(
    "target, words",
    [
        ("50.yaml", "liên kết tệp chạy vòng"),
        ("khong-co", "không có tệp hoặc thư mục này"),
        ("/dev/zero", "đây là thiết bị hoặc đường ống, không phải tệp"),
        ("/dev/null", "đây là thiết bị hoặc đường ống, không phải tệp"),
    ],
)
@pytest.mark.parametrize("name", [NAME, "data/units.yaml", "data/calendar.yaml", "data/plans/x.yaml"])
def test_a_link_to_no_plain_file_is_told_of(root: Path, name: str, target: str, words: str) -> None:
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(Path(name).name if target == "50.yaml" else target)
    assert told(root) == [(name, f"Y112 không đọc được tệp: {words}")]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / NAME)
    assert told(root) == [(NAME, "Y112 không đọc được tệp: đây là thiết bị hoặc đường ống, không phải tệp")]


@pytest.mark.parametrize(
    "raw, shown", [(b"a\nb.yaml", r"rules/a\nb.yaml"), (b"\xff.yaml", r"rules/\udcff.yaml")]
)
def test_a_name_that_cannot_be_read_is_told_of(root: Path, raw: bytes, shown: str) -> None:
    (root / "rules" / os.fsdecode(raw)).write_text("rules: []\n", encoding="utf-8")
    ((file, words),) = told(root)
    assert (file, words[:4]) == (shown, "Y112")


def test_a_file_of_ten_megabytes_is_refused_unread(root: Path) -> None:
    (root / NAME).write_bytes(b"- a\n" * 2_500_000)
    assert told(root) == [(NAME, "Y102 tệp quá lớn (10,0 MB); cho phép tối đa 1 MB")]
