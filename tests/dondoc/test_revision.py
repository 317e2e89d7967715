"""`dondoc revision`, `dondoc reload --dry-run`: the files that were in force, and those that would be."""

from __future__ import annotations

from pathlib import Path

from tests.dondoc.terminal import Terminal, texts

RULES = "rules/10.yaml"
EARLIER, LATER, LAST = "2021-03-02T08:00", "2021-03-05T09:00", "2021-03-05T10:00"


def edit(terminal: Terminal, old: str, new: str) -> None:
    path = terminal.workspace / RULES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def two_revisions(terminal: Terminal) -> None:
    """A step that would have been due on 03/3 is added on 05/3, and a secret lies beside the files."""
    (terminal.workspace / ".env").write_text("DONDOC_SMTP_USER=bi-mat\n", encoding="utf-8")
    assert terminal("tick --at", EARLIER).code == 0
    edit(terminal, "    steps:\n", "    steps:\n      - {id: them, before: 4wd, to: lead.head}\n")
    assert terminal("tick --at", LATER).code == 0


def test_every_revision_is_listed_with_what_changed_and_by_whom(terminal: Terminal) -> None:
    two_revisions(terminal)
    newest, first = terminal("revision list --json").objects
    assert (newest["number"], first["number"]) == (2, 1)
    assert newest["at"] == "2021-03-05T09:00:00+07:00"
    assert newest["node"].startswith("tick-")
    assert newest["files"] == {RULES: "changed"}
    assert newest["summary"].startswith("đổi 1 quy tắc")
    assert first["summary"] == "nạp lần đầu"
    assert set(first["files"].values()) == {"added"}
    lines = terminal("revision list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert len(terminal("revision list --limit 1").out.splitlines()) == 1


def test_one_revision_shows_its_lines_and_the_steps_it_passed_over(terminal: Terminal) -> None:
    two_revisions(terminal)
    shown = terminal("revision show --json").object
    assert shown["passed_over"] == len(shown["passed"]) > 0
    assert {one["step"] for one in shown["passed"]} == {"them"}
    told = terminal("revision show 2").out
    assert "+      - {id: them, before: 4wd, to: lead.head}" in told
    assert "bỏ qua: p/" in told
    assert terminal("revision show", shown["hash"][:6]).out == told
    assert "được bỏ qua" in terminal("status").out
    assert terminal("status --json").object["passed_over"] == shown["passed_over"]


def test_what_was_passed_over_is_told_by_explain(terminal: Terminal) -> None:
    two_revisions(terminal)
    key = terminal("revision show --json").object["passed"][0]["deadline"]
    steps = terminal("explain", key, "--at", LAST, "--json").object["steps"]
    (them,) = [step for step in steps if step["step"] == "them"]
    assert them["status"] == "passed"
    assert "khi nạp tệp mới" in them["why"]


def test_a_mail_of_the_very_minute_of_a_change_is_explained_by_the_files_before_it(
    terminal: Terminal,
) -> None:
    said = "2021-03-04T08:00"
    assert terminal("tick --at", EARLIER).code == 0
    assert terminal("tick --at", said).code == 0
    edit(terminal, "    steps:\n", "    steps:\n      - {id: them, before: 4wd, to: lead.head}\n")
    assert terminal("tick --at", said).code == 0
    newest, first = terminal("revision list --json").objects
    assert newest["at"] == "2021-03-04T08:00:00+07:00"
    answer = terminal("explain p/I.1 --at 2021-03-05 --json").object
    (step,) = [one for one in answer["steps"] if one["step"] == "som"]
    assert (step["status"], step["revision"]) == ("said", first["hash"])
    assert f"theo bản tệp {first['hash'][:12]}" in terminal("explain p/I.1 --at 2021-03-05").out


def test_a_mail_names_the_files_it_was_decided_by(terminal: Terminal) -> None:
    two_revisions(terminal)
    newest = terminal("revision list --json").objects[0]
    sent = terminal("outbox list --json").objects[0]
    assert sent["revision"] == newest["hash"]
    assert f"bản tệp {newest['hash'][:12]}" in terminal("outbox show", sent["id"]).out


def test_an_old_revision_is_had_again_byte_for_byte_and_without_secrets(
    terminal: Terminal, tmp_path: Path
) -> None:
    two_revisions(terminal)
    out = tmp_path / "cu"
    answer = terminal("revision restore 1 -o", str(out))
    assert answer.code == 0, answer.err
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    assert {name: path.read_text("utf-8") for name, path in found.items()} == texts()
    again = terminal("revision restore 1 -o", str(out))
    assert (again.code, "thư mục trống" in again.err) == (1, True)


def test_a_template_is_part_of_a_revision(terminal: Terminal) -> None:
    assert terminal("tick --at", EARLIER).code == 0
    folder = terminal.workspace / "templates"
    folder.mkdir()
    (folder / "alert.txt.j2").write_text("Xin chào\n", encoding="utf-8")
    assert terminal("status --json").object["in_force"] is False
    assert terminal("tick --at", LATER).code == 0
    newest = terminal("revision list --json").objects[0]
    assert (newest["summary"], newest["files"]) == ("thêm 1 mẫu thư", {"templates/alert.txt.j2": "added"})


def test_a_revision_that_is_not_there_is_a_problem(terminal: Terminal) -> None:
    assert terminal("revision list").code == 1
    assert not (terminal.workspace / "var").exists()
    two_revisions(terminal)
    for words in ("revision show 9", "revision show xyz", "revision restore 0 -o /tmp/khong-ghi"):
        answer = terminal(words)
        assert answer.code == 1
        assert "dondoc revision list" in answer.err


def test_bad_files_on_disk_do_not_hide_the_revisions(terminal: Terminal) -> None:
    two_revisions(terminal)
    (terminal.workspace / RULES).write_text("rules: []\n", encoding="utf-8")
    assert [one["number"] for one in terminal("revision list --json").objects] == [2, 1]


def test_a_dry_run_tells_which_mails_would_change_and_takes_nothing(terminal: Terminal) -> None:
    assert terminal("reload --dry-run").code == 3  # nothing is in force yet
    assert terminal("tick").code == 0
    assert "không khác" in terminal("reload --dry-run").err
    before = terminal("status --json").object["revision"]
    edit(terminal, "    steps:\n", "    steps:\n      - {id: them, before: 4wd, to: lead.head}\n")
    answer = terminal("reload --dry-run")
    assert answer.code == 0
    assert f"bản đang dùng {before[:12]}" in answer.out
    assert terminal("status --json").object["revision"] == before


def test_a_dry_run_as_json_is_the_lines_of_diff(terminal: Terminal) -> None:
    assert terminal("tick").code == 0
    found = terminal("reload --dry-run --json")
    assert (found.code, found.out) == (0, "")


def test_bad_files_are_not_taken_and_every_problem_is_told(terminal: Terminal) -> None:
    assert terminal("tick").code == 0
    (terminal.workspace / RULES).write_text("rules: []\n", encoding="utf-8")
    for words in ("reload", "reload --dry-run"):
        answer = terminal(words)
        assert answer.code == 1
        assert "rules/10.yaml:1:" in answer.err
        assert "không nạp" in answer.err


def test_without_a_running_service_a_reload_says_so(terminal: Terminal) -> None:
    assert terminal("reload").code == 3
    assert terminal("tick").code == 0
    answer = terminal("reload")
    assert answer.code == 3
    assert "hiện không chạy" in answer.err
