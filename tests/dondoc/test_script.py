"""Scripts of reports for a replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from dondoc.app import load_files
from dondoc.settings import read_settings
from rules.action import Action
from rules.problem import BadFiles
from scheduler.inforce import InForce
from scheduler.script import actions_from_script
from tests.dondoc.terminal import texts
from tests.small import ZONE, at, in_force_from


@pytest.fixture(scope="module")
def files() -> InForce:
    return in_force_from(texts())


def read(text: str, files: InForce) -> list[Action]:
    return actions_from_script(text, files, ZONE)


def problems(text: str, files: InForce) -> list[tuple[int, int, str]]:
    with pytest.raises(BadFiles) as caught:
        read(text, files)
    return [(one.line, one.column, one.code) for one in caught.value.problems]


def test_a_date_means_eight_in_the_morning(files: InForce) -> None:
    (action,) = read("- {at: 2021-03-05, do: done, deadline: p/I.1/han, by: an, document: 18/BC}", files)
    assert action == Action("done", "p/I.1/han", "an", at("2021-03-05T08:00"), at("2021-03-05").date(),
                            document="18/BC", seq=1)  # fmt: skip


def test_a_number_stays_as_it_was_written(files: InForce) -> None:
    (action,) = read("- {at: 2021-03-05T09:30, do: done, deadline: p/I.1, by: an, document: 010}", files)
    assert (action.document, action.at) == ("010", at("2021-03-05T09:30"))


def test_entries_are_told_in_the_order_of_time(files: InForce) -> None:
    found = read(
        "- {at: 2021-03-05, do: done, deadline: p/I.3/1, by: an}\n"
        "- {at: 2021-03-01, do: event, deadline: p/I.3, by: an}\n",
        files,
    )
    assert [(one.do, one.deadline) for one in found] == [("event", "p/I.3/han"), ("done", "p/I.3/1")]


def test_a_plain_extend_is_a_grant(files: InForce) -> None:
    text = "".join(
        f"- {{at: 2021-03-0{day}, do: {do}, deadline: p/I.1, to: 2021-04-01}}\n"
        for day, do in enumerate(("ask", "extend", "refuse", "grant"), 1)
    )
    assert [one.do for one in read(text, files)] == [
        "extend-ask", "extend-grant", "extend-refuse", "extend-grant",
    ]  # fmt: skip


def test_nobody_named_is_the_tracking_officer(files: InForce) -> None:
    (action,) = read("- {at: 2021-03-05, do: ack, deadline: p/I.1}", files)
    assert action.by == "theo-doi"


def test_one_product_closes_the_twin_row(files: InForce) -> None:
    found = read("- {at: 2021-03-05, do: done, deadline: p/I.6, by: an}", files)
    assert [one.deadline for one in found] == ["p/I.6/han", "p/I.7/han"]


def test_what_is_closed_already_is_not_closed_again(files: InForce) -> None:
    found = read(
        "- {at: 2021-03-05, do: done, deadline: p/I.6}\n- {at: 2021-03-08, do: done, deadline: p/I.7}\n",
        files,
    )
    assert [one.on.day for one in found] == [5, 5]


def test_an_assignment_is_of_the_task_and_lets_the_unit_report(files: InForce) -> None:
    found = read(
        "- {at: 2021-03-01, do: assign, deadline: p/I.1/han, unit: Phòng Xây dựng, person: binh}\n"
        "- {at: 2021-03-02, do: done, deadline: p/I.1/han, unit: xd}\n",
        files,
    )
    assert (found[0].deadline, found[0].unit, found[0].to) == ("p/I.1", "xd", "binh")
    assert found[1].unit == "xd"


def test_every_problem_comes_at_once_at_its_place(files: InForce) -> None:
    text = (
        "- {at: 2021-03-05, do: frob, deadline: p/I.1}\n"
        "- {at: 2021-02-30, do: done, deadline: p/I.1}\n"
        "- {at: 2021-03-05, do: done, deadline: p/I.9}\n"
        "- {at: 2021-03-05, do: done, deadline: p/I.1, unit: xd}\n"
        "- {at: 2021-03-05, do: done, deadline: p/I.1, what: 1}\n"
        "- {do: done, deadline: p/I.1}\n"
        "- {at: 2021-03-05, do: extend, deadline: p/I.1}\n"
        "- {at: 2021-03-05, do: event, deadline: p/I.1}\n"
        "- {at: 2021-03-05, do: done, deadline: p/I.3/1}\n"
        "- {at: 2021-03-05, do: assign, deadline: p/I.1, unit: kt, person: nobody}\n"
    )
    assert problems(text, files) == [
        (1, 24, "S703"), (2, 8, "S703"), (3, 40, "S704"), (4, 53, "S704"), (5, 53, "S702"),
        (6, 3, "S702"), (7, 3, "S702"), (8, 41, "S703"), (9, 40, "S704"), (10, 67, "S704"),
    ]  # fmt: skip


@pytest.mark.parametrize("text, code", [("{a: 1}", "S701"), ("- x", "S702"), ("- [1", "Y105")])
def test_what_is_no_list_of_entries_is_refused(files: InForce, text: str, code: str) -> None:
    assert [found[2] for found in problems(text, files)] == [code]


def test_an_empty_script_tells_nothing(files: InForce) -> None:
    assert read("# chưa có gì\n", files) == []


def test_the_shipped_story_is_told_whole(root: Path) -> None:
    settings = read_settings(root, {})
    story = root / "data" / "stories" / "2021.yaml"
    found = actions_from_script(
        story.read_text(encoding="utf-8"), load_files(settings), settings.zone, "data/stories/2021.yaml"
    )
    assert len(found) > 100
    assert "cchc-2021/VII.41/han" in {action.deadline for action in found if action.do == "done"}


@pytest.mark.parametrize("typed", ["p/I.1/hann", "p/I.3/4"])
def test_an_unknown_deadline_names_those_of_its_task(files: InForce, typed: str) -> None:
    with pytest.raises(BadFiles) as caught:
        actions_from_script(f"- {{at: 2021-03-05, do: ack, deadline: {typed}}}", files, ZONE, "nam.yaml")
    assert str(caught.value).startswith(f"nam.yaml:1:39: lỗi S704: không có thời hạn “{typed}”")
    assert typed.rpartition("/")[0] in str(caught.value).partition("nhiệm vụ này có")[2]
