"""Decides how it is told that mails are held back, turned aside or wait for a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dondoc.app import has_record
from dondoc.open import record_of
from dondoc.settings import Settings
from rules.standing import Standing, paused_words, still_because, trial_words, turned_aside
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.sql.store import Reader


def brakes_of(tx: Reader, settings: Settings) -> dict[str, Any]:
    """The orders in force, as `status --json` has them."""
    from data.sql import controls

    standing = controls.standing(tx)
    pause, trial, zone = standing.pause, standing.trial, settings.zone
    return {
        "paused": {"by": pause.by, "since": pause.at.astimezone(zone).isoformat(), "reason": pause.note}
        if pause
        else None,
        "trial": {"since": trial.since.astimezone(zone).isoformat(), "address": trial.address}
        if trial
        else None,
        "still": still_because(standing, settings.redirect_to, zone),
        "held": controls.held_batches(tx),
        "standing": list(standing_words(standing, settings)),
    }


def standing_words(standing: Standing, settings: Settings) -> Iterator[str]:
    """What holds mails back or turns them aside, each as the end of “Hệ thống …”."""
    if standing.pause is not None:
        yield paused_words(standing.pause, settings.zone)
    if standing.trial is not None:
        yield trial_words(standing.trial, settings.zone)
    elif settings.redirect_to is not None:
        yield turned_aside(settings.redirect_to)


def brake_sentences(facts: Mapping[str, Any]) -> Iterator[str]:
    """The lines of `status` about them."""
    told = (*facts["standing"], *filter(None, (facts["still"],)))
    for words in dict.fromkeys(told):
        if not any(other != words and other.startswith(words) for other in told):  # said with more to it
            yield f"CHÚ Ý: {words}."
    for batch, mails in facts["held"].items():
        yield (
            f"CHÚ Ý: đang giữ lại {mails} thư của đợt {batch}, cần xác nhận:"
            f" dondoc outbox release {batch} --by AI (hoặc drop để bỏ)."
        )


def words_now(settings: Settings, files: InForce) -> tuple[str, ...]:
    """What a digest or the doctor says of them; the setting alone where nothing is recorded yet."""
    if not has_record(settings):
        return tuple(standing_words(Standing(), settings))
    from data.sql import controls

    with record_of(settings, files) as store, store.read() as tx:
        return tuple(standing_words(controls.standing(tx), settings))
