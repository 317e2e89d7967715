"""Decides how `status` tells of the deadlines that nobody but their rule's owner would hear of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rules.action import Action
from scheduler.inforce import InForce

SHOWN = 5  # reasons; the rest are counted
NAMED = 3  # deadlines of one reason


def unattended_now(actions: Sequence[Action], files: InForce, day: dt.date) -> list[dict[str, Any]]:
    """One object for each open line, as `status --json` gives them."""
    from scheduler.known import actions_by_line, subjects_from
    from scheduler.unattended import unattended

    subjects = subjects_from(actions_by_line(actions, files), files)
    return [asdict(one) for one in unattended(subjects, files, day)]


def vacant_now(actions: Sequence[Action], files: InForce, day: dt.date) -> list[str]:
    """The posts without anybody, as `status --json` gives them."""
    from scheduler.known import actions_by_line, subjects_from
    from scheduler.unattended import vacant

    return list(vacant(subjects_from(actions_by_line(actions, files), files), files, day))


def vacant_sentences(found: Sequence[str]) -> Iterator[str]:
    """Nothing when every post is held."""
    if found:
        more = f" và {len(found) - SHOWN} chỗ khác" if len(found) > SHOWN else ""
        yield f"Đang khuyết: {'; '.join(found[:SHOWN])}{more} (xem: dondoc check)."


def unattended_sentences(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The deadlines of each reason, the most first; nothing when somebody hears of each."""
    if not found:
        return
    by_why: dict[str, list[str]] = defaultdict(list)
    for one in found:
        by_why[one["why"]].append(one["deadline"])
    yield f"Chưa có người nhận: {len(found)} việc, thư về người theo dõi:"
    ordered = sorted(by_why.items(), key=lambda item: -len(item[1]))
    for why, ids in ordered[:SHOWN]:
        more = f" và {len(ids) - NAMED} mốc khác" if len(ids) > NAMED else ""
        yield f"  {why}: {', '.join(ids[:NAMED])}{more}."
    if len(ordered) > SHOWN:
        yield f"  … và {len(ordered) - SHOWN} lý do khác (xem: dondoc status --json)."
