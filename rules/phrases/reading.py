"""The reading of a whole cell: its deadlines with their labels, its problems and its warnings."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from dataclasses import dataclass

from rules.phrases import labels
from rules.phrases.cell import CellReader, Clause
from rules.phrases.cursor import Cursor
from rules.phrases.lexer import clean, folded, key, tokens
from rules.phrases.overlooked import told_in_event, told_in_name
from rules.phrases.recurring import bare_day_of
from rules.phrases.resolve import Deadline, Found, resolved
from rules.phrases.terms import (
    AfterEvent,
    BareDay,
    Continuous,
    Dated,
    External,
    Limit,
    Phrase,
    Repeats,
    Unread,
)
from rules.phrases.windows import without_windows
from rules.phrases.words import AS_ABOVE, EVERY_YEAR, LIKE_ABOVE, NOTHING_SAID, SEND
from rules.phrases.yearly import yearly

LONGEST = 2000
PERIODS = {"MONTH": "month", "QUARTER": "quarter"}
NO_DAY = " (không nêu ngày)"


@dataclass(frozen=True, slots=True)
class Reading:
    """What `dondoc read` prints: each deadline has the keys of DESIGN section 6 that apply to it."""

    text: str
    deadlines: tuple[dict[str, object], ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read(text: str, year: int | None) -> Reading:
    """The deadlines that a time cell of a plan of `year` states, in its order.

    Never raises. Problems and warnings are Vietnamese sentences; without deadlines there is a problem.
    """
    if len(text) > LONGEST:
        return Reading(text, problems=(f"ô dài {len(text)} ký tự, quá {LONGEST} ký tự; không đọc",))
    words = clean(text)
    unsaid = _nothing(words)
    if unsaid:
        return Reading(text, problems=(unsaid,))
    clauses = CellReader(Cursor(words, tokens(words))).read()
    clauses, windows = without_windows(clauses)
    found = _gathered(_with_common_words(clauses), year)
    found.warnings += [f'chưa ghi được khoảng thời gian của việc định kỳ: "{window}"' for window in windows]
    if not found.deadlines and not found.problems:
        found.problems.append(f'không đọc được thời hạn: "{words}"')
    problems, warnings = dict.fromkeys(found.problems), dict.fromkeys(found.warnings)
    return Reading(text, tuple(found.deadlines), tuple(problems), tuple(warnings))


def _nothing(words: str) -> str | None:
    """Why a cell says nothing by itself, if so."""
    bare = folded(words).strip(" .;:()").replace("-nt-", "nt").replace("n.t", "nt")
    if bare in AS_ABOVE or words in AS_ABOVE or bare.startswith(LIKE_ABOVE):
        return '"như trên": lấy thời hạn của dòng trên'
    if not any(char.isalnum() for char in words):
        return "ô bỏ trống"
    return f'không nêu thời hạn: "{words}"' if bare in NOTHING_SAID else None


def _with_common_words(clauses: list[Clause]) -> list[Clause]:
    """Soft words, limits and "hằng năm" said once for clauses that are joined by commas."""
    for before, clause in itertools.pairwise(clauses):
        if clause.joined not in (",", "AND", "OR", "SLASH", "&", ";"):
            continue
        clause.soft = clause.soft or (before.soft and clause.joined != ";")
        old, new = before.phrase, clause.phrase
        bare = isinstance(new, Dated) and new.limit is None and not clause.lead and new.spans[0].is_date
        if isinstance(old, Dated) and isinstance(new, Dated) and bare and old.limit:
            clause.phrase = dataclasses.replace(new, limit=old.limit)
    for clause, before in itertools.pairwise(reversed(clauses)):
        if clause.joined in ("AND", ",") and _yearly_date(clause.phrase) and not (clause.lead or before.lead):
            before.phrase = _made_yearly(before.phrase)
    return clauses


def _yearly_date(phrase: Phrase | None) -> bool:
    return isinstance(phrase, Repeats) and all(item.every == "year" and item.day for item in phrase.items)


def _made_yearly(phrase: Phrase | None) -> Phrase | None:
    """ "trước 15/6 và trước 15/12 hằng năm": both come back."""
    if not isinstance(phrase, Dated) or any(span.last.year or not span.is_date for span in phrase.spans):
        return phrase
    return Repeats(tuple(yearly(span, phrase.limit, phrase.time) for span in phrase.spans))


def _gathered(clauses: list[Clause], year: int | None) -> Found:
    said = [clause for clause in clauses if clause.phrase and not isinstance(clause.phrase, Unread)]
    company = len(said) > 1
    total = Found()
    for clause in clauses:
        found = _of_clause(clause, company, year, total.deadlines)
        total.deadlines += found.deadlines
        total.problems += found.problems
        total.warnings += found.warnings
    _unread_words(clauses, total)
    _alternatives(clauses, total)
    return total


def _alternatives(clauses: list[Clause], total: Found) -> None:
    """ "Tháng 5 hoặc tháng 6": one of the two is meant, nobody knows which."""
    for before, clause in itertools.pairwise(clauses):
        if clause.joined == "OR" and isinstance(before.phrase, Dated) and isinstance(clause.phrase, Dated):
            total.warnings.append('"hoặc" giữa hai thời hạn: ghi cả hai, cần xác nhận')


def _unread_words(clauses: list[Clause], total: Found) -> None:
    """Clauses without a phrase: a problem when nothing else was read or when they hold digits."""
    for clause in clauses:
        if clause.phrase is not None or not labels.meaningful(clause.lead):
            continue
        message = f'không đọc được: "{clause.lead}"'
        digits = any(char.isdecimal() for char in clause.lead)
        if digits or not total.deadlines:
            total.problems.append(message)
        else:
            total.warnings.append(message)


def _of_clause(clause: Clause, company: bool, year: int | None, before: list[Deadline]) -> Found:
    phrase = clause.phrase
    if phrase is None:
        return Found()
    if isinstance(phrase, Unread):
        return Found(problems=[phrase.reason])
    if isinstance(phrase, BareDay):
        phrase = _bare_day(phrase, clause)
    if isinstance(phrase, BareDay):
        return Found(problems=[f"chỉ nêu ngày {phrase.text}, không nêu tháng"])
    phrase = _with_early_limit(phrase, clause)
    found = resolved(_as_said(phrase, clause, company), year)
    name = _label(clause, phrase, company)
    for deadline in found.deadlines:
        _add_words(deadline, clause, name)
    if isinstance(phrase, Continuous) and phrase.later_years:
        _after_the_last(found, before)
    unused = labels.left_out(clause, name if name or clause.condition else None)
    if unused and found.deadlines:
        found.warnings.append(f'phần chữ không dùng để tính hạn: "{unused}"')
    elif found.deadlines:
        found.warnings += _overlooked(clause, phrase, name)
    return found


def _overlooked(clause: Clause, phrase: Phrase, name: str | None) -> list[str]:
    """What the net catches: times among the words that became no deadline."""
    event = {External: "by", AfterEvent: "event", Continuous: "label"}.get(type(phrase), "")
    told = [str(getattr(phrase, event) or "")] if event else []
    caught = [words for words in (*told, clause.condition) if words and told_in_event(words)]
    names = {name or clause.lead, clause.tail} if not isinstance(phrase, Continuous) else {clause.tail}
    caught += [words for words in sorted(names) if words and told_in_name(words)]
    return [f'trong "{words}" còn nêu thời gian; cần xem lại' for words in caught]


def _with_early_limit(phrase: Phrase, clause: Clause) -> Phrase:
    """ "trước Ngày hội … 18/11": words stand between the limit and its date."""
    dates = isinstance(phrase, Dated) and all(span.is_date for span in phrase.spans)
    if not dates or not isinstance(phrase, Dated) or phrase.limit or not labels.holds_limit(clause.lead):
        return phrase
    return dataclasses.replace(phrase, limit=Limit(strict=True, words="trước"))


def _bare_day(phrase: BareDay, clause: Clause) -> Phrase:
    """ "Báo cáo tháng: trước ngày 20" is the 20th of every month."""
    units = [token.sort for token in tokens(clause.lead) if token.sort in PERIODS]
    every = PERIODS[units[-1]] if units else ""
    return bare_day_of(phrase, every) or phrase


def _add_words(deadline: Deadline, clause: Clause, name: str | None) -> None:
    if name:
        deadline["label"] = name
    if clause.soft and deadline["kind"] in ("by", "period"):
        deadline["approx"] = True
    if clause.condition:
        deadline["condition"] = clause.condition


def _after_the_last(found: Found, before: list[Deadline]) -> None:
    """ "2025 và những năm tiếp theo": goes on after the period before it."""
    last = next((d.get("end") or d.get("date") for d in reversed(before)), None)
    if isinstance(last, str):
        found.deadlines[0]["after"] = dt.date.fromisoformat(last).isoformat()


def _label(clause: Clause, phrase: Phrase, company: bool) -> str | None:
    if isinstance(phrase, Continuous):
        return labels.of_continuous(clause, phrase, company, clause.words)
    return labels.label(clause, company)


def _as_said(phrase: Phrase, clause: Clause, company: bool) -> Phrase:
    """The phrase with what depends on the words around it."""
    if isinstance(phrase, External):
        return _external(phrase, clause)
    if isinstance(phrase, Dated) and _is_yearly_label(f"{clause.after} {clause.lead}", phrase):
        return Repeats(tuple(yearly(span, phrase.limit, phrase.time) for span in phrase.spans))
    if isinstance(phrase, Repeats) and len(phrase.items) == 1 and phrase.items[0].bare:
        plain = company and not labels.in_prose(clause)
        item = phrase.items[0]
        return phrase if plain else dataclasses.replace(item, by=item.by + NO_DAY)
    return phrase


def _is_yearly_label(after: str, phrase: Dated) -> bool:
    """ "… đối với báo cáo định kỳ hằng năm": the date comes back."""
    spelt = key(after)
    yearly_words = any(key(word) in spelt for word in EVERY_YEAR)
    return yearly_words and not any(span.last.year for span in phrase.spans)


def _external(phrase: External, clause: Clause) -> External:
    """The word "theo" is left out when the cell begins with it; a bare "theo quy định" is the receiver's."""
    if not phrase.opener:
        return phrase
    receiver = _receiver(clause.lead)
    of = f" của {receiver}" if receiver and key(phrase.by) == key("quy định") else ""
    if clause.lead or clause.joined:
        return External(f"{phrase.opener} {phrase.by}{of}")
    return External(phrase.by)


def _receiver(lead: str) -> str:
    """Whom the words before say it is sent to: "gửi Tỉnh uỷ (qua ...)"."""
    words = lead.partition("(")[0].strip().split(" ")
    spelt = [key(word) for word in words]
    if key(SEND) not in spelt:
        return ""
    place = spelt.index(key(SEND))
    return " ".join(words[place + 1 :])
