"""While a file is broken, what people report is still kept: by the last good files on record."""

from __future__ import annotations

import pytest

from tests.dondoc.terminal import Terminal

REPORTS = [
    "ack p/I.1 --by an", "submit p/I.1 --by an", "done p/I.1 --by an", "cancel p/I.1 --by an",
    "block p/I.1 --by an --note chờ", "extend p/I.1 --ask --to 2099-01-01 --by an",
    "event p/I.3 --on 2021-03-05", "assign p/I.1 --unit kt --person an",
]  # fmt: skip
LOOKS = ["explain p/I.1", "deadlines --json", "digest --json", "outbox list --json"]


def broken(terminal: Terminal, name: str) -> Terminal:
    terminal("tick --at 2021-03-04T08:00")
    (terminal.workspace / name).write_text("a: [\n", encoding="utf-8")
    return terminal


@pytest.mark.parametrize("words", [*REPORTS, *LOOKS])
def test_reports_and_looks_go_by_the_last_good_files(terminal: Terminal, words: str) -> None:
    answer = broken(terminal, "rules/10.yaml")(words)
    assert answer.code == 0
    assert "đang dùng bản tốt gần nhất" in answer.err
    assert "rules/10.yaml:" in answer.err


def test_they_do_so_without_a_readable_directory_too(terminal: Terminal) -> None:
    answer = broken(terminal, "data/units.yaml")("done p/I.1 --by an --on 2021-03-05")
    assert answer.code == 0
    assert "data/units.yaml:" in answer.err


def test_status_knows_the_organization_all_the_same(terminal: Terminal) -> None:
    found = broken(terminal, "data/units.yaml")("status --json").object
    assert (found["organization"], found["in_force"]) == ("so", False)
    assert found["outbox"]["sent"] > 0


@pytest.mark.parametrize(
    "words",
    ["tick --at 2021-03-05T08:00", "preview", "render --to an@so.example", "plan list",
     "replay --from 2021-03-01 --to 2021-03-02 --out x"],
)  # fmt: skip
def test_what_sends_or_foresees_mails_goes_on_refusing(terminal: Terminal, words: str) -> None:
    answer = broken(terminal, "rules/10.yaml")(words)
    assert answer.code == 1
    assert "rules/10.yaml:" in answer.err


def test_without_a_record_they_refuse(terminal: Terminal) -> None:
    (terminal.workspace / "rules/10.yaml").write_text("a: [\n", encoding="utf-8")
    assert [terminal(words).code for words in (*REPORTS, *LOOKS)] == [1] * (len(REPORTS) + len(LOOKS))
    assert not (terminal.workspace / "var").exists()
