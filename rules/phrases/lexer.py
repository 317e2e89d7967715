"""Turns a cell's text into tokens: what the words are called is decided by the vocabulary alone."""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rules.composed import composed
from rules.phrases.words import NUMERALS, TEN_IN_COMPOUND, VOCABULARY

TONES = "\u0300\u0301\u0303\u0309\u0323"
TOKEN = re.compile(
    r"""(?P<DOCUMENT>\d+(?:/\d{4})?[/-][A-ZĐ]{2}[\w/.-]*)  # 15/KH-UBND, 02/2023/TT-BTTTT
      | (?P<NUMBER>\d+)
      | (?P<BLANK>(?:…|\.{2,}|_{2,}|\.[ ]\.(?:[ ]?\.)*)+)
      | (?P<WORD>[^\W\d_]+)
      | (?P<SLASH>/(?:[ ]*/)*)
      | (?P<NEWLINE>\n)
      | (?P<MARK>[^\s])""",
    re.VERBOSE,
)
ABBREVIATION = re.compile(r"^(q|quý|quí|qúy)([ivxl]+)$", re.IGNORECASE)
# Keys without marks that may be trusted in a text that has marks, when a number follows.
# Sorts whose words cannot end a line.
OPENERS = ("BEFORE", "AT_MOST", "UNTIL", "FROM", "SINCE", "WITHIN", "EVERY", "OF", "AND")
BARE_UNITS = {"thang": "MONTH", "quy": "QUARTER", "qui": "QUARTER", "ngay": "DAY", "nam": "YEAR", "ng": "DAY"}
LETTER_UNITS = {"t": "MONTH", "th": "MONTH", "q": "QUARTER"}


@dataclass(frozen=True, slots=True)
class Token:
    """`sort` is a vocabulary sort, or NUMBER, WORD, BLANK, DOCUMENT, SLASH, NEWLINE or the mark itself."""

    sort: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return key(self.text)


@cache
def key(text: str) -> str:
    """A spelling that does not depend on case or on where the tone mark sits ("Qúy" is "quý")."""
    letters = unicodedata.normalize("NFD", text.lower())
    words = letters.split(" ")
    return " ".join(_tone_last(word) for word in words)


def _tone_last(word: str) -> str:
    tones = "".join(sorted(char for char in word if char in TONES))
    return "".join(char for char in word if char not in TONES) + tones


@cache
def folded(text: str) -> str:
    """The text without case and marks: "Quý" is "quy"."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def clean(text: str) -> str:
    """NFC, one sort of dash and space, no tags, no wrapped lines, no digits spelt out again in brackets."""
    text = re.sub(r"&(?:nbsp|lt|gt|amp|quot|#\d{1,5});", lambda entity: html.unescape(entity[0]), text)
    text = composed(re.sub(r"<[a-zA-Z/][^<>]{0,60}>", "\n", text))
    text = re.sub(r"[\u200b-\u200f\ufeff\u00ad\u00b9\u00b2\u00b3\u2070-\u2079]", "", text)
    text = re.sub(r"[-=]+>|→|[\u2010-\u2015\u2212~\u00f7]", "-", text)
    text = re.sub(r"[\u2160-\u216b]", lambda roman: unicodedata.normalize("NFKC", roman[0]), text)
    text = unwrapped(re.sub(r"[^\S\n]+", " ", text.replace("\r", "\n")))
    text = re.sub(r"<(?= ?\d)", "trước ", re.sub(r"≤(?= ?\d)", "chậm nhất ", text))
    text = re.sub(r"(?<!\d)(\d{1,2}) ?\(([^\W\d_]+(?: [^\W\d_]+){0,4})\)", _drop_spelt_number, text)
    text = re.sub(r"\./\.$", "", text.strip()).strip()
    return re.sub(r"^[(\[]([^()\[\]]*)[)\]]$", r"\1", text)


def unwrapped(text: str) -> str:
    """Lines that a narrow column broke in two: "Trước ngày", "30/11"; "Thường", "xuyên"."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole: list[str] = []
    for line in lines:
        if whole and _goes_on(whole[-1], line):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
    return "\n".join(whole)


def _goes_on(line: str, following: str) -> bool:
    last, first = line.rsplit(" ", maxsplit=1)[-1], following.split(" ", maxsplit=1)[0]
    if first[0] in "/,);" or last[-1] in "/(":
        return True
    if (key(last), key(first)) in _word_pairs():
        return True
    number = first[0].isdigit() or roman(first.split("/")[0]) > 0
    if re.match(r"năm \d{4}\b", following) and (re.search(r"(?<!\d)\d{1,2}$", last) or roman(last)):
        return True
    if key(last) == key("năm"):
        return bool(re.match(r"\d{4}\b", first))
    return key(last) in _openers() and (number or (first.islower() and key(last) not in _periods()))


@cache
def _word_pairs() -> frozenset[tuple[str, str]]:
    """Neighbours inside one term of the vocabulary."""
    spellings = [spelling.split(" ") for terms in VOCABULARY.values() for spelling in terms]
    return frozenset(
        (key(one), key(other)) for words in spellings for one, other in itertools.pairwise(words)
    )


