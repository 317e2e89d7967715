"""How `diff` lays its tables on a screen."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from rich.console import Console

from dondoc.diff.dates import Dates, Redated
from dondoc.diff.table import by_reader, tell_dates
from scheduler.comparing import Change
from scheduler.ledger import Line

ID = "cchc-2021/V.22/bao-cao-tong-hop-ket-qua-thuc-hien-nam"


def dates(day: int) -> Dates:
    return Dates(dt.date(2021, 3, day), dt.date(2021, 3, day))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_id_stays_whole_on_a_screen_of_any_width(width: int) -> None:
    screen = io.StringIO()
    tell_dates(
        [Redated(ID, dates(10), dates(9)), Redated("x", None, dates(9))], Console(file=screen, width=width)
    )
    (line,) = [one for one in screen.getvalue().splitlines() if ID in one]
    assert line.split() == [ID, "10/3/2021", "09/3/2021", "10/3/2021", "09/3/2021"]


def line(*people: str, cc: tuple[str, ...] = ()) -> Line:
    return {"recipients": list(people), "cc": list(cc)}


def test_each_reader_sees_a_change_from_where_this_reader_stands() -> None:
    found = by_reader(
        [
            Change("recipients", line("a", "b"), line("a", "c")),
            Change("recipients", line("a", "d"), line("a", cc=("d",))),
            Change("moves", line("a", "b"), line("a")),
            Change("appears", None, line("b")),
        ]
    )
    assert found == {
        "a": {"moves": 1},
        "b": {"vanishes": 2, "appears": 1},
        "c": {"appears": 1},
        "d": {"recipients": 1},
    }
