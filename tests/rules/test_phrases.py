"""What the reader makes of deadline phrases: the corpus exactly, and the sorts of phrase it stands for."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from rules.phrases import LONGEST, read

CORPUS = Path(__file__).parents[1] / "corpus"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


PHRASES = rows("phrases.jsonl")
SEED = rows("seed_rows.jsonl")

# Phrases of the corpus that are read otherwise than its expectation, and why.
READ_OTHERWISE = {
    "Chậm nhất ngày 08 (tám) của tháng cuối quý đối với báo cáo định kỳ hằng quý": (
        "báo cáo định kỳ hằng quý",
        "'đối với X' is the label in three sister phrases of the same circular; here the corpus has none",
    ),
    "Chậm nhất ngày 27 (hai mươi bảy) tháng 11 (mười một) đối với báo cáo định kỳ hằng năm": (
        "báo cáo định kỳ hằng năm",
        "same: the label is kept wherever 'đối với' names a product",
    ),
}


def by(date: str, strict: bool = True, **more: object) -> dict[str, object]:
    return {"kind": "by", "date": date, "strict": strict, **more}


def period(start: str, end: str, **more: object) -> dict[str, object]:
    return {"kind": "period", "start": start, "end": end, **more}


def event(n: int, unit: str, words: str) -> dict[str, object]:
    return {"kind": "after_event", "n": n, "unit": unit, "event": words}


def recurring(every: str, words: str, **more: object) -> dict[str, object]:
    return {"kind": "recurring", "every": every, "by": words, **more}


YEAR_2021 = ("2021-01-01", "2021-12-31")
QUARTER_ENDS = [3, 6, 9, 12]


@pytest.mark.parametrize("row", SEED, ids=[row["uid"] for row in SEED])
def test_every_time_cell_of_the_2021_plan_is_read_exactly(row: dict[str, Any]) -> None:
    assert list(read(row["time"], row["plan_year"]).deadlines) == row["expect"]


@pytest.mark.parametrize("row", PHRASES, ids=[row["text"] for row in PHRASES])
def test_every_phrase_of_the_corpus_is_read_exactly_or_listed_as_read_otherwise(row: dict[str, Any]) -> None:
    reading = read(row["text"], row["year"])
    expected = row["expect"]
    if row["text"] in READ_OTHERWISE:
        expected = [{**expected[0], "label": READ_OTHERWISE[row["text"]][0]}]
    assert list(reading.deadlines) == expected
    assert expected or reading.problems, "nothing read needs a reason"


def test_at_most_one_phrase_in_a_hundred_is_read_otherwise_than_the_corpus() -> None:
    assert len(READ_OTHERWISE) * 100 <= 2 * len(PHRASES)


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_decomposed_letters_make_no_difference(form: Any) -> None:
    changed = [
        row["text"]
        for row in PHRASES
        if "…" not in row["text"]
        and read(unicodedata.normalize(form, row["text"]), row["year"]).deadlines
        != read(row["text"], row["year"]).deadlines
    ]
    assert changed == []


def test_non_breaking_and_double_spaces_make_no_difference() -> None:
    changed = [
        row["text"]
        for row in PHRASES
        if read(row["text"].replace(" ", "\u00a0 "), row["year"]).deadlines
        != read(row["text"], row["year"]).deadlines
    ]
    assert changed == []


READINGS: list[tuple[str, list[dict[str, object]]]] = [
    # Separators, typos, letters
    ("TRƯỚC NGÀY 30 / 11 / 2021", [by("2021-11-30")]),
    ("trứơc 30//11", [by("2021-11-30")]),
    ("truoc ngay 15-3-2021", [by("2021-03-15")]),
    ("2021-11-30 00:00:00", [by("2021-11-30", False)]),
    ("QIII", [period("2021-07-01", "2021-09-30")]),
    ("quý lV", [period("2021-10-01", "2021-12-31")]),
    ("Qúi 03/2021", [period("2021-07-01", "2021-09-30")]),
    ("Tháng12 - 2021", [period("2021-12-01", "2021-12-31")]),
    ("tháng Tư", [period("2021-04-01", "2021-04-30")]),
    # Spans that share their right-hand part
    ("13-23/3/2025", [period("2025-03-13", "2025-03-23")]),
    ("02-3/2022", [period("2022-02-01", "2022-03-31")]),
    ("18 - 26 tháng 9", [period("2021-09-18", "2021-09-26")]),
    ("Quý II-III/2026", [period("2026-04-01", "2026-09-30")]),
    ("15/12 - 15/01/2022", [period("2021-12-15", "2022-01-15")]),
    ("Từ đầu năm đến 30/6", [period("2021-01-01", "2021-06-30")]),
    ("Quý I đến hết năm", [period(*YEAR_2021)]),
    ("15 ngày đầu tháng 6", [period("2021-06-01", "2021-06-15")]),
    # Limits
    ("Muộn nhất trước ngày 15/12", [by("2021-12-15")]),
    ("Không muộn hơn ngày 15/12/2021", [by("2021-12-15", False)]),
    ("Hết quý I", [by("2021-03-31", False)]),
    ("Trước quý II/2021", [by("2021-04-01")]),
    ("Chậm nhất trong tháng 6", [by("2021-06-30", False)]),
    ("ngày 12/3/2021, trước 16 giờ", [by("2021-03-12", time="16:00")]),
    ("4 giờ chiều ngày 12/3", [by("2021-03-12", False, time="16:00")]),
    ("Trước 24h00 ngày 31/12", [by("2021-12-31", False)]),
    ("Trước ngày 15/01 năm sau", [by("2022-01-15")]),
    ("trước ngày 10/3, 10/6 và 05/12", [by("2021-03-10"), by("2021-06-10"), by("2021-12-05")]),
    # Soft words and places in a month
    ("Quý II/2021 (dự kiến)", [period("2021-04-01", "2021-06-30", approx=True)]),
    ("Phấn đấu hoàn thành trước 30/9", [by("2021-09-30", approx=True)]),
    ("Cuối quý I", [by("2021-03-31", False)]),
    # What comes back
    ("Hàng quý (trước ngày 15 tháng cuối quý)",
     [recurring("quarter", "trước ngày 15 tháng cuối quý", months=QUARTER_ENDS, day=15, strict=True)]),
    ("Hàng tháng, trước ngày 25",
     [recurring("month", "trước ngày 25 hằng tháng", day=25, strict=True)]),
    ("Hằng năm (trước 15/12)",
     [recurring("year", "trước 15/12", month=12, day=15, strict=True)]),
    ("trước ngày 15/6 và trước ngày 15/12 hằng năm",
     [recurring("year", "trước 15/6", month=6, day=15, strict=True),
      recurring("year", "trước 15/12", month=12, day=15, strict=True)]),
    ("Chiều thứ 6 hằng tuần", [recurring("week", "chiều thứ Sáu hằng tuần", weekday=5)]),
    ("2 lần/năm", [recurring("half-year", "2 lần/năm")]),
    # Labels
    ("Quý I: trước 15/3; Quý IV: trước 15/12",
     [by("2021-03-15", label="Quý I"), by("2021-12-15", label="Quý IV")]),
    ("Trước ngày 10/3 báo cáo quý I; trước ngày 10/6 báo cáo 6 tháng",
     [by("2021-03-10", label="báo cáo quý I"), by("2021-06-10", label="báo cáo 6 tháng")]),
    ("Trước 10/3 (quý I); trước 10/6 (6 tháng đầu năm)",
     [by("2021-03-10", label="quý I"), by("2021-06-10", label="6 tháng đầu năm")]),
    ("a) Kế hoạch: Quý I\nb) Báo cáo: trước ngày 30/11",
     [period("2021-01-01", "2021-03-31", label="Kế hoạch"), by("2021-11-30", label="Báo cáo")]),
    ("DNPC, HPC hoàn thành trong tháng 6/2026; các CTĐL còn lại hoàn thành trong tháng 9/2026",
     [period("2026-06-01", "2026-06-30", label="DNPC, HPC"),
      period("2026-09-01", "2026-09-30", label="các CTĐL còn lại")]),
    # Events, others, continuous
    ("Ngay sau khi nhận được văn bản (chậm nhất 02 ngày)", [event(2, "day", "nhận được văn bản")]),
    ("15 ngày kể từ ngày ký; 05 ngày làm việc kể từ ngày thẩm định",
     [event(15, "day", "ký"), event(5, "working_day", "thẩm định")]),
    ("Theo yêu cầu của UBND tỉnh, Sở Nội vụ",
     [{"kind": "external", "by": "yêu cầu của UBND tỉnh, Sở Nội vụ"}]),
    ("Trong năm (thường xuyên)", [{"kind": "continuous", "start": YEAR_2021[0], "end": YEAR_2021[1]}]),
    ("Từ quý II/2021 trở đi", [{"kind": "continuous", "start": "2021-04-01"}]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", READINGS, ids=[text for text, _ in READINGS])
def test_phrases_of_the_same_sorts_are_read_alike(text: str, expected: list[dict[str, object]]) -> None:
    assert list(read(text, 2021).deadlines) == expected


REFUSALS = [
    ("", "ô bỏ trống"),
    ("…", "ô bỏ trống"),
    ("-nt-", "như trên"),
    ("Như mục 1", "như trên"),
    ("31/11", "ngày 31/11 không tồn tại"),
    ("29/02/2021", "ngày 29/2 không tồn tại trong năm 2021"),
    ("Tháng 13", "tháng 13 không tồn tại"),
    ("Quý 5", "quý 5 không tồn tại"),
    ("Trước ngày 30/11/202", "viết sai"),
    ("ngày … tháng … năm 2021", "để trống"),
    ("Mùng 10 tháng 3", "âm lịch"),
    ("Trước ngày 10/3 (âm lịch)", "âm lịch"),
    ("Sau ngày 30/6/2021", "mốc bắt đầu"),
    ("Trước 16h00", "không có ngày"),
    ("05 ngày làm việc trước ngày họp", "tính lùi"),
    ("Trong vòng 05 ngày", "không nêu mốc bắt đầu"),
    ("trước ngày 15", "không nêu tháng"),
    ("2 năm/lần", "chu kỳ"),
    ("Năm học 2021-2022", "năm học"),
    ("Thông tư 02/2023", "không đọc được"),
    ("abc", "không đọc được"),
]


@pytest.mark.parametrize("text, reason", REFUSALS, ids=[repr(text) for text, _ in REFUSALS])
def test_what_is_no_deadline_is_refused_with_its_reason(text: str, reason: str) -> None:
    reading = read(text, 2021)
    assert reading.deadlines == ()
    assert reason in " ".join(reading.problems)


def test_a_january_limit_without_a_year_is_marked_ambiguous() -> None:
    reading = read("Trước 15/01", 2021)
    assert reading.deadlines == (by("2021-01-15", ambiguous=True, alternative="2022-01-15"),)
    assert "15/01/2022" in reading.warnings[0]


def test_an_impossible_date_beside_a_good_one_is_a_problem_and_the_good_one_stays() -> None:
    reading = read("Kế hoạch: 31/4; Báo cáo: trước 30/11", 2021)
    assert reading.deadlines == (by("2021-11-30", label="Báo cáo"),)
    assert reading.problems == ("ngày 31/4 không tồn tại",)


def test_a_weekday_that_does_not_fit_its_date_is_told() -> None:
    assert read("Thứ Sáu, ngày 12/3/2021", 2021).warnings == ()
    assert "thứ Sáu" in read("Thứ Năm, ngày 12/3/2021", 2021).warnings[0]


def test_words_that_were_not_used_are_told() -> None:
    reading = read("Theo KH của Sở Nội vụ, trước 30/11", 2021)
    assert "Theo KH của Sở Nội vụ" in reading.warnings[0]


def test_a_date_without_a_year_needs_the_plan_year() -> None:
    assert read("Trước 30/11", None).problems == ("không rõ năm",)


def test_a_cell_that_is_too_long_is_not_read() -> None:
    reading = read("trước 30/11 " * LONGEST, 2021)
    assert reading.deadlines == ()
    assert str(LONGEST) in reading.problems[0]
