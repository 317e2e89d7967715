"""Decides the words of an alert to the admin: what is wrong, where, and what stays in force."""

from __future__ import annotations

from typing import NamedTuple

from notifiers.mailview import contact_words
from notifiers.status import TONES
from notifiers.subject import subject
from rules.letter import Alert, Letter


class AlertView(NamedTuple):
    """Everything a template of an alert shows."""

    subject: str
    organization: str
    addressee: str
    opening: str
    lines: tuple[str, ...]
    whom: str
    contact: str
    tone: str


def alert_view(letter: Letter, alert: Alert) -> AlertView:
    """The words of an alert."""
    return AlertView(
        subject=subject(letter),
        organization=letter.organization,
        addressee=letter.addressee,
        opening=alert.opening,
        lines=alert.lines,
        whom=alert.whom,
        contact=contact_words(letter.reply_to),
        tone=TONES["overdue"],
    )
