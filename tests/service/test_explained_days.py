"""Days of people in the story of 2021, explained from its record: their mails are those of the ledger."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.conftest import ROOT
from tests.dondoc.terminal import Terminal
from tests.service.years import Year

pytestmark = pytest.mark.slow

Opened: TypeAlias = Callable[[Year], Terminal]

OFFICER, STAND_IN, HEAD, DEPUTY, DIRECTOR = (
    f"{name}.sct@example.gov.vn" for name in ("anv", "btt", "hve", "pgd1", "giamdoc")
)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Opened:
    """Opens the shipped workspace on a copy of the record that a year left."""

    def opened(year: Year) -> Terminal:
        record = tmp_path / "record.sqlite3"
        shutil.copy(year.folder / "replay.sqlite3", record)
        monkeypatch.setenv("DONDOC_DATABASE_URL", f"sqlite:///{record}")
        return Terminal(ROOT, capsys)

    return opened


def busiest(year: Year, address: str) -> str:
    """The day on which most was said to an address."""
    counts: Counter[str] = Counter(line["at"][:10] for line in year.ledger if address in line["messages"])
    return max(sorted(counts), key=lambda day: counts[day])


@pytest.mark.parametrize("address", [OFFICER, HEAD, DEPUTY, DIRECTOR])
def test_the_mails_of_a_busy_day_are_those_of_the_ledger(
    told: Opened, story_year: Year, address: str
) -> None:
    on = busiest(story_year, address)
    lines = [one for one in story_year.ledger if one["at"][:10] == on and address in one["messages"]]
    found = told(story_year)(f"explain --person {address} --on {on} --json").object
    said = {
        (mail["message"], item["deadline"], item["rule"], item["step"], item["occurrence"], item["copy"])
        for mail in found["mails"]
        for item in mail["items"]
    }
    assert {mail["message"] for mail in found["mails"]} == {one["messages"][address] for one in lines}
    assert said == {
        (one["messages"][address], one["deadline"], one["rule"], one["step"], one["occurrence"],
         address in one["cc"])
        for one in lines
        if one["deadline"]
    }  # fmt: skip
    assert {one["state"] for mail in found["mails"] for one in mail["deliveries"]} == {"sent"}
    heard = {item["deadline"] for mail in found["mails"] for item in mail["items"]}
    assert heard & {one["deadline"] for one in found["silent"]} == set()


def test_the_officer_on_leave_sees_what_the_stand_in_got(told: Opened, silent_year: Year) -> None:
    week = [f"2021-05-{day}" for day in range(10, 15)]
    lines = [one for one in silent_year.ledger if one["at"][:10] in week and STAND_IN in one["messages"]]
    on = lines[0]["at"][:10]
    found = told(silent_year)(f"explain --person {OFFICER} --on {on} --json").object
    assert (found["mails"], found["absence"]["delegate"]) == ([], STAND_IN)
    expected = {(one["deadline"], one["step"]) for one in lines if one["at"][:10] == on and one["deadline"]}
    assert {(one["deadline"], one["step"]) for one in found["forwarded"]} == expected
