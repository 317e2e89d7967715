"""Decides how a message stood at a moment: accepted, waiting, given up, and what that is called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.commands.outbox import REASONS, STATES
from dondoc.phrasing import told_moment
from rules.notice import MessageState

if TYPE_CHECKING:
    from data.sql.inspecting import Row

FINAL = ("sent", "dead", "cancelled")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way over one channel, as of the moment asked."""

    message: str
    address: str
    channel: str
    state: MessageState
    at: dt.datetime | None  # accepted, given up or cancelled: when; waiting: the next try
    reason: str | None  # of the last failure
    detail: str | None  # what the relay said
    revision: str | None = None  # of the files it was decided by


def delivery_at(row: Row, now: dt.datetime) -> Delivery:
    """As of `now`: what was settled later was waiting then, and why it had to wait is not on record."""
    at = row.sent_at or row.next_at
    if row.state in FINAL and at > now:
        return Delivery(row.id, row.address, row.channel, "pending", None, None, None, row.revision)
    return Delivery(
        row.id, row.address, row.channel, row.state, at, row.reason, row.detail, row.revision
    )  # fmt: skip


def told_delivery(one: Delivery, zone: dt.tzinfo) -> str:
    """ "đã gửi lúc 08:00 ngày 09/3/2021" """
    if one.at is None or one.state in ("sending", "held"):
        return STATES[one.state]
    when = told_moment(one.at.astimezone(zone))
    if one.state == "sent":
        return f"{STATES[one.state]} lúc {when}"
    again = "thử lại từ" if one.reason else "gửi từ"
    word = f", {again} {when}" if one.state == "pending" else f" lúc {when}"
    reason = f": {REASONS.get(one.reason, one.reason)}" if one.reason else ""
    detail = f" ({one.detail})" if one.detail else ""
    return f"{STATES[one.state]}{word}{reason}{detail}"
