"""What a deadline is called: which words before or after its date are a label, and which are manner."""

from __future__ import annotations

from rules.phrases.cell import EDGES, Clause
from rules.phrases.lexer import Token, key, tokens
from rules.phrases.terms import Continuous
from rules.phrases.words import ACTIONS, FINISH, HEADINGS, MANNER, NO_LABELS, NO_PRODUCTS, SEND

PURPOSES = ("để", "nhằm")
LINKS = ("SOFT", "WITHIN", "ABOUT", ",", "-", ":")


def label(clause: Clause, company: bool) -> str | None:
    """The clause's label; `company` when the cell states more than one deadline."""
    if clause.after:
        return clause.after
    words = plain(clause.lead)
    if not left_of(words, MANNER):
        words = ""
    if company and not clause.lead and _names_product(clause.tail):
        return clause.tail.strip("()")
    unlabelled = clause.only_often or holds_limit(words) or opens_with(words, (*NO_LABELS, *HEADINGS))
    if not words or unlabelled:
        return None
    subject = without_last_verb(words)
    if subject != words and meaningful(subject):
        return subject
    if clause.explicit or company:
        return words
    return words if _finished_product(words) else None


def _names_product(tail: str) -> bool:
    """Words right after a date, no purpose and no note with figures of its own."""
    noted = tail[:1] == "(" and any(char.isdecimal() for char in tail)
    return bool(tail) and not noted and not opens_with(tail, PURPOSES)


def holds_limit(words: str) -> bool:
    """Whether a "trước" is left among the words: they say when, not what."""
    return any(token.sort == "BEFORE" for token in tokens(words))


def plain(lead: str) -> str:
    """The lead without soft words at its ends and the links to the date; none if it says when."""
    found = _inner(lead)
    if not found or found[0].sort == "WITHIN":
        return ""
    return lead[found[0].start : found[-1].end].strip(EDGES)


def _inner(lead: str) -> list[Token]:
    found = tokens(lead)
    while found and (found[-1].sort in LINKS or key(found[-1].text) in _keys(("ngay", "là", "các"))):
        found.pop()
    while found and (found[0].sort == "SOFT" or key(found[0].text) in _keys(("phải", "cần"))):
        found.pop(0)
    return found


def _keys(words: tuple[str, ...]) -> set[str]:
    return {key(word) for word in words}


def opens_with(text: str, openers: tuple[str, ...]) -> bool:
    """Whether the text begins with one of these words."""
    spelt = key(text).replace(":", " ") + " "
    return any(spelt.startswith(key(opener) + " ") for opener in openers)


def without_last_verb(words: str) -> str:
    """ "Báo cáo năm gửi" is "Báo cáo năm", "DNPC, HPC hoàn thành" is "DNPC, HPC"; a bare verb stays."""
    for verb in (FINISH, SEND, "nộp", "phải hoàn thành"):
        ending = " " + key(verb)
        if key(words).endswith(ending):
            count = len(verb.split(" "))
            return " ".join(words.split(" ")[:-count])
    return words


def _finished_product(words: str) -> bool:
    """ "Hoàn thành công cụ" names a product, "hoàn thành việc cập nhật" an action."""
    if not opens_with(words, (FINISH,)) or key(words) == key(FINISH):
        return False
    rest = " ".join(words.split(" ")[len(FINISH.split(" ")) :])
    return not opens_with(rest, NO_PRODUCTS)


def of_continuous(clause: Clause, phrase: Continuous, company: bool, words: str) -> str | None:
    """Continuous work is named by its condition, or in company by its own words."""
    if phrase.label:
        return phrase.label
    if phrase.later_years or not company or not clause.lead:
        return None
    if clause.explicit or (phrase.start and phrase.end is None):
        return label(clause, company)
    return words.strip(EDGES)


def left_out(clause: Clause, used: str | None) -> str:
    """Words of the clause that became neither label nor condition and say more than manner."""
    inner = [] if used else _inner(clause.lead)
    lead = clause.lead[inner[0].start : inner[-1].end] if inner else ""
    if clause.only_often or opens_with(lead, HEADINGS):
        lead = ""
    tail = "" if used == clause.tail.strip("()") else clause.tail
    words = [word for word in (meaningful(lead), meaningful(tail)) if word]
    return "; ".join(words)


def meaningful(words: str) -> str:
    """Empty when the words are only verbs of handing in, manner or purpose."""
    if opens_with(words, PURPOSES):
        return ""
    return words if left_of(words, (*ACTIONS, *MANNER)) else ""


def left_of(words: str, known: tuple[str, ...]) -> bool:
    """Whether words remain when the known ones are taken out."""
    rest = key(words)
    for one in sorted(known, key=len, reverse=True):
        rest = f" {rest} ".replace(f" {key(one)} ", " ").strip()
    return any(char.isalnum() for char in rest)


def in_prose(clause: Clause) -> bool:
    """Whether words run into the phrase without a mark between."""
    return bool(clause.lead) and not clause.explicit
