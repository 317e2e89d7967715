"""How dates and moments are written on the command line."""

from __future__ import annotations

import datetime as dt
import re

import click

from rules.composed import composed

_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Day(click.ParamType[dt.date]):
    """`2021-03-10`, or `10/3/2021`."""

    name = "NGÀY"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        text = str(value)
        found = _VIETNAMESE.fullmatch(text)
        try:
            if found:
                day, month, year = map(int, found.groups())
                return dt.date(year, month, day)
            return dt.date.fromisoformat(text)
        except ValueError:
            self.fail(f"“{value}” không phải ngày có thật; viết 2021-03-10 hoặc 10/3/2021", param, ctx)


class Moment(click.ParamType[dt.datetime]):
    """`2021-03-10T08:00`, with or without an offset; a bare date means 08:00. Naive: local time."""

    name = "THỜI_ĐIỂM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        if isinstance(value, dt.datetime):
            return value
        text = str(value)
        try:
            if len(text) == 10:
                return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(8))
            return dt.datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"“{value}” không phải thời điểm; viết 2021-03-10T08:00", param, ctx)


class Words(click.ParamType[str]):
    """Words on one line, not empty."""

    name = "CHỮ"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = composed(" ".join(str(value).split()))
        if not text:
            self.fail("không được để trống", param, ctx)
        return text


DAY, MOMENT, WORDS = Day(), Moment(), Words()
