"""What stands ahead in a cell: where a bracket closes, and whether a deadline with its own words begins."""

from __future__ import annotations

from rules.phrases.cursor import FINISH_WORDS, Cursor, past_finish
from rules.phrases.grammar import phrase
from rules.phrases.lexer import key
from rules.phrases.terms import Continuous, Dated, Phrase, Repeat, Repeats


def closing(c: Cursor, opening: int) -> int:
    """Where the bracket that opens there ends; the end of the text when it never does."""
    depth = 0
    for index in range(opening, len(c.tokens)):
        depth += {"(": 1, ")": -1}.get(c.tokens[index].sort, 0)
        if depth == 0:
            return index
    return len(c.tokens)


def has_own_work(c: Cursor) -> bool:
    """ ", 15/5 ban hành": a deadline after the mark here, and what is due then after it."""
    mark = c.at
    c.at += 1
    found = phrase(c, fresh=True)
    named = c.sees("WORD") and c.peek().key not in {key(word) for word in FINISH_WORDS}
    c.at = mark
    return named and isinstance(found, Dated | Repeat | Repeats)


def holds_deadline(c: Cursor, close: int, old: Phrase) -> bool:
    """ "Thường xuyên (báo cáo kết quả trước 15/12)": words with a limit of their own."""
    mark = c.at
    c.at += 1
    past_finish(c)
    begin, found = c.at, False
    while not found and c.at < close:
        place, own = c.at, phrase(c, fresh=False)
        limited = isinstance(own, Dated) and own.limit is not None
        found = place > begin and (limited or (isinstance(own, Repeat) and own.day is not None))
        often = isinstance(old, Continuous) and isinstance(own, Repeats)
        found = found or (often and (place > begin or c.sees("WORD")))
        if own is not None and place == begin:
            break
        c.at = max(c.at, place + 1)
    c.at = mark
    return found
