"""`dondoc workdays`."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal


@pytest.fixture
def here(root: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The shipped workspace."""
    return Terminal(root, capsys)


def test_a_negative_number_needs_no_dashes(here: Terminal) -> None:
    assert here("workdays 2021-03-10 -8 --json").object["date"] == "2021-02-26"


def test_a_number_of_two_digits_is_no_option_either(here: Terminal) -> None:
    assert here("workdays 10/3/2021 -10 --json").object["date"] == "2021-02-24"


@pytest.mark.parametrize("zero", ["+0", "0", "-0"])
def test_no_days_at_all_give_the_date_itself(here: Terminal, zero: str) -> None:
    found = here(f"workdays 2021-03-07 {zero} --json").object
    assert (found["date"], found["counted"], found["skipped"]) == ("2021-03-07", [], [])


def test_the_days_counted_and_passed_over_are_told(here: Terminal) -> None:
    found = here("workdays 2021-03-05 +1 --json").object
    assert (found["from"], found["n"], found["counted"]) == ("2021-03-05", 1, ["2021-03-08"])
    assert [(day["date"], day["why"]) for day in found["skipped"]] == [
        ("2021-03-06", "thứ Bảy"), ("2021-03-07", "Chủ nhật"),
    ]  # fmt: skip


def test_a_range_counts_both_of_its_ends(here: Terminal) -> None:
    found = here("workdays 2021-03-08..2021-03-12 --json").object
    assert found == {"from": "2021-03-08", "to": "2021-03-12", "working_days": 5}


def test_a_person_reads_why_each_day_counts(here: Terminal) -> None:
    said = here("workdays 2026-08-20 +3").out
    assert said.splitlines()[0] == "thứ Hai, ngày 24/8/2026"
    assert "thứ Bảy, ngày 22/8/2026: thứ Bảy, làm bù theo" in said


def test_a_year_without_a_notice_is_warned_of(here: Terminal) -> None:
    answer = here("workdays 2028-03-01 5 --json")
    assert "năm 2028 chưa có thông báo" in answer.err
    assert answer.code == 0


def test_a_folder_without_a_calendar_counts_by_the_library_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Terminal(tmp_path, capsys)("workdays 2021-03-05 1 --json")
    assert answer.object["date"] == "2021-03-08"
    assert "không có data/calendar.yaml" in answer.err


def test_a_bad_calendar_is_refused_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "calendar.yaml").write_text("years:\n  2021: {off: [2021-02-31]}\n")
    answer = Terminal(tmp_path, capsys)("workdays 2021-03-05 1")
    assert answer.code == 1
    assert "data/calendar.yaml:2:" in answer.err


@pytest.mark.parametrize(
    "words",
    ["2021-02-30 1", "2021-03-05", "2021-03-05 x", "2021-03-05 1 2", "2021-03-05 --frob",
     "2021-03-10..2021-03-01", "2021-03-05 999999"],
)  # fmt: skip
def test_wrong_use_is_two_and_in_vietnamese(here: Terminal, words: str) -> None:
    answer = here(f"workdays {words}")
    assert answer.code == 2
    assert answer.err.startswith("Cách dùng:") or answer.err.startswith("Lỗi:")


def test_sums_over_nine_years_agree_with_the_official_notices(here: Terminal, corpus: Path) -> None:
    official = json.loads((corpus / "holidays_vn.json").read_text(encoding="utf-8"))
    off = {dt.date.fromisoformat(day) for year in official.values() for day in year["weekdays_off"]}
    worked = {dt.date.fromisoformat(day) for year in official.values() for day in year["worked_weekend_days"]}
    random_sums = random.Random(7)
    for _ in range(60):
        day = dt.date(2019, 3, 1) + dt.timedelta(days=random_sums.randrange(3000))
        n = random_sums.randrange(1, 40)
        end, left = day, n
        while left:
            end += dt.timedelta(days=1)
            left -= end in worked or (end.weekday() < 5 and end not in off)
        assert here(f"workdays {day} {n} --json").object["date"] == str(end)


def test_neither_the_database_nor_the_templates_are_loaded(root: Path) -> None:
    program = (
        "import sys; from dondoc.cli import run; run(['workdays', '2021-03-05', '1']);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'jinja2', 'apscheduler')))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=False)
    assert answer.returncode == 0