@cache
def _openers() -> frozenset[str]:
    """Last words after which a date or period must still come."""
    return (
        frozenset(key(spelling.split(" ")[-1]) for sort in OPENERS for spelling in VOCABULARY[sort])
        | _periods()
    )


@cache
def _periods() -> frozenset[str]:
    return frozenset(key(word) for word in ("ngày", "tháng", "quý", "quí"))


def _drop_spelt_number(match: re.Match[str]) -> str:
    """The number alone when the bracket says the same: "15 (mười lăm)", not "15/12 (năm)"."""
    values = [numerals().get(key(word), -1) for word in match[2].split(" ")]
    same = min(values) >= 0 and compound(values) == int(match[1])
    return match[1] if same else match[0]


def compound(values: list[int]) -> int | None:
    """The number that numeral words make; the tens word counts as 0."""
    if len(values) == 1:
        return values[0] or None
    if len(values) == 2 and values[0] == 10 and 0 < values[1] < 10:
        return 10 + values[1]
    if len(values) >= 2 and 1 < values[0] < 10 and values[1] == 0:
        units = values[2] if len(values) == 3 else 0
        return values[0] * 10 + units if units < 10 else None
    return None


@cache
def numerals() -> dict[str, int]:
    """Numeral words by key; the tens word counts as 0."""
    return {key(word): value for word, value in NUMERALS.items()} | {key(TEN_IN_COMPOUND): 0}


@cache
def _spellings(bare: bool) -> dict[tuple[str, ...], str]:
    write = folded if bare else key
    table: dict[tuple[str, ...], str] = {}
    for sort, spellings in VOCABULARY.items():
        for spelling in spellings:
            table.setdefault(tuple(write(word) for word in spelling.split(" ")), sort)
    return table


LONGEST = max(len(spelling.split(" ")) for spellings in VOCABULARY.values() for spelling in spellings)


def tokens(text: str) -> list[Token]:
    """Tokens of a cleaned text, in order, with their places in it."""
    raw = list(_split_abbreviations(_raw(text)))
    bare = text.isascii() and any(token.sort == "WORD" for token in raw)
    named: list[Token] = []
    index = 0
    while index < len(raw):
        token, length = _named(raw, index, text, bare)
        named.append(token)
        index += length
    return named


def _raw(text: str) -> Iterable[Token]:
    for match in TOKEN.finditer(text):
        sort = match.lastgroup or "MARK"
        value = match[0]
        yield Token(value if sort == "MARK" else sort, value, match.start(), match.end())


def _split_abbreviations(raw: Iterable[Token]) -> Iterable[Token]:
    """ "QIII" is a quarter and its number."""
    for token in raw:
        match = ABBREVIATION.match(token.text) if token.sort == "WORD" else None
        if match is None:
            yield token
            continue
        middle = token.start + match.end(1)
        yield Token("WORD", match[1], token.start, middle)
        yield Token("WORD", match[2], middle, token.end)


def _named(raw: list[Token], index: int, text: str, bare: bool) -> tuple[Token, int]:
    """The token at an index with its sort from the vocabulary, and how many raw tokens it takes."""
    first = raw[index]
    if first.sort != "WORD":
        return first, 1
    write = folded if bare else key
    run = [first]
    while len(run) < LONGEST and index + len(run) < len(raw) and raw[index + len(run)].sort == "WORD":
        run.append(raw[index + len(run)])
    words = tuple(write(token.text) for token in run)
    for length in range(len(words), 0, -1):
        sort = _spellings(bare).get(words[:length])
        if sort and not _abbreviates(first, sort, raw, index):
            end = run[length - 1].end
            return Token(sort, text[first.start : end], first.start, end), length
    return Token(_forgiven(raw, index), first.text, first.start, first.end), 1


def _abbreviates(token: Token, sort: str, raw: list[Token], index: int) -> bool:
    """A lone letter is an hour only right after a number: "16h", not "g) Kế hoạch"."""
    if sort not in ("HOUR", "MINUTE") or len(token.text) > 2:
        return False
    return index == 0 or raw[index - 1].sort != "NUMBER"


def _forgiven(raw: list[Token], index: int) -> str:
    """The sort of a word with wrong or missing marks where only one word can be meant."""
    bare = folded(raw[index].text)
    if bare == "truoc":
        return "BEFORE"
    after = [token.text for token in raw[index + 1 : index + 3]]
    if after and after[0] == ".":
        after = after[1:]
    counted = bool(after) and (after[0].isdecimal() or roman(after[0]) > 0)
    if not counted:
        return "WORD"
    if bare in BARE_UNITS and bare != "ng":
        return BARE_UNITS[bare]
    return LETTER_UNITS.get(bare, "WORD")


def roman(text: str) -> int:
    """1 to 12 for a Roman numeral, with l typed for I; 0 for anything else."""
    letters = text.lower().replace("l", "i")
    table = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    return table.index(letters) + 1 if letters in table else 0
