"""The console channel: decides how a letter is shown on a screen, as its plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from notifiers.base import Parcel, TemporaryFailure
from notifiers.flowed import unflowed
from notifiers.registry import ChannelConfig
from notifiers.renderer import Renderer
from notifiers.subject import subject
from rules.letter import Letter

RULE = "─" * 72
# A terminal obeys these; the words of a plan must not command it.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    stream: TextIO

    def send(self, parcel: Parcel) -> None:
        """Print it; raises TemporaryFailure when the stream is gone."""
        try:
            self.stream.write(parcel.content.decode("utf-8", "replace"))
            self.stream.flush()
        except (OSError, ValueError) as error:
            raise TemporaryFailure("disk", f"không in được ra màn hình: {error}") from error


class ConsoleChannel:
    """Prints the plain-text part to a stream."""

    name = "console"

    def __init__(self, stream: TextIO, renderer: Renderer) -> None:
        self._stream = stream
        self._renderer = renderer

    def render(self, letter: Letter) -> bytes:
        """The text with a head, in UTF-8; raises PermanentFailure("render")."""
        lines = (
            RULE,
            f"Gửi: {letter.addressee} <{letter.address}>",
            f"Lúc: {letter.at:%d/%m/%Y %H:%M}",
            f"Tiêu đề: {subject(letter)}",
            "",
            unflowed(self._renderer.text(letter)),
            "",
        )
        return _CONTROLS.sub("", "\n".join(lines)).encode("utf-8", "replace")

    @contextmanager
    def session(self) -> Iterator[ConsoleSession]:
        """The stream itself; it stays open."""
        yield ConsoleSession(self._stream)


def build(config: ChannelConfig) -> ConsoleChannel:
    """The channel from its settings."""
    return ConsoleChannel(config.stream, Renderer(config.sender, config.templates))
