"""`dondoc replay`: what is told of a script besides what it makes, and how the program ends."""

from __future__ import annotations

import subprocess
import sys

from tests.answers import Answer
from tests.dondoc.terminal import Terminal


def replayed(terminal: Terminal, script: str) -> Answer:
    path = terminal.workspace / "kich-ban.yaml"
    path.write_text(script, encoding="utf-8")
    out = str(terminal.workspace / "out")
    return terminal("replay --from 2021-03-01 --to 2021-03-05", "--out", out, "--script", str(path))


def test_problems_stand_at_their_place_in_the_file_itself(terminal: Terminal) -> None:
    answer = replayed(terminal, "# năm\n- {at: 2021-03-02, do: ack, deadline: p/I.9}\n")
    assert answer.code == 1
    assert "kich-ban.yaml:2:39: lỗi S704: không có thời hạn “p/I.9”" in answer.err


def test_reports_outside_the_span_are_told(terminal: Terminal) -> None:
    days = ("2021-02-20", "2021-03-02", "2021-03-09", "2021-03-10")
    answer = replayed(terminal, "".join(f"- {{at: {day}, do: ack, deadline: p/I.1}}\n" for day in days))
    assert answer.code == 0
    assert "1 việc trong kịch bản trước ngày 01/3/2021 được ghi nhận ngay khi bắt đầu" in answer.err
    assert "2 việc trong kịch bản sau ngày 05/3/2021 bị bỏ qua" in answer.err


def test_a_replay_ends_without_a_search_through_all_that_it_made(terminal: Terminal) -> None:
    """That search took a fifteenth of the whole time."""
    program = (
        "import atexit, gc, sys; atexit.register(lambda: print(gc.get_freeze_count()));"
        "from dondoc.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    year = ("replay", "--from", "2021-03-01", "--to", "2021-03-02", "--out", str(terminal.workspace / "out"))
    answer = subprocess.run(
        [sys.executable, "-c", program, "-C", str(terminal.workspace), *year],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert int(answer.stdout.splitlines()[-1]) > 10_000
