"""What a person must decide about a draft, in the order of what goes wrong if nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.yaml.write import Path

About: TypeAlias = Literal["unit", "date", "event", "one-off", "heading", "clash", "calendar", "year"]
# A task without a lead is nobody's; a date left behind is never urged; a kept year only reads oddly.
ORDER: tuple[About, ...] = ("unit", "date", "event", "one-off", "heading", "calendar", "clash", "year")
TITLES: dict[About, str] = {
    "unit": "Đơn vị, cán bộ không còn hoặc đổi tên",
    "date": "Ngày tháng không chuyển được hoặc giữ nguyên",
    "event": "Thời hạn theo sự kiện hoặc do cấp trên ấn định",
    "one-off": "Có thể là việc làm một lần",
    "heading": "Phần đầu kế hoạch",
    "calendar": "Lịch nghỉ",
    "clash": "Mốc trùng ngày nghỉ",
    "year": "Năm giữ nguyên trong lời văn",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One question, at the place of the draft it is about."""

    about: About
    path: Path
    message: str  # Vietnamese
    task: str | None = None  # its key


def by_consequence(decisions: list[Decision]) -> list[Decision]:
    """The gravest first; of one sort in the order of the plan."""
    return sorted(decisions, key=lambda one: ORDER.index(one.about))
