"""Decides how messages are addressed: the channels they go over, and the Message-ID of each."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Post:
    """How messages are addressed: the channels they go over and the domain of their ids."""

    channels: tuple[str, ...]
    domain: str
    issued: set[tuple[str, str]] = field(
        default_factory=set
    )  # (digest, week) known to be made: not asked again
    holds: bool = False  # a pass with too many mails waits for an admin's word; a rehearsal asks nobody


def message_id(organization: str, address: str, at: dt.datetime, keys: Sequence[str], domain: str) -> str:
    """A Message-ID (RFC 5322) that the same decision always gets again."""
    seconds = int(at.timestamp())
    text = "\n".join((organization, address.casefold(), str(seconds), *keys))
    return f"<{hashlib.sha256(text.encode()).hexdigest()[:32]}@{domain}>"
