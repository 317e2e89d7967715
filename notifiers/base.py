"""What every channel promises, and the closed list of ways in which it can fail."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from rules.letter import Letter

Reason: TypeAlias = Literal[
    "connection",  # no connection, DNS, refused
    "timeout",
    "tls",  # certificate or protocol
    "auth",
    "sender-refused",
    "recipient-refused",
    "content-refused",
    "rate-limited",
    "server",  # any other answer of the far side
    "disconnected",
    "disk",
    "render",  # the template failed
    "bug",
    "expired",
    "gone",  # nobody is at the address any more
]


class DeliveryFailure(Exception):
    """A parcel was not accepted. `unknown`: it may have been, nobody can tell."""

    def __init__(self, reason: Reason, detail: str, *, unknown: bool = False) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.unknown = unknown


class TemporaryFailure(DeliveryFailure):
    """Trying again later may help."""


class PermanentFailure(DeliveryFailure):
    """Trying again will not help."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One rendered letter, ready to hand over."""

    message_id: str
    address: str
    at: dt.datetime  # the mail's own moment, for dates of files
    content: bytes


class Session(Protocol):
    """One open way to the far side, good for many parcels."""

    def send(self, parcel: Parcel) -> None:
        """Return when the far side has accepted it; else raise a DeliveryFailure."""


class Notifier(Protocol):
    """A channel. `render` is pure; `session` opens what `send` needs and closes it after."""

    name: str

    def render(self, letter: Letter) -> bytes:
        """The whole text to hand over; raises PermanentFailure("render", ...) when a template fails."""

    def session(self) -> AbstractContextManager[Session]:
        """Open the way; raises a DeliveryFailure when there is none."""
