"""Piles of marks are cut before they are sorted; every text of a language is composed as Unicode says."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from rules.composed import HIGHEST, composed, piles
from rules.yaml.text import parse

MARKS = "\u0301\u0323"
PILE = "e" + MARKS * 50_000  # a minute, were all of it sorted


@given(st.text(alphabet="aeơđ \u0301\u0323\u0302\u1ea1\u4e00\n", max_size=80))
def test_what_a_person_writes_is_composed_as_unicode_says(text: str) -> None:
    assert not list(piles(text)) or len(text) > HIGHEST
    if not list(piles(text)):
        assert composed(text) == unicodedata.normalize("NFC", text)


def test_a_pile_is_found_whole_and_cut() -> None:
    assert list(piles(f"a {PILE} b {PILE}")) == [(3, 100_003), (100_007, 200_007)]
    assert len(composed(PILE)) <= HIGHEST + 1
    assert composed(f"Hạn: {PILE}.").endswith(".")


def test_letters_far_from_latin_are_no_pile() -> None:
    text = "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢ" * 3
    assert (list(piles(text)), composed(text)) == ([], text)


def test_a_file_says_where_the_pile_is_and_all_else() -> None:
    problems = parse("x.yaml", f"a: bé {PILE}\nb: \t1\n").problems
    assert [(one.line, one.column, one.code) for one in problems] == [(1, 7, "Y103"), (2, 4, "Y104")]


def test_marks_between_quotes_are_refused_too() -> None:
    escaped = '"e' + "\\u0301\\u0323" * 40_000 + '"'
    (problem,) = parse("x.yaml", f"a: {escaped}\n").problems
    assert (problem.line, problem.column, problem.code) == (1, 4, "Y103")
