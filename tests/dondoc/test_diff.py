"""`dondoc diff`: another folder or a git revision against this workspace."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal, texts, write
from tests.dondoc.terminal import terminal as opened
from tests.small import files_of, rule, task

MARCH = "--from 2021-03-01 --to 2021-03-31"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=An", "-c", "user.email=an@so.example", "-c", "init.defaultBranch=main")
    path = shutil.which("git")
    assert path is not None
    subprocess.run([path, "-C", str(folder), *who, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "as it is")


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace, before anything is edited."""
    return write(tmp_path_factory.mktemp("former"), texts())


def put_off(terminal: Terminal) -> None:
    change(terminal.workspace, "rules/10.yaml", "{id: som, before: 3wd", "{id: som, before: 2wd")


# What it compares with.


def test_two_alike_folders_do_not_differ(terminal: Terminal, former: Path) -> None:
    answer = terminal(f"diff {former} {MARCH} --exit-code")
    assert answer.code == 0
    assert "Không có thư nào thay đổi (" in answer.out


def test_a_span_without_mails_says_so(terminal: Terminal, former: Path) -> None:
    said = terminal(f"diff {former} --from 2024-01-01").out
    assert said.endswith("Trong khoảng ngày này không bên nào có thư; xem khoảng khác bằng --from và --to.\n")


def test_the_other_folder_is_before_and_this_one_after(terminal: Terminal, former: Path) -> None:
    put_off(terminal)
    found = terminal(f"diff {former} {MARCH} --json").objects
    assert {one["change"] for one in found} == {"moves"}
    days = {one["after"]["deadline"]: (one["before"]["at"][8:10], one["after"]["at"][8:10]) for one in found}
    strict = dict.fromkeys(("p/I.1/han", "p/I.2/han", "p/I.5/han", "p/I.6/han", "p/I.7/han"), ("04", "05"))
    assert days == {**strict, "p/I.8/a": ("05", "08")}


def test_its_lines_are_those_of_the_previews_of_both_sides(terminal: Terminal, former: Path) -> None:
    put_off(terminal)
    was = terminal(f"-C {former} preview {MARCH} --json").objects
    will = terminal(f"preview {MARCH} --json").objects
    found = terminal(f"diff {former} {MARCH} --json").objects
    assert [one["before"] for one in found if one["before"] not in was] == []
    assert [one["after"] for one in found if one["after"] not in will] == []


def test_a_revision_of_git_is_the_other_side(terminal: Terminal) -> None:
    git(terminal.workspace, "init", "-q")
    commit(terminal.workspace)
    put_off(terminal)
    answer = terminal(f"diff HEAD {MARCH} --exit-code")
    assert answer.code == 1
    assert "Trước: bản git HEAD (" in answer.out
    commit(terminal.workspace)
    assert terminal(f"diff HEAD {MARCH} --exit-code").code == 0
    assert len(terminal(f"diff HEAD~1 {MARCH} --json").objects) > 4


def test_a_workspace_may_be_a_folder_of_its_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kho có dấu" / "sở"
    inner = opened(folder, capsys)
    (folder.parent / "rules").mkdir()
    (folder.parent / "rules" / "hong.yaml").write_text("[", encoding="utf-8")
    git(folder.parent, "init", "-q")
    commit(folder.parent)
    put_off(inner)
    assert len(inner(f"diff HEAD {MARCH} --json").objects) > 4


def test_nothing_is_checked_out_and_nothing_written(terminal: Terminal) -> None:
    git(terminal.workspace, "init", "-q")
    commit(terminal.workspace)
    put_off(terminal)
    before = {path: path.read_bytes() for path in terminal.workspace.rglob("*.yaml")}
    terminal(f"diff HEAD {MARCH}")
    assert {path: path.read_bytes() for path in terminal.workspace.rglob("*.yaml")} == before
    assert not (terminal.workspace / "var").exists()


# What cannot be compared.


def test_no_such_folder_and_no_repository_is_said_in_one_line(terminal: Terminal) -> None:
    answer = terminal("diff HEAD")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("“HEAD” không phải thư mục")
    assert "không nằm trong kho git nào" in answer.err


@pytest.mark.parametrize("revision", ["khong-co", "HEAD~9", "--output=x", "HEAD:rules"])
def test_an_unknown_revision_is_refused(terminal: Terminal, revision: str) -> None:
    git(terminal.workspace, "init", "-q")
    commit(terminal.workspace)
    answer = terminal("diff", "--", revision)
    assert answer.code == 3
    assert f"kho git không có bản “{revision}”" in answer.err


