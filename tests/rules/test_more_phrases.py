"""What the reader makes of phrases that a person read first: real ones and others of the same sorts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from rules.phrases import read

CORPUS = Path(__file__).parents[1] / "corpus"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (CORPUS / "more_phrases.jsonl").read_text("utf-8").splitlines()
]
Deadlines = Sequence[Mapping[str, object]]
# The label of such a row may be any; the words of a recurring deadline are free unless the row gives them.
ANY_LABEL = "*"


def agrees(expected: Mapping[str, object], found: Mapping[str, object]) -> bool:
    free = {"label"} if expected.get("label") == ANY_LABEL else set()
    if expected["kind"] == "recurring" and "by" not in expected:
        free = free | {"by"}
    wanted = {name: value for name, value in expected.items() if name not in free}
    return wanted == {name: value for name, value in found.items() if name not in free}


def exact(expected: Deadlines, found: Deadlines) -> bool:
    return len(expected) == len(found) and all(map(agrees, expected, found))


def wrong(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["text"] for row in rows if not exact(row["expect"], read(row["text"], row["year"]).deadlines)]


@pytest.mark.parametrize("provenance", ["real", "idiomatic"])
def test_ninety_eight_in_a_hundred_phrases_are_read_as_a_person_reads_them(provenance: str) -> None:
    rows = [row for row in ROWS if row["provenance"] == provenance]
    assert len(rows) >= 100
    assert len(wrong(rows)) * 100 <= 2 * len(rows), wrong(rows)


def test_no_phrase_is_read_otherwise_without_a_word() -> None:
    silent = [
        row["text"]
        for row in ROWS
        if not exact(row["expect"], (reading := read(row["text"], row["year"])).deadlines)
        and not (reading.problems or reading.warnings)
    ]
    assert silent == []


def test_a_phrase_that_states_nothing_is_answered_with_a_problem_or_a_warning() -> None:
    unsaid = [
        row["text"]
        for row in ROWS
        if not row["expect"]
        and not (reading := read(row["text"], row["year"])).problems
        and not reading.warnings
    ]
    assert unsaid == []


WORDS_TAKEN_OVER = ("by", "label", "event", "condition", "after")


def figures(deadlines: Deadlines) -> list[dict[str, object]]:
    """The deadlines without the words taken over from the text."""
    return [
        {name: value for name, value in deadline.items() if name not in WORDS_TAKEN_OVER}
        for deadline in deadlines
    ]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "capitals": str.upper,
    "spaces around": lambda text: f"  {text} ",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_spelling_of_letters_and_spaces_makes_no_difference(spelling: str) -> None:
    changed = [
        row["text"]
        for row in ROWS
        if "\n" not in row["text"] and "|" not in row["text"] and "&" not in row["text"]
        and figures(read(SPELLINGS[spelling](row["text"]), row["year"]).deadlines)
        != figures(read(row["text"], row["year"]).deadlines)
    ]  # fmt: skip
    assert changed == []


WRAPPED = [
    "Trước ngày\n30/11/2026", "Trước ngày 30\n/11/2026", "Trước\nngày 30/11", "Chậm\nnhất ngày 30/11",
    "Quý\nIV/2026", "Trong quý\nIV năm\n2026", "Thường\nxuyên", "05 ngày làm\nviệc kể từ ngày ký",
]  # fmt: skip


@pytest.mark.parametrize("text", WRAPPED)
def test_a_line_that_a_narrow_column_broke_is_read_as_one(text: str) -> None:
    assert read(text, 2026).deadlines == read(text.replace("\n", " "), 2026).deadlines != ()


def test_a_new_line_between_two_deadlines_still_parts_them() -> None:
    found = read("Kế hoạch trước 30/3\nBáo cáo năm\nQuý IV", 2026).deadlines
    assert [deadline["kind"] for deadline in found] == ["by", "period"]


def test_the_day_of_a_document_is_no_deadline() -> None:
    reading = read("Theo Kế hoạch số 15/KH-UBND ngày 10/01/2026, hoàn thành trước 30/11", 2026)
    assert [deadline["date"] for deadline in reading.deadlines] == ["2026-11-30"]
    assert "15/KH-UBND" in reading.warnings[0]


def test_one_of_two_alternatives_is_asked_about() -> None:
    reading = read("Tháng 5 hoặc tháng 6/2026", 2026)
    assert len(reading.deadlines) == 2
    assert "hoặc" in reading.warnings[0]


def test_words_after_a_colon_are_never_dropped_in_silence() -> None:
    reading = read("Hàng tháng: theo mẫu số 2", 2026)
    assert reading.warnings or "theo mẫu số 2" in json.dumps(reading.deadlines, ensure_ascii=False)


@pytest.mark.parametrize(
    "text, dates",
    [
        ("Tháng 11, 12 và 01/2027", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ("Quý III, IV/2026", ["2026-09-30", "2026-12-31"]),
        ("Trước ngày 05 các tháng 7, 10 và tháng 01 năm sau", ["2026-07-05", "2026-10-05", "2027-01-05"]),
        ("Trước ngày 15/12 và 15/01/2027", ["2026-12-15", "2027-01-15"]),
    ],
)
def test_a_year_said_at_the_end_of_a_list_does_not_carry_over_its_january(
    text: str, dates: list[str]
) -> None:
    assert [one.get("date") or one["end"] for one in read(text, 2026).deadlines] == dates


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("Liên tục từ 01/01/2026", "2026-01-01", None),
        ("Thường xuyên từ tháng 3/2026", "2026-03-01", None),
        ("Thường xuyên từ 01/3 đến 30/6/2026", "2026-03-01", "2026-06-30"),
    ],
)
def test_work_that_goes_on_from_a_date_has_no_end_of_its_own(text: str, start: str, end: str | None) -> None:
    (found,) = read(text, 2026).deadlines
    assert (found["kind"], found["start"], found.get("end")) == ("continuous", start, end)
