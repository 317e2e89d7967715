"""Splits a cell into clauses: which words belong to which deadline, as label, note or condition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.phrases.cursor import Cursor, past_finish
from rules.phrases.freewords import until_break
from rules.phrases.grammar import phrase
from rules.phrases.lexer import Token, key
from rules.phrases.lookahead import closing, has_own_work, holds_deadline
from rules.phrases.numeric import numeric
from rules.phrases.precedence import (
    begun_by,
    bounds,
    dates_of,
    is_lunar,
    lies_within,
    makes_exact,
    month_for,
    names_product,
    narrows,
    supersedes,
)
from rules.phrases.terms import Continuous, Dated, Phrase, Repeat, Repeats, Unread

STRONG = (";", "NEWLINE", "·", "•", "+", "|")
OFTEN = ("EVERY", "PERIODIC", "MONTH", "QUARTER", "YEAR", "WEEK")
WEAK = (",", "AND", "OR", "SLASH", "&")
BULLETS = ("-", "+", "*", "•", "·", "NEWLINE", ",", ";", ".", "SLASH", "AND", ")", "]")
OCCASIONS = tuple(key(words) for words in ("chào mừng", "kỷ niệm", "nhân", "dịp", "hưởng ứng"))
EDGES = " \n,:;.-–·•+*/()[]"


@dataclass(slots=True)
class Clause:
    """One deadline and the words around it; places are token numbers."""

    start: int
    joined: str  # the separator before it
    lead_end: int = 0
    explicit: bool = False  # a colon, comma or bracket sets the label off
    phrase: Phrase | None = None
    only_often: bool = False  # the lead is a mere "hàng quý" or "2 lần/năm"
    lead: str = ""
    words: str = ""  # lead and phrase together
    after: str = ""  # a label after the date
    tail: str = ""  # words left over
    condition: str = ""
    soft: bool = False


class CellReader:
    """Walks over a cell once, left to right."""

    def __init__(self, c: Cursor) -> None:
        self.c = c
        self.clauses: list[Clause] = []
        self.now = Clause(0, "")
        self.phrase_end = 0
        self.held: Phrase | None = None  # a period before a colon, until something follows it

    def read(self) -> list[Clause]:
        self._skip_bullets()
        while not self.c.done:
            self._step(self.c.peek())
        self._close("")
        return self.clauses

    def _step(self, token: Token) -> None:
        if self._dash() and self.c.peek(1).sort == "WORD" and not self._deadline_follows():
            self._after_label()
        elif token.sort in STRONG or (token.sort == "." and self._ends_sentence()) or self._dash():
            self._close(token.sort)
        elif token.sort == ":" and not self.held:
            self._colon()
        elif token.sort == "(":
            self._bracket()
        elif self.now.phrase is not None and token.sort in WEAK:
            self._weak(token)
        elif self.now.phrase is not None and token.sort == "ABOUT_WHOM":
            self._after_label()
        else:
            self._phrase_or_word()

    def _phrase_or_word(self) -> None:
        mark = self.c.at
        fresh = mark == self.now.start or self.now.explicit
        if self.c.peek(-1).sort == "DOCUMENT" and self.c.attempt(numeric) is not None:
            return  # the day of the document
        found = phrase(self.c, fresh) if self.c.peek(-1).sort != "DOCUMENT" else None
        if found is None:
            self.now.soft = self.now.soft or (self.c.peek().sort == "SOFT" and self.now.phrase is None)
            self.c.at = mark + 1
        else:
            self._place(found, mark)

    def _place(self, found: Phrase, mark: int) -> None:
        old = self.now.phrase
        if old is None:
            self._set(found, mark)
        elif is_lunar(old) and not (isinstance(found, Dated) and found.limit):
            return  # "Mùng 10 tháng 3": the date is the lunar calendar's
        elif supersedes(old, found) or (self.now.lead_end > self.now.start and narrows(old, found)):
            self._relabel(found, mark)
        elif isinstance(found, Unread) and mark == self.phrase_end:
            self.now.phrase = found

    def _set(self, found: Phrase, mark: int) -> None:
        self.now.phrase = found
        if mark > self.now.start and isinstance(found, Repeat | Repeats):
            mark = self._past_frequency(found, mark)
        self.now.lead_end = mark if not self.now.lead_end else self.now.lead_end
        self.phrase_end = self.c.at

    def _past_frequency(self, found: Repeat | Repeats, mark: int) -> int:
        """ "Báo cáo hàng quý trước ngày 15 tháng cuối quý": the label is "Báo cáo hàng quý"."""
        items = found.items if isinstance(found, Repeats) else (found,)
        if self.c.tokens[mark].sort not in OFTEN or any(item.day is None for item in items):
            return mark
        while self.c.tokens[mark].sort in OFTEN:
            mark += 1
        return mark

    def _relabel(self, found: Phrase, mark: int) -> None:
        """The period read before is part of the label of a limit that follows it."""
        old = self.now.phrase
        month = month_for(old, found)
        begun = begun_by(old, found)
        if month is not None or begun is not None:
            self.now.phrase = month or begun
        else:
            often = isinstance(old, Repeat | Repeats) and self.now.lead_end <= self.now.start
            self.now.only_often = often
            self.now.lead_end = mark
            self.now.phrase = found
        self.phrase_end = self.c.at

    def _weak(self, token: Token) -> None:
        """A comma may set off a label ("Báo cáo quý I, trước ngày 10/3"), else it ends the clause."""
        mark = self.c.at
        old = None if self._own_words(mark) and has_own_work(self.c) else self.now.phrase
        self.c.at = mark + 1
        if old is not None and token.sort == "," and self.c.peek().sort not in ("EVERY", "PERIODIC"):
            past_finish(self.c)
            found = phrase(self.c, fresh=True)
            decides = found is not None and (
                supersedes(old, found) or dates_of(old, found) or (self._occasion() and bounds(None, found))
            )
            if found is not None and decides and not self.now.after:
                self._relabel(found, mark)
                self.now.explicit = True
                return
        self.c.at = mark
        self._close(token.sort)

    def _colon(self) -> None:
        self.now.explicit = True
        if self.now.phrase is not None:
            self.held = self.now.phrase
            limited = isinstance(self.held, Dated) and self.held.limit is not None
            if limited or (isinstance(self.held, Dated) and not self._deadline_follows()):
                self._after_label(limited)
                self.held = None
                return
            self.now.only_often = (
                isinstance(self.held, Repeat | Repeats) and self.now.lead_end <= self.now.start
            )
            self.now.phrase = None
        self.now.lead_end = self.c.at
        self.c.at += 1

    def _deadline_follows(self) -> bool:
        """Whether a phrase stands between the colon and the end of the clause."""
        mark = self.c.at
        self.c.at += 1
        found = False
        while not found and not self.c.done and not self._ends_label():
            found = phrase(self.c, fresh=False) is not None
            self.c.at += 1
        self.c.at = mark
        return found

    def _ends_label(self) -> bool:
        """A strong mark, the end of a sentence, or a comma before "Quý II: ..."."""
        sort = self.c.peek().sort
        if sort in STRONG or (sort == "." and self._ends_sentence()):
            return True
        mark = self.c.at
        if sort == "," and self._own_words(mark) and has_own_work(self.c):
            return True
        self.c.at += 1
        named = sort in (",", "-") and phrase(self.c, fresh=True) is not None and self.c.sees(":")
        self.c.at = mark
        return named

    def _occasion(self) -> bool:
        """ "Chào mừng ngày 02/9, …": the day is an occasion, a limit after it decides."""
        return key(self.c.between(self.now.start, self.now.lead_end)).startswith(OCCASIONS)

    def _own_words(self, mark: int) -> bool:
        """ "Tháng 3 khảo sát, …": the clause begins with its period and goes on with words."""
        words = range(self.phrase_end, mark)
        return self.now.lead_end <= self.now.start and any(
            self.c.tokens[index].sort == "WORD" for index in words
        )

    def _after_label(self, limited: bool = False) -> None:
        about = self.c.take("ABOUT_WHOM", ":") if limited else self.c.take("ABOUT_WHOM")
        start = self.c.at
        if about:
            until_break(self.c)
        self.c.at += 0 if about or self.c.done else 1
        while not about and not self.c.done and not self._ends_label():
            self.c.at += 1
        self.now.after = self.c.since(start).strip(EDGES)
        self.phrase_end = self.c.at

    def _bracket(self) -> None:
        mark = self.c.at
        close = closing(self.c, mark)
        if self.now.phrase is not None and holds_deadline(self.c, close, self.now.phrase):
            self._close("(")
            return
        self.c.at = mark + 1
        found = phrase(self.c, fresh=True) or self._after_finish(mark + 1)
        inside = self.c.between(mark + 1, close).strip(EDGES)
        if self.now.phrase is None:
            self._bracket_after_words(found, mark, close)
        else:
            self._bracket_after_phrase(self.now.phrase, found, mark, inside)
            self._leave_bracket(close)

    def _after_finish(self, mark: int) -> Phrase | None:
        """ "(hoàn thành trước 30/6)"."""
        past_finish(self.c)
        return phrase(self.c, fresh=True) if self.c.at > mark else None

    def _bracket_after_words(self, found: Phrase | None, mark: int, close: int) -> None:
        if found is None or (isinstance(found, Unread) and self.now.start == mark):
            self.c.at = min(close + 1, len(self.c.tokens))
            return
        self.now.explicit = True
        self._set(found, mark)
        self.now.lead_end = mark
        self._rest_of_bracket(close)
        self._leave_bracket(close)

    def _bracket_after_phrase(self, old: Phrase, found: Phrase | None, mark: int, inside: str) -> None:
        sort = self.c.tokens[mark + 1].sort if mark + 1 < len(self.c.tokens) else ""
        if sort == "IF":
            self.now.condition = inside
        elif sort == "SOFT" and found is None:
            self.now.soft = True
        elif is_lunar(found):
            self.now.phrase = found
        elif isinstance(found, Continuous) and isinstance(old, Dated) and old.limit is None:
            self.now.phrase = Continuous(old.spans[0].first, old.spans[-1].last)
        elif found is not None and (_decides(old, found)):
            self._relabel(found, mark)
            self.now.explicit = True
            self._rest_of_bracket(closing(self.c, mark))
        elif isinstance(old, Dated | Repeat | Repeats) and names_product(inside, found):
            self.now.after = re.sub(r"^đối với ", "", inside, flags=re.IGNORECASE)
        elif not isinstance(old, Continuous) or not isinstance(found, Continuous):
            self.now.tail = f"{self.now.tail} ({inside})".strip()

    def _rest_of_bracket(self, close: int) -> None:
        """What stands in the bracket after its deadline is a note."""
        if self.c.at < close:
            self.now.tail = f"{self.now.tail} {self.c.between(self.c.at, close).strip(EDGES)}".strip()

    def _leave_bracket(self, close: int) -> None:
        self.c.at = max(self.c.at, min(close + 1, len(self.c.tokens)))
        self.phrase_end = self.c.at

    def _ends_sentence(self) -> bool:
        """A full stop after a deadline; one inside words may be an abbreviation."""
        after = self.c.peek().end
        last = self.c.peek(1).sort == "END"
        return self.now.phrase is not None and (last or self.c.text[after : after + 1].isspace())

    def _dash(self) -> bool:
        token = self.c.peek()
        spaced = self.c.text[token.start - 1 : token.start].isspace()
        ends = self.now.phrase and (self.c.peek(-1).sort == "WORD" or self.c.peek(1).sort != "NUMBER")
        return bool(token.sort == "-" and spaced and ends)

    def _close(self, separator: str) -> None:
        clause = self.now
        end = self.c.at
        if clause.phrase is None:
            clause.phrase, self.held = self.held, None
            clause.lead = self.c.between(clause.start, clause.lead_end or end).strip(EDGES)
            clause.tail = self.c.between(clause.lead_end, end).strip(EDGES) if clause.lead_end else ""
            if not clause.phrase:
                clause.lead = self.c.between(clause.start, end).strip(EDGES)
        else:
            clause.lead = self.c.between(clause.start, clause.lead_end).strip(EDGES)
            clause.tail = f"{clause.tail} {self.c.between(self.phrase_end, end).strip(EDGES)}".strip()
        clause.words = self.c.between(clause.start, self.phrase_end)
        if clause.phrase is not None or clause.lead:
            self.clauses.append(clause)
        self.c.at = min(self.c.at + 1, len(self.c.tokens))
        self._skip_bullets()
        self.held = None
        self.now = Clause(self.c.at, separator)
        self.phrase_end = self.c.at

    def _skip_bullets(self) -> None:
        """Bullets and counters before a clause: "- ", "a)", "1. "."""
        c = self.c
        while not c.done:
            counter = c.peek(1).sort == ")" or (c.peek(1).sort == "." and _space_after(c, 1))
            if c.peek().sort in BULLETS:
                c.at += 1
            elif counter and (c.peek().sort == "NUMBER" or len(c.peek().text) == 1):
                c.at += 2
            else:
                break
        self.now.start = c.at


def _decides(old: Phrase, found: Phrase) -> bool:
    """Whether what a bracket says is the deadline, and what stands before it a name for it."""
    return any(decides(old, found) for decides in (supersedes, bounds, dates_of, lies_within, makes_exact))


def _space_after(c: Cursor, ahead: int) -> bool:
    end = c.peek(ahead).end
    return c.text[end : end + 1].isspace() and c.peek(ahead + 1).sort != "NUMBER"
