"""Decides when edited files are read by themselves: once they differ from those read, and rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Stamps: TypeAlias = Mapping[str, tuple[int, ...]]  # path -> what changes whenever the file may have changed


@dataclass(slots=True)
class Watch:
    """One look after the other at the files; `read` is how they stood when they were read last."""

    look: Callable[[], Stamps]
    every: float  # seconds between looks; 0: nobody looks
    read: Stamps
    seen: Stamps | None = None  # another state than `read`, at the look before

    def settled(self) -> bool:
        """Changed, and the same at two looks: an editor saves several files, a copy takes its time."""
        if not self.every:
            return False
        now = self.look()
        if now == self.read:
            self.seen = None
            return False
        rests, self.seen = now == self.seen, now
        return rests

    def begin(self) -> None:
        """The files are about to be read."""
        self.read, self.seen = self.look(), None

    def moved(self) -> bool:
        """Whether files changed while they were read."""
        return self.look() != self.read
