"""Decides which mails a Maildir holds: from the list kept beside it, else from the mails themselves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from notifiers.mailbox.content import head_of

LIST = "dondoc-index.jsonl"


class Entry(NamedTuple):
    """One mail as an index lists it."""

    file: str  # relative to the Maildir: "new/x.eml"
    hash: str  # of its content
    at: dt.datetime
    address: str
    name: str
    subject: str
    sender: str

    @property
    def day(self) -> dt.date:
        return self.at.date()


def read_entries(folder: Path) -> list[Entry]:
    """Every mail of the Maildir by date and address; raises OSError."""
    known = _known(folder / LIST)
    found = []
    for part in ("new", "cur"):
        for path in (folder / part).iterdir() if (folder / part).is_dir() else ():
            facts = known.get(bare_name(path.name)) or _facts_of_file(path)
            found.append(_entry(f"{part}/{path.name}", facts))
    return sorted(found, key=lambda entry: (entry.at, entry.address, entry.file))


def bare_name(name: str) -> str:
    """A file's name in a Maildir without the flags a reader adds."""
    return name.partition(":")[0]


def facts_of(content: bytes, at: dt.datetime) -> dict[str, str]:
    """What the list keeps of a mail; `at` is for a mail whose Date nobody can read."""
    head = head_of(content)
    return {
        "hash": sha256(content).hexdigest()[:20],
        # The Date header has the office's own zone: a mail of 07:30 must not show as one of 00:30.
        "at": (_date(head.date) or at).isoformat(),
        "address": head.to_address,
        "name": head.to_name,
        "subject": head.subject,
        "sender": head.sender,
    }


@lru_cache(maxsize=256)  # the mails of one moment have the same date
def _date(header: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)


def _known(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    known = {}
    for line in path.read_bytes().splitlines():
        # A line may be cut short by a power cut; its mail is then read itself.
        if line.startswith(b"{") and line.endswith(b'"}'):
            facts = json.loads(line)
            if "sender" in facts:  # a list of an earlier version tells less
                known[facts["file"]] = facts
    return known


def _facts_of_file(path: Path) -> dict[str, str]:
    at = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
    return facts_of(path.read_bytes(), at)


def _entry(file: str, facts: Mapping[str, str]) -> Entry:
    at = dt.datetime.fromisoformat(facts["at"])
    return Entry(file, facts["hash"], at, facts["address"], facts["name"], facts["subject"], facts["sender"])