def test_without_git_it_says_so(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    answer = terminal("diff HEAD")
    assert answer.code == 3
    assert "máy này không có lệnh git" in answer.err


def test_a_revision_from_before_the_workspace_is_refused(terminal: Terminal) -> None:
    git(terminal.workspace, "init", "-q")
    git(terminal.workspace, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    answer = terminal("diff HEAD")
    assert answer.code == 3
    assert "không có tệp nào của thư mục làm việc" in answer.err


def test_a_file_is_no_workspace(terminal: Terminal) -> None:
    answer = terminal(f"diff {terminal.workspace}/rules/10.yaml")
    assert answer.code == 3
    assert "là một tệp" in answer.err


def test_a_broken_other_side_is_listed_as_check_does(terminal: Terminal, former: Path) -> None:
    change(former, "rules/10.yaml", "to: lead}", "to: leed}")
    answer = terminal(f"diff {former}")
    assert (answer.code, answer.out) == (1, "")
    assert f"{former}/rules/10.yaml:6:" in answer.err
    assert "lead" in answer.err


def test_a_broken_revision_names_the_revision(terminal: Terminal) -> None:
    git(terminal.workspace, "init", "-q")
    change(terminal.workspace, "rules/10.yaml", "to: lead}", "to: leed}")
    (terminal.workspace / "rules" / "20.yaml").write_bytes("rules: [] # đ".encode("utf-16"))
    (terminal.workspace / "rules" / "30.yaml").symlink_to("10.yaml")
    commit(terminal.workspace)
    (terminal.workspace / "rules" / "20.yaml").unlink()
    (terminal.workspace / "rules" / "30.yaml").unlink()
    change(terminal.workspace, "rules/10.yaml", "to: leed}", "to: lead}")
    answer = terminal("diff HEAD")
    assert answer.code == 1
    assert "HEAD:rules/10.yaml:6:" in answer.err
    assert "HEAD:rules/20.yaml:1:1: lỗi" in answer.err
    assert "HEAD:rules/30.yaml:1:1: lỗi Y112: là liên kết tệp" in answer.err


def test_this_side_broken_is_listed_too(terminal: Terminal, former: Path) -> None:
    change(terminal.workspace, "rules/10.yaml", "to: lead}", "to: leed}")
    answer = terminal(f"diff {former}")
    assert answer.code == 1
    assert answer.err.startswith("rules/10.yaml:6:")


# The span.


def test_what_is_put_off_beyond_the_span_moves(terminal: Terminal, former: Path) -> None:
    change(terminal.workspace, "data/plans/p.yaml", "date: 2021-03-10, strict", "date: 2021-07-14, strict")
    found = terminal(f"diff {former} {MARCH} --json").objects
    assert {one["change"] for one in found} == {"moves"}
    assert {one["after"]["at"][:7] for one in found} == {"2021-07"}


def test_what_comes_from_beyond_the_span_moves(terminal: Terminal, former: Path) -> None:
    change(former, "data/plans/p.yaml", "date: 2021-03-10, strict", "date: 2021-07-14, strict")
    found = terminal(f"diff {former} {MARCH} --json").objects
    assert {one["change"] for one in found} == {"moves"}
    assert {one["before"]["at"][:7] for one in found} == {"2021-07"}


def test_a_digest_put_off_within_its_last_week_moves(terminal: Terminal, former: Path) -> None:
    change(terminal.workspace, "rules/10.yaml", "every: monday", "every: friday")
    found = terminal(f"diff {former} --from 2021-03-01 --to 2021-03-09 --json").objects
    assert [(one["change"], one["before"]["at"][:10], one["after"]["at"][:10]) for one in found] == [
        ("moves", "2021-03-01", "2021-03-05"), ("moves", "2021-03-08", "2021-03-12"),
    ]  # fmt: skip


def test_the_span_must_run_forward(terminal: Terminal, former: Path) -> None:
    assert terminal(f"diff {former} --from 2021-03-31 --to 2021-03-01").code == 2


# The record.


def test_what_was_said_is_not_said_again_on_either_side(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A plan of a far year: today's record is one that a preview goes on from."""
    head = "\nplan: {id: p, title: Xa, year: 2093, number: null, signed: 2020-12-31}\ngroups: {I: MỘT}\n"
    steps = "{id: giao, on: start, to: lead}\n{id: hom-nay, on: last-day, to: lead}"
    files = files_of(rule(steps), task("{kind: by, date: 2093-03-10, strict: true}"), head=head)
    here = opened(tmp_path / "here", capsys, files)
    there = write(tmp_path / "there", files)
    change(
        here.workspace,
        "rules/10.yaml",
        "{id: giao, on: start, to: lead}",
        "{id: giao, on: start, to: lead.head}",
    )
    (before,) = here(f"diff {there} --to 2093-12-31 --json").objects
    assert (before["change"], before["after"]["recipients"]) == ("recipients", ["tpkt@so.example"])
    here("tick --at 2021-03-01T08:00")
    assert here(f"diff {there} --to 2093-12-31 --json").objects == []


def test_a_mark_on_record_holds_back_one_side(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    head = "\nplan: {id: p, title: Xa, year: 2093, number: null, signed: 2020-12-31}\ngroups: {I: MỘT}\n"
    steps = "{id: hom-nay, on: last-day, to: lead}"
    files = files_of(rule(steps), task("{kind: by, date: 2093-03-10, strict: true}"), head=head)
    here = opened(tmp_path / "here", capsys, files)
    there = write(tmp_path / "there", files)
    here("tick --at 2021-03-01T08:00")
    here("submit p/I.1 --by an")
    change(
        here.workspace, "rules/10.yaml", "on: last-day, to: lead", "on: last-day, to: lead, unless: submitted"
    )
    (found,) = here(f"diff {there} --to 2093-12-31 --json").objects
    assert (found["change"], found["before"]["at"][:10], found["after"]) == ("vanishes", "2093-03-09", None)


# The deadlines, when the calendar changes.


def swap(terminal: Terminal) -> None:
    """Tuesday 09/3 off: the last day before 10/3 is a day earlier."""
    change(
        terminal.workspace,
        "data/calendar.yaml",
        "2021-01-01, 2021-02-10",
        "2021-01-01, 2021-03-09, 2021-02-10",
    )


def test_an_announced_day_off_lists_the_deadlines_that_move(terminal: Terminal, former: Path) -> None:
    swap(terminal)
    answer = terminal(f"diff {former} {MARCH}")
    assert "thứ Ba, ngày 09/3/2021: thành ngày nghỉ" in answer.out
    assert "Thời hạn thay đổi: 5" in answer.out
    (line,) = [one for one in answer.out.splitlines() if one.strip().startswith("p/I.1/han")]
    assert line.split() == ["p/I.1/han", "09/3/2021", "08/3/2021", "10/3/2021", "10/3/2021"]


def test_the_deadlines_alone_are_lines_of_json_too(terminal: Terminal, former: Path) -> None:
    swap(terminal)
    answer = terminal(f"diff {former} --deadlines --json --exit-code")
    assert answer.code == 1
    assert answer.objects[0] == {
        "deadline": "p/I.1/han",
        "before": {"stated": "2021-03-10", "last_day": "2021-03-09"},
        "after": {"stated": "2021-03-10", "last_day": "2021-03-08"},
    }
    assert terminal(f"diff {terminal.workspace} --deadlines --exit-code").code == 0


def test_a_deadline_that_comes_or_goes_is_listed(terminal: Terminal, former: Path) -> None:
    change(
        terminal.workspace, "data/plans/p.yaml", "{slug: b, kind: continuous}", "{slug: c, kind: continuous}"
    )
    found = {one["deadline"]: one for one in terminal(f"diff {former} --deadlines --json").objects}
    assert (found["p/I.8/b"]["after"], found["p/I.8/c"]["before"]) == (None, None)


# How it is told.


def test_it_is_told_by_rule_by_reader_and_in_total(terminal: Terminal, former: Path) -> None:
    put_off(terminal)
    change(
        terminal.workspace, "rules/10.yaml", "on: last-day, to: lead", "on: last-day, to: [lead, lead.head]"
    )
    said = terminal(f"diff {former} {MARCH}").out
    assert "Quy tắc r (Quy tắc): 6 dời, 6 đổi người nhận" in said
    assert "08:00 ngày 04/3/2021" in said
    head = next(line for line in said.splitlines() if "tpkt@so.example" in line and "Trưởng phòng" in line)
    assert "5 thêm" in head
    assert said.splitlines()[-1].startswith("Tổng cộng 6 dời, 6 đổi người nhận; số thư từ ")


def test_a_pipe_gets_no_colours_and_a_line_for_each_row(terminal: Terminal, former: Path) -> None:
    put_off(terminal)
    said = terminal(f"diff {former} {MARCH}").out
    assert "\x1b" not in said
    assert sum("p/I.2/han" in line for line in said.splitlines()) == 1
