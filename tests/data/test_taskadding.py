"""A task is added to a plan file without touching anything that was there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files.taskadding import CannotAdd, new_plan, next_key, with_task
from rules.yaml.text import parse

TASK = {"key": "PS.1", "title": "Báo cáo đột xuất", "lead": ["kt"], "deadlines": [{"kind": "external"}]}
BLOCK = """# đầu tệp
plan: {id: p, title: K, year: 2026}  # một dòng

tasks:
  # ghi chú của việc đầu
  - key: I.1   # giữ nguyên
    title: "Việc   một"

    lead: [kt]
"""
FORMS = [
    BLOCK,
    BLOCK.rstrip("\n"),
    BLOCK.replace("\n", "\r\n"),
    BLOCK + "\n# cuối tệp\n",
    BLOCK + "groups:\n  I: Nhóm\n",
    "tasks: []\nplan: {id: p}\n",
    "plan: {id: p}\ntasks:   # chưa có\n",
    "plan: {id: p}\ntasks:\n- {key: I.1, title: Một}\n- key: I.2\n  title: Hai\n",
    "plan: {id: p}\ntasks:\n    - {key: I.1,\n       title: Một}\n",
    "plan: {id: p}\ntasks:\n  - key: I.1\n    title: |\n      nhiều\n\n      dòng\n",
]


@pytest.mark.parametrize("text", FORMS)
def test_every_line_that_was_there_stays_and_one_task_is_more(text: str) -> None:
    after = with_task("p.yaml", text, TASK)
    was, now = parse("p.yaml", text).value, parse("p.yaml", after).value
    assert isinstance(was, dict)
    assert now == {**was, "tasks": [*(was["tasks"] or []), TASK]}
    kept = [line for line in text.splitlines() if not line.startswith("tasks: []")]
    left = iter(after.splitlines())
    assert all(line in left for line in kept)  # in the same order
    assert ("\r\n" in after) == ("\r\n" in text)


@pytest.mark.parametrize(
    "text", ["", "plan: {id: p}\n", "tasks: [{key: I.1}]\n", "{tasks: []}\n", "tasks: ["]
)
def test_a_form_that_cannot_be_edited_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotAdd):
        with_task("p.yaml", text, TASK)


def test_a_new_plan_takes_its_first_tasks() -> None:
    text = new_plan(2026)
    assert next_key(text) == "PS.1"
    once = with_task("p.yaml", text, TASK)
    assert next_key(once) == "PS.2"
    twice = with_task("p.yaml", once, {**TASK, "key": "PS.2"})
    assert twice.startswith(once.rstrip("\n"))


def test_a_number_is_not_given_a_second_time_even_when_its_task_is_commented_out() -> None:
    assert next_key("tasks:\n  # - key: PS.4\n  - key: PS.2\n") == "PS.5"


@given(st.text(min_size=1, max_size=60), st.text(max_size=30))
def test_any_title_is_read_back_as_it_is_or_refused(title: str, product: str) -> None:
    task = {**TASK, "title": title, "products": [product]}
    try:
        after = with_task("p.yaml", BLOCK, task)
    except CannotAdd:
        return
    value = parse("p.yaml", after).value
    assert isinstance(value, dict)
    assert value["tasks"][-1] == task
