"""Whether the mails of an organization may go: the orders an admin gave, folded into where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.days.vietnam import spoken

Order: TypeAlias = Literal["pause", "resume", "trial", "trial-end", "hold", "release", "drop"]


@dataclass(frozen=True, slots=True)
class Control:
    """One order about the mails as a whole, kept for ever."""

    do: Order
    by: str
    at: dt.datetime
    note: str | None = None  # pause: the reason; trial: the address; hold, release, drop: the batch
    mails: int | None = None  # how many it was about


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial run: since when, and to which address all goes."""

    since: dt.datetime
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds all mails back or turns them aside now."""

    pause: Control | None = None
    trial: Trial | None = None


def standing_of(controls: Iterable[Control]) -> Standing:
    """The orders, oldest first, as they stand after the last one."""
    pause: Control | None = None
    trial: Trial | None = None
    for control in controls:
        if control.do == "pause":
            pause = pause or control
        elif control.do == "resume":
            pause = None
        elif control.do == "trial":
            trial = Trial(trial.since if trial else control.at, control.note or "")
        elif control.do == "trial-end":
            trial = None
    return Standing(pause, trial)


def still_because(standing: Standing, redirect_to: str | None, zone: dt.tzinfo) -> str | None:
    """Why a process whose mails are redirected to `redirect_to` may send nothing now; None: it may."""
    if standing.pause is not None:
        return paused_words(standing.pause, zone)
    if standing.trial is not None and redirect_to is None:
        return (
            f"{trial_words(standing.trial, zone)}, nhưng nay không có thiết lập DONDOC_REDIRECT_TO nên không"
            " gửi gì. Để gửi thật: dondoc trial end --by AI; để chạy thử tiếp: đặt lại DONDOC_REDIRECT_TO"
        )
    if standing.trial is None and redirect_to is not None:
        return (
            "đã kết thúc chạy thử mà vẫn còn thiết lập DONDOC_REDIRECT_TO nên không gửi gì."
            " Bỏ thiết lập ấy rồi khởi động lại dịch vụ"
        )
    return None


def paused_words(pause: Control, zone: dt.tzinfo) -> str:
    """`đang tạm dừng gửi thư từ 08:00 ngày 05/3/2021, do Nguyễn Văn A: nghỉ Tết`"""
    why = f": {pause.note}" if pause.note else ""
    return f"đang tạm dừng gửi thư từ {_moment(pause.at, zone)}, do {pause.by}{why}"


def turned_aside(address: str) -> str:
    """`đang chạy thử, mọi thư chuyển về …`"""
    return f"đang chạy thử, mọi thư chuyển về {address}"


def trial_words(trial: Trial, zone: dt.tzinfo) -> str:
    """`đang chạy thử từ 08:00 ngày 05/3/2021, mọi thư chuyển về …`"""
    return f"đang chạy thử từ {_moment(trial.since, zone)}, mọi thư chuyển về {trial.address}"


def _moment(moment: dt.datetime, zone: dt.tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%H:%M} ngày {spoken(local.date())}"
