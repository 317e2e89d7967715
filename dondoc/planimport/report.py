"""Makes the page that shows the source and its reading side by side: one file, no parts from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from dondoc.commands.read import KINDS
from dondoc.planimport.telling import doubts_in_order, summary
from rules.appendix.reading import PlanReading, RowReading
from rules.appendix.source import SourceDocument
from rules.days.vietnam import spoken

_SURE = {"high": "cao", "medium": "vừa", "low": "thấp"}
_UNITS = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "year": "năm",
    "hour": "giờ",
}
_EVERY = {"week": "tuần", "month": "tháng", "quarter": "quý", "half-year": "6 tháng", "year": "năm"}


def report_html(reading: PlanReading, document: SourceDocument) -> str:
    """The page."""
    from jinja2 import Environment, StrictUndefined

    source = files("dondoc.planimport").joinpath("report.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    groups = dict(reading.groups)
    return environment.from_string(source).render(
        title=reading.heading.title,
        file=document.name,
        summary=list(summary(reading)),
        doubts=[
            {"key": key, "place": place, "level": doubt.level, "text": doubt.text}
            for key, place, doubt in doubts_in_order(reading)
        ],
        rows=[_row(row, groups) for row in reading.rows],
        unknown=reading.unknown,
    )


def _row(row: RowReading, groups: Mapping[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "group": f"{row.group}. {groups.get(row.group, '')}",
        "sure": _SURE[row.confidence],
        "deadlines": [deadline_words(one) for one in row.deadlines],
        "doubts": [one for one in row.doubts if one.level != "note"],
        "notes": [one for one in row.doubts if one.level == "note"],
    }


def deadline_words(one: Mapping[str, object]) -> str:
    """A deadline as a person says it: "Báo cáo quý I: trước ngày 10/3/2021"."""
    label = f"{one['label']}: " if one.get("label") else ""
    soft = " (dự kiến)" if one.get("approx") else ""
    return f"{label}{_said(one)}{soft}"


def _said(one: Mapping[str, object]) -> str:
    kind = str(one["kind"])
    if kind == "by":
        words = f"{'trước' if one.get('strict') else 'đến hết'} ngày {_day(one['date'])}"
        other = f", hoặc {_day(one['alternative'])}?" if one.get("alternative") else ""
        return (f"{one['time']} " if one.get("time") else "") + words + other
    if kind == "period":
        return f"từ {_day(one['start'])} đến hết {_day(one['end'])}"
    if kind == "after_event":
        unit = _UNITS.get(str(one["unit"]), str(one["unit"]))
        return f"{one['n']} {unit} kể từ {one['event']}"
    if kind == "recurring":
        day = one.get("day")
        on = f", {'ngày cuối tháng' if day == 'last' else f'ngày {day}'}" if day else ""
        return f"hằng {_EVERY.get(str(one['every']), str(one['every']))}{on} ({one.get('by', '')})"
    return f"{KINDS.get(kind, kind)}{': ' + str(one['by']) if one.get('by') else ''}"


def _day(value: object) -> str:
    return spoken(dt.date.fromisoformat(str(value)))
