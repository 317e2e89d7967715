"""The mailbox channel: decides where a mail lies in the Maildir and that a repeat never doubles it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from notifiers.base import Parcel, TemporaryFailure
from notifiers.mailbox.entries import LIST, bare_name, facts_of
from notifiers.mailbox.index import write_index
from notifiers.mime import sender_address
from notifiers.renderer import Renderer
from rules.letter import Letter


class Index(NamedTuple):
    """Where an HTML index is kept up to date after each session, and its title."""

    folder: Path
    title: str


class MailboxChannel:
    """Mails as files: tmp/, then new/ by an atomic rename."""

    name = "mailbox"

    def __init__(
        self,
        folder: Path,
        sender: str,
        templates: Path | None = None,
        *,
        durable: bool = True,
        index: Index | None = None,
    ) -> None:
        """`durable`: each mail is on disk before `send` returns. Raises ValueError for a bad sender."""
        sender_address(sender)
        self._folder = folder
        self._durable = durable
        self._index = index
        self._renderer = Renderer(sender, templates)

    def render(self, letter: Letter) -> bytes:
        """The whole mail; raises PermanentFailure."""
        return self._renderer.render(letter)

    @contextmanager
    def session(self) -> Iterator[MailboxSession]:
        """The Maildir, made when it is not there; raises TemporaryFailure("disk")."""
        try:
            for part in ("tmp", "new", "cur"):
                if not os.path.isdir(f"{self._folder}/{part}"):  # noqa: PTH112  # a Path costs more than the call
                    (self._folder / part).mkdir(parents=True, exist_ok=True)
            log = FileIO(self._folder / LIST, "a")
        except OSError as error:
            raise TemporaryFailure("disk", f"không mở được hộp thư {self._folder}: {error}") from error
        with log:
            yield MailboxSession(self._folder, log, durable=self._durable)
        self._refresh()

    def _refresh(self) -> None:
        if self._index is not None:
            write_index(self._folder, self._index.folder, self._index.title, None)


class MailboxSession:
    """An open Maildir."""

    def __init__(self, folder: Path, log: FileIO, *, durable: bool) -> None:
        self._tmp = f"{folder}/tmp/"  # noqa: S108  # the Maildir's own
        self._new = f"{folder}/new/"
        self._log = log
        self._durable = durable
        # A mail that its reader has moved already stays where it is.
        self._read = set(map(bare_name, os.listdir(folder / "cur")))  # noqa: PTH208  # no Path for each

    def send(self, parcel: Parcel) -> None:
        """Write it under a name made from its Message-ID; raises TemporaryFailure("disk")."""
        name = file_name(parcel.message_id)
        if name in self._read:
            return
        try:
            self._write(name, parcel)
            self._log.write(_index_line(name, parcel))
        except OSError as error:
            raise TemporaryFailure("disk", f"không ghi được thư vào hộp thư: {error}") from error

    def _write(self, name: str, parcel: Parcel) -> None:
        with FileIO(self._tmp + name, "w") as file:
            file.write(parcel.content)
            if self._durable:
                os.fsync(file.fileno())
            moment = parcel.at.timestamp()
            os.utime(file.fileno(), (moment, moment))
        os.replace(self._tmp + name, self._new + name)  # noqa: PTH105  # Path objects cost more than the rename
        if self._durable:
            _sync_folder(self._new)


def file_name(message_id: str) -> str:
    """The same mail always has the same name, so that a repeat overwrites itself."""
    return f"{sha256(message_id.encode()).hexdigest()[:32]}.eml"


def _index_line(name: str, parcel: Parcel) -> bytes:
    facts = {"file": name, **facts_of(parcel.content, parcel.at)}
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def _sync_folder(folder: str) -> None:
    # The rename itself must survive a power cut.
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
