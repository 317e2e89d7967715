"""Decides which files a command works by while those on disk are broken: the last good ones on record."""

from __future__ import annotations

import re
from pathlib import Path

from dondoc.app import has_record, open_engine, rebuild, replying_to
from dondoc.settings import Settings
from rules.yaml.text import parse
from scheduler.inforce import InForce, in_force

UNITS = Path("data") / "units.yaml"
_ID = re.compile(
    r"^organization:[ ]*(?:\{|\s(?:[ \t]+[^\n]*\n)*?[ \t]+)\s*id:\s*[\"']?([\w.&-]+)", re.MULTILINE
)


def organization_of(root: Path) -> str | None:
    """The organization's id out of units.yaml alone, as far as that can be read."""
    try:
        text = (root / UNITS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    value = parse(UNITS.as_posix(), text).value
    told = value.get("organization") if isinstance(value, dict) else None
    id_ = told.get("id") if isinstance(told, dict) else None
    if id_ is not None:
        return str(id_)
    found = _ID.search(text)
    return found[1] if found else None


def last_good_of(settings: Settings) -> InForce | None:
    """The last good files on record; None when there is no record of this workspace.

    Raises DatabaseUnavailable, DatabaseTooNew.
    """
    if not has_record(settings):
        return None
    from data.sql.store import Store, organizations

    engine = open_engine(settings)
    recorded = organizations(engine)
    id_ = organization_of(settings.workspace)
    if id_ not in recorded:
        # A units.yaml that cannot be read names nobody; one organisation alone can only be this one.
        id_ = recorded[0] if id_ is None and len(recorded) == 1 else None
    if id_ is None:
        return None
    with Store(engine, id_).read() as tx:
        revision = tx.revision()
    files = rebuild(revision.files, settings.zone) if revision is not None else None
    if files is None:
        return None
    return in_force(replying_to(files.workspace, settings.reply_to), settings.zone)
