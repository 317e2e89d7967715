"""What is written as YAML is read back the same, with its comments where they belong."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.yaml.scan import CONTROL
from rules.yaml.text import parse
from rules.yaml.write import written

ODD = ["true", "null", "~", "", "010", "1e3", "- a", "a: b", "a #b", "05/3", "16:00", "{a}", "x\ny", "Có: 1"]


def composed(text: str) -> str:
    """As files are read: in composed letters, a space for what no file may hold."""
    return CONTROL.sub(" ", unicodedata.normalize("NFC", text)).replace("\r", " ")


TEXTS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=30).map(composed), st.sampled_from(ODD))
KEYS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).map(composed)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-999, 9999), TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_every_value_is_read_back_as_it_was_written(value: dict[str, object]) -> None:
    document = parse("a.yaml", written(value))
    assert not document.problems
    assert document.value == value


@given(TEXTS)
def test_a_comment_never_leaves_its_line(comment: str) -> None:
    above = {("a", 0): [comment], ("a", 0, "b"): [comment]}
    document = parse("a.yaml", written({"a": [{"b": 1}]}, above, {("a", 0, "b"): [comment]}))
    assert not document.problems
    assert document.value == {"a": [{"b": 1}]}


def test_the_house_form_is_blocks_outside_and_one_line_inside() -> None:
    task = {"key": "I.1", "lead": ["a"], "deadlines": [{"kind": "by"}]}
    value: dict[str, object] = {"plan": {"id": "p", "year": 2022}, "tasks": [task]}
    assert written(value, {("tasks", 0): ["xem"]}, {("tasks", 0, "lead"): ["mới"]}) == (
        "plan:\n  id: p\n  year: 2022\ntasks:\n  # xem\n  - key: I.1\n    lead: [a]  # mới\n"
        "    deadlines:\n      - {kind: by}\n"
    )
