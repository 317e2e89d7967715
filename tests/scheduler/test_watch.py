"""When edited files are taken by themselves: changed, and the same at two looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.workspace import stamps_of
from scheduler.watch import Watch
from tests.small import files_of, rule, task

RULES = "rules/10.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "w", files_of(rule("{id: hom, on: last-day, to: lead}"), task("{kind: continuous}")))
    return tmp_path / "w"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def watch_of(folder: Path, every: float = 5) -> Watch:
    return Watch(lambda: stamps_of(folder), every, stamps_of(folder))


def looks(watch: Watch, count: int) -> list[bool]:
    return [watch.settled() for _ in range(count)]


def test_files_that_nobody_touches_are_left_alone(folder: Path) -> None:
    assert looks(watch_of(folder), 3) == [False, False, False]


def test_a_change_is_taken_at_the_second_look_that_finds_it_the_same(folder: Path) -> None:
    watch = watch_of(folder)
    (folder / RULES).write_text("rules: []", encoding="utf-8")
    assert looks(watch, 2) == [False, True]
    watch.begin()
    assert looks(watch, 2) == [False, False]


def test_files_that_go_on_changing_are_waited_for(folder: Path) -> None:
    watch = watch_of(folder)
    for size in range(1, 20):  # a copy that takes its time, several files saved one after the other
        (folder / RULES).write_text("x" * size, encoding="utf-8")
        assert not watch.settled()
    assert watch.settled()


def test_a_change_taken_back_is_none(folder: Path) -> None:
    watch = watch_of(folder)
    (folder / "rules" / "20.yaml").touch()
    assert not watch.settled()
    (folder / "rules" / "20.yaml").unlink()
    assert looks(watch, 2) == [False, False]


def test_a_file_that_moves_while_it_is_read_is_seen(folder: Path) -> None:
    watch = watch_of(folder)
    watch.begin()
    assert not watch.moved()
    (folder / RULES).write_text("rules: []", encoding="utf-8")
    assert watch.moved()
    assert looks(watch, 2) == [False, True]


def test_nobody_looks_when_watching_is_off(folder: Path) -> None:
    watch = watch_of(folder, every=0)
    (folder / RULES).write_text("rules: []", encoding="utf-8")
    assert looks(watch, 3) == [False, False, False]


def renamed_over(folder: Path) -> None:
    new = folder / "rules" / ".10.yaml.swp"
    new.write_bytes((folder / RULES).read_bytes())
    new.rename(folder / RULES)


def removed(folder: Path) -> None:
    (folder / "data" / "units.yaml").unlink()


def template_added(folder: Path) -> None:
    write(folder, {"templates/mail.txt.j2": "x"})


def plan_added(folder: Path) -> None:
    write(folder, {"data/plans/q.yaml": "plan: {}"})


def rights_taken(folder: Path) -> None:
    (folder / RULES).chmod(0o000)


def folder_gone(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize(
    "change", [renamed_over, removed, template_added, plan_added, rights_taken, folder_gone]
)
def test_every_way_to_change_a_workspace_is_seen(folder: Path, change: object) -> None:
    watch = watch_of(folder)
    assert callable(change)
    change(folder)
    assert looks(watch, 2) == [False, True]


def test_a_folder_exchanged_by_a_link_is_seen(folder: Path) -> None:
    write(folder.with_name("v2"), {name: (folder / name).read_text("utf-8") for name in stamps_of(folder)})
    link = folder.with_name("current")
    link.symlink_to(folder)
    watch = watch_of(link)
    assert not watch.settled()
    new = folder.with_name("new")
    new.symlink_to(folder.with_name("v2"))
    new.rename(link)  # at once, as a deployment does
    assert looks(watch, 2) == [False, True]


def test_a_link_to_nowhere_is_a_state_and_no_failure(folder: Path) -> None:
    watch = watch_of(folder)
    (folder / "rules" / "30.yaml").symlink_to("/nowhere/at/all")
    assert looks(watch, 2) == [False, True]


@pytest.mark.parametrize("name", [".10.yaml.swp", "10.yaml~", "#10.yaml#", ".#10.yaml", "4913"])
def test_what_editors_leave_beside_a_file_is_no_change(folder: Path, name: str) -> None:
    watch = watch_of(folder)
    (folder / "rules" / name).touch()
    assert looks(watch, 2) == [False, False]
