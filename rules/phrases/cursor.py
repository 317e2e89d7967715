"""A place among tokens: what the grammar's productions look at, take and go back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rules.phrases.lexer import Token, compound, key, numerals

T = TypeVar("T")
FINISH_WORDS = ("phải", "cần", "hoàn", "thành", "xong", "chốt", "thời", "hạn")
END = Token("END", "", 0, 0)


class Cursor:
    """Reads tokens forward; a production that fails puts it back where it was."""

    __slots__ = ("at", "text", "tokens")

    def __init__(self, text: str, tokens: Sequence[Token], at: int = 0) -> None:
        self.text = text
        self.tokens = tokens
        self.at = at

    def peek(self, ahead: int = 0) -> Token:
        index = self.at + ahead
        return self.tokens[index] if 0 <= index < len(self.tokens) else END

    def sees(self, *sorts: str) -> bool:
        """Whether the next tokens are of these sorts, in order."""
        return all(self.peek(ahead).sort == sort for ahead, sort in enumerate(sorts))

    def take(self, *sorts: str) -> Token | None:
        """The next token if it is of one of these sorts."""
        token = self.peek()
        if token.sort not in sorts:
            return None
        self.at += 1
        return token

    def take_word(self, *words: str) -> Token | None:
        """The next token if it is spelt so, whatever its sort."""
        if self.peek().sort == "END" or self.peek().key not in {key(word) for word in words}:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def attempt(self, production: Callable[[Cursor], T]) -> T:
        """What a production finds, or None with the place unchanged."""
        mark = self.at
        found = production(self)
        if found is None:
            self.at = mark
        return found

    def since(self, mark: int) -> str:
        """The text from a marked place to here."""
        return self.between(mark, self.at)

    def between(self, first: int, after: int) -> str:
        """The text of tokens from `first` up to, not including, `after`."""
        if first >= after:
            return ""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)


def past_finish(c: Cursor) -> None:
    """Goes past "hoàn thành", "phải xong", "thời hạn" before the date they belong to."""
    mark = c.at
    while c.at - mark < 4 and c.take_word(*FINISH_WORDS):
        pass


def number(c: Cursor) -> int | None:
    """digits | numeral word+ ; up to 99 in words."""
    token = c.take("NUMBER")
    if token:
        return int(token.text) if len(token.text) <= 4 else None
    return c.attempt(_spelt)


def _spelt(c: Cursor) -> int | None:
    """ "mười hai" is 12, "hai mươi mốt" is 21; of "Bảy năm 2021" only the first word counts."""
    table = numerals()
    values: list[int] = []
    while len(values) < 3 and c.peek(len(values)).key in table:
        if c.peek(len(values)).sort not in ("WORD", "YEAR"):
            break
        values.append(table[c.peek(len(values)).key])
    for count in range(len(values), 0, -1):
        value = compound(values[:count])
        if value is not None:
            c.at += count
            return value
    return None
