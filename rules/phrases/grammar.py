"""One deadline phrase: the productions in the order in which they are tried."""

from __future__ import annotations

import dataclasses

from rules.phrases import events, waiting
from rules.phrases.calendar_phrases import dated, from_date
from rules.phrases.cursor import Cursor
from rules.phrases.recurring import recurring
from rules.phrases.terms import Dated, Phrase


def phrase(c: Cursor, fresh: bool) -> Phrase | None:
    """The phrase that begins here, if one does; `fresh` when no words stand before it in its clause."""
    return (
        c.attempt(lambda c: waiting.no_deadline(c, fresh))
        or c.attempt(events.after_event)
        or c.attempt(events.since_event)
        or c.attempt(events.at_once)
        or c.attempt(recurring)
        or c.attempt(lambda c: events.after_words(c, fresh))
        or c.attempt(lambda c: waiting.external(c, fresh))
        or c.attempt(lambda c: waiting.continuous(c, fresh))
        or c.attempt(from_date)
        or c.attempt(_within)
        or c.attempt(lambda c: waiting.lone_duration(c, fresh))
    )


def _within(c: Cursor) -> Phrase | None:
    """["trong" | "trong khoảng"] dated."""
    about = c.take("WITHIN", "ABOUT", "SOFT")
    if c.peek(1).sort == "NUMBER" and c.peek(2).sort == "HOUR":
        c.take_word("lúc")
    found = dated(c)
    vague = about is not None and about.sort != "WITHIN"
    return dataclasses.replace(found, approx=True) if vague and isinstance(found, Dated) else found
