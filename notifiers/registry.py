"""Decides which channel a name means: ours by an explicit table, others by the group `dondoc.notifiers`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TextIO, TypeAlias, cast

from notifiers.base import Notifier
from notifiers.email.settings import SmtpSettings
from rules.systemwords import system_words

GROUP = "dondoc.notifiers"
BUILT_IN = {
    "email": "notifiers.email:build",
    "mailbox": "notifiers.mailbox:build",
    "console": "notifiers.console:build",
}


@dataclass(frozen=True, slots=True)
class ChannelConfig:
    """What a channel may need of the settings."""

    sender: str  # the From header's value
    mailbox_dir: Path
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    templates: Path | None = None  # the workspace's own templates
    index_dir: Path | None = None  # keep an HTML index of the mailbox here; None: do not
    title: str = "Hộp thư nhắc việc"  # of that index
    durable: bool = True  # each mail of the mailbox is on disk before it counts as sent
    stream: TextIO = field(default_factory=lambda: sys.stdout)


Factory: TypeAlias = Callable[[ChannelConfig], Notifier]


class UnknownNotifier(LookupError):
    """No channel has this name."""


class BrokenNotifier(RuntimeError):
    """A channel that cannot be used: it clashes with a built-in, cannot be loaded or cannot be built."""


def build(name: str, config: ChannelConfig) -> Notifier:
    """The channel of that name; raises UnknownNotifier, BrokenNotifier (both fatal at start)."""
    try:
        return _factory(name)(config)
    except (OSError, ValueError, TypeError) as error:
        why = system_words(error) if isinstance(error, OSError) else str(error)
        raise BrokenNotifier(f"không dựng được kênh gửi “{name}”: {why}") from error


def names() -> tuple[str, ...]:
    """Every name that `build` knows; raises BrokenNotifier."""
    return (*BUILT_IN, *(name for name in sorted(outside())))


def _factory(name: str) -> Factory:
    others = outside()
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return cast("Factory", getattr(import_module(module), attribute))
    if name in others:
        return _load(others[name])
    raise UnknownNotifier(f"không có kênh gửi “{name}”; các kênh hiện có: {', '.join(names())}")


@cache
def outside() -> dict[str, EntryPoint]:
    """Other people's channels by name. A clash is fatal: nobody could say which of the two was meant."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        if point.name in BUILT_IN or found.get(point.name, point) != point:
            raise BrokenNotifier(f"kênh gửi “{point.name}” ({point.value}) trùng tên với một kênh khác")
        found[point.name] = point
    return found


def _load(point: EntryPoint) -> Factory:
    # Any failure while importing another's code means the same here: the channel cannot be used.
    try:
        made = point.load()
    except Exception as error:
        raise BrokenNotifier(f"không nạp được kênh gửi “{point.name}” ({point.value}): {error}") from error
    if not callable(made):
        raise BrokenNotifier(f"kênh gửi “{point.name}” ({point.value}) không phải là hàm dựng kênh")
    return cast("Factory", made)
