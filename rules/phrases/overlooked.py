"""Whether words taken over as a name, an event or a note still state a time that no deadline holds."""

from __future__ import annotations

from rules.phrases.cursor import FINISH_WORDS, Cursor
from rules.phrases.grammar import phrase
from rules.phrases.lexer import key, tokens
from rules.phrases.terms import AfterEvent, BareDay, Continuous, Dated, Phrase, Repeat, Repeats, Span, Unread

BREAKS = (",", ";", "AND", "(", "-", "NEWLINE")
FINISHED = {key(word) for word in FINISH_WORDS}
NO_SUCH = "không tồn tại"


def told_in_name(words: str) -> bool:
    """A date, a limit or a start in a name; a mere period only before words: "Tháng 3 khảo sát"."""
    c = Cursor(words, tokens(words))
    while not c.done:
        mark = c.at
        found = phrase(c, fresh=not mark) if c.peek(-1).sort != "DOCUMENT" else None
        if found is not None and _says_when(found, first=not mark, more=c.sees("WORD")):
            return True
        c.at = max(c.at, mark + 1)
    return False


def told_in_event(words: str) -> bool:
    """A limit, or a date or period of its own after a mark; a document's day is part of its name."""
    c = Cursor(words, tokens(words))
    while not c.done:
        mark = c.at
        opened = bool(mark) and (c.peek(-1).sort in BREAKS or c.peek(-1).key in FINISHED)
        found = phrase(c, fresh=False)
        if isinstance(found, AfterEvent) and opened:
            return True
        if isinstance(found, Dated) and (found.limit or (opened and not all(map(_years, found.spans)))):
            return True
        c.at = mark + 1
    return False


def _says_when(found: Phrase, first: bool, more: bool) -> bool:
    if isinstance(found, Dated):
        limited = found.limit is not None or found.time is not None or found.start is not None
        period = first and more and not all(map(_years, found.spans))
        return limited or period or any(span.is_date for span in found.spans)
    if isinstance(found, Repeats | Repeat):
        items = found.items if isinstance(found, Repeats) else (found,)
        return any(item.day is not None or item.month is not None for item in items)
    if isinstance(found, Continuous):
        return first or found.start is not None
    if isinstance(found, BareDay):
        return found.limit is not None
    return isinstance(found, AfterEvent) or (isinstance(found, Unread) and NO_SUCH in found.reason)


def _years(span: Span) -> bool:
    """Whether only years are named: "Kế hoạch năm 2026"."""
    return span.first.first == (1, 1) and span.last.last == (12, 0)
