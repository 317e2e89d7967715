"""The grammar of what comes back: weekly, monthly, quarterly, half-yearly and yearly deadlines."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from rules.phrases.calendar_phrases import bare_day, clock_time, dated, limit
from rules.phrases.counted import NAMES, UNITS, counted, numbered_next, unit
from rules.phrases.cursor import Cursor, number, past_finish
from rules.phrases.dates import spans
from rules.phrases.lexer import key
from rules.phrases.terms import BareDay, Continuous, Dated, Limit, Phrase, Repeat, Repeats
from rules.phrases.weekly import weekday_alone, weekly
from rules.phrases.yearly import yearly

MONTHS_OF_QUARTER = {"FIRST": (1, 4, 7, 10), "MIDDLE": (2, 5, 8, 11), "LAST": (3, 6, 9, 12)}

NINE_MONTHS = "9 tháng"


def recurring(c: Cursor) -> Phrase | None:
    """weekly | day of a period | counted | "mỗi quý IV" | frequency [limit] | "các quý trong năm"."""
    for production in (
        weekly,
        day_of_period,
        _counted,
        every_named,
        daily,
        frequency,
        all_of_year,
        bare_units,
    ):
        found = c.attempt(production)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Ref:
    """The period in which a day lies, and the words of it."""

    every: str
    words: str
    months: tuple[int, ...] = ()
    next_period: bool = False
    notes: tuple[str, ...] = ()


def day_of_period(c: Cursor) -> Repeat | Repeats | None:
    """[limit] [time ","] "ngày" (N {"," N} | "cuối") period: "ngày 20 tháng cuối quý"."""
    c.take("WITHIN")
    bound = c.attempt(limit)
    time = c.attempt(clock_time)
    c.take(",")
    vague = c.sees("LAST", "MONTH") or c.sees("LAST", "QUARTER")
    first = _day_number(c, named=bound is None)
    if first is None:
        return None
    days = [first]
    while len(days) < 12 and (further := c.attempt(_further_day)):
        days.append(further)
    ref = period_ref(c)
    if ref is None:
        return None
    if first[1] == "làm việc cuối":
        note = '"ngày làm việc cuối cùng" được ghi là ngày cuối'
        ref = dataclasses.replace(ref, notes=(note,))
    if vague:
        ref = dataclasses.replace(
            ref, notes=(f"không nêu {NAMES[ref.every]} nào; đọc là mỗi {NAMES[ref.every]}",)
        )
    found = tuple(on_day(value, printed, ref, bound, time) for value, printed in days)
    return found[0] if len(found) == 1 else Repeats(found)


def _further_day(c: Cursor) -> tuple[int | str, str] | None:
    return _day_number(c, named=False) if c.take(",", "AND") else None


def _day_number(c: Cursor, named: bool) -> tuple[int | str, str] | None:
    """ "ngày" ["thứ"] N | "ngày cuối [cùng]" | "cuối" before a period."""
    if c.sees("LAST"):
        c.at += 1
        return ("last", "cuối") if c.peek().sort in ("EVERY", "QUARTER", "MONTH") else None
    working = c.take("WORKING_DAY", "DAY")
    if not working and (named or not c.sees("NUMBER")):
        return None
    if working and c.take("LAST"):
        return "last", "cuối" if working.sort == "DAY" else "làm việc cuối"
    c.take("WEEKDAY")
    token = c.take("NUMBER")
    value = int(token.text[:4]) if token else 0
    return (value, token.text) if token and 1 <= value <= 31 else None


def on_day(day: int | str, printed: str, ref: Ref, bound: Limit | None, time: str | None) -> Repeat:
    """A day of every month or quarter; the next quarter is named in one form."""
    strict = bool(bound and bound.strict)
    words = bound.words + " " if bound and bound.words else ""
    hour = f"{time} " if time else ""
    by = f"{words}{hour}ngày {printed} {ref.words}"
    if ref.every == "quarter" and ref.next_period:
        of = "" if strict else "của "
        by = f"{'trước ' if strict else ''}{hour}ngày {printed} {of}tháng đầu quý sau"
    return Repeat(
        ref.every, by, day=day, months=ref.months, next_period=ref.next_period, strict=strict, time=time,
        notes=ref.notes,
    )  # fmt: skip


def period_ref(c: Cursor) -> Ref | None:
    """["của"] ("hằng tháng" | "tháng cuối quý" | "tháng đầu quý sau" | "tháng sau" | "quý sau" ...)."""
    mark = c.at
    c.take("OF", ",")
    for production in (_every_period, _month_of_quarter, _next_period, _quarter_end, _report_month):
        found = c.attempt(production)
        if found:
            if c.tokens[mark].sort == "," and c.peek().sort in ("BEFORE", "AT_MOST", "DAY"):
                return None  # "trước ngày 20, hằng quý trước ngày 20 tháng cuối quý"
            return dataclasses.replace(found, words=house_words(c.since(mark)))
    return None


def house_words(words: str) -> str:
    """The printed words in one spelling: "hằng", "tháng cuối quý"."""
    words = re.sub(r"\bhàng\b", "hằng", words.lstrip(" ,").lower(), flags=re.IGNORECASE)
    return words.replace("tháng của cuối quý", "tháng cuối quý").replace("định kỳ hằng", "hằng")


def _every_period(c: Cursor) -> Ref | None:
    if not c.take("EVERY"):
        return None
    unit = c.take("MONTH", "QUARTER")
    if not unit or numbered_next(c):
        return None
    if unit.sort == "MONTH":
        return Ref("month", "")
    note = "không nêu tháng nào trong quý; đọc là tháng cuối quý"
    return Ref("quarter", "", MONTHS_OF_QUARTER["LAST"], notes=(note,))


def _month_of_quarter(c: Cursor) -> Ref | None:
    """ "tháng" ["của"] ("đầu" | "giữa" | "cuối") ["của"] ["mỗi"] ("quý" | "kỳ") ["sau"]."""
    if not c.take("MONTH"):
        return None
    c.take("OF")
    months = _place_in_quarter(c)
    c.take("OF")
    c.take("EVERY")
    unit = c.take("QUARTER", "REPORT_PERIOD")
    if not months or not unit or numbered_next(c):
        return None
    c.take_word("báo cáo")
    if c.attempt(_next):
        return Ref("quarter", "", next_period=True) if months[0] == 1 else None
    notes = () if unit.sort == "QUARTER" else ("không nêu kỳ báo cáo; đọc là quý",)
    return Ref("quarter", "", months, notes=notes)


def _place_in_quarter(c: Cursor) -> tuple[int, ...]:
    """ "đầu" | "giữa" | "cuối" | "thứ" (1 | 2 | 3): the months it means in the four quarters."""
    if place := c.take("FIRST", "MIDDLE", "LAST"):
        return MONTHS_OF_QUARTER[place.sort]
    count = number(c) if c.take("WEEKDAY") else None
    return tuple(range(count, 13, 3)) if count in (1, 2, 3) else ()


def _next_period(c: Cursor) -> Ref | None:
    """("tháng" | "quý") "sau"."""
    unit = c.take("MONTH", "QUARTER")
    if not unit or not c.attempt(_next):
        return None
    return Ref(UNITS[unit.sort], "", next_period=True)


def _next(c: Cursor) -> bool | None:
    """ "sau" | "tiếp theo" | "kế tiếp" | "liền kề"."""
    if c.take("NEXT"):
        return True
    return True if c.sees("AFTER") and c.take_word("sau") else None


def _quarter_end(c: Cursor) -> Ref | None:
    """["cuối"] ["mỗi"] "quý", the day being the quarter's last one."""
    last = c.take("LAST") or "LAST" in (c.peek(-1).sort, c.peek(-2).sort)
    c.take("EVERY")
    if not last or not c.take("QUARTER") or numbered_next(c):
        return None
    return Ref("quarter", "", MONTHS_OF_QUARTER["LAST"])


def _report_month(c: Cursor) -> Ref | None:
    """ "tháng" ["báo cáo"], no number after it."""
    if not c.take("MONTH") or numbered_next(c) or c.peek().sort in ("BLANK", "SLASH", "FIRST", "LAST"):
        return None
    if c.sees("WORD") and c.peek().key == key("báo") and c.peek(1).key == key("cáo"):
        c.at += 2
        return Ref("month", "")
    return Ref("month", "") if c.peek().sort in ("END", ";", ",", ".", "(", ")", "NEWLINE") else None


def every_named(c: Cursor) -> Repeats | None:
    """ "mỗi Quý IV": once a year."""
    if not c.take("EVERY", "PERIODIC") or not (c.sees("MONTH") or c.sees("QUARTER")):
        return None
    found = spans(c)
    if not isinstance(found, tuple) or any(span.last.year for span in found):
        return None
    return Repeats(tuple(yearly(span, None, None) for span in found))


def daily(c: Cursor) -> Continuous | None:
    """ "hằng ngày": no deadline a day, but work that goes on."""
    if not c.take("EVERY") or not c.take("DAY") or c.sees("NUMBER"):
        return None
    return Continuous(label="hằng ngày", notes=("việc hằng ngày được đọc là thường xuyên",))


def frequency(c: Cursor) -> Phrase | None:
    """("hằng" | "định kỳ") unit {("," | "và" | "/") ["hằng"] unit} [limit of that period]."""
    opener = c.take("EVERY", "PERIODIC", "ACCORDING")
    if opener is None:
        return None
    if opener.sort == "ACCORDING" and not c.sees("EVERY") and not c.sees("PERIODIC"):
        return _by_units(c)
    c.take("PERIODIC")
    c.take("EVERY")
    first = unit(c)
    if first is None:
        return None
    found = [first]
    while (further := c.attempt(_further_unit)) is not None:
        found.append(further)
    if len(found) == 1:
        narrowed = c.attempt(lambda c: _narrowed(c, first))
        if narrowed:
            return narrowed
    return Repeats(tuple(map(_often, found)))


def _often(every: str) -> Repeat:
    """A bare frequency; of nine months it is the first nine of every year."""
    if every != NINE_MONTHS:
        return Repeat(every, f"trong {NAMES[every]}", bare=True)
    note = '"9 tháng" được đọc là 9 tháng đầu năm'
    return Repeat(
        "year", f"trong {NINE_MONTHS} đầu năm", start_month=1, end_month=9, bare=True, notes=(note,)
    )


def _listed_unit(c: Cursor) -> str | None:
    """A unit of a list, in which "9 tháng" may stand."""
    return c.attempt(unit) or c.attempt(_nine_months)


def _nine_months(c: Cursor) -> str | None:
    said = number(c) == 9 and c.take("MONTH") and c.peek().sort not in ("FIRST", "LAST", "NUMBER")
    return NINE_MONTHS if said else None


def _by_units(c: Cursor) -> Repeats | None:
    """ "theo tháng, quý", nothing after it."""
    found = []
    while every := _listed_unit(c):
        found.append(every)
        if not c.take(",", "AND", "SLASH"):
            break
    if not found or c.peek().sort not in ("END", ";", ".", ")", "NEWLINE"):
        return None
    return Repeats(tuple(map(_often, found)))


def bare_units(c: Cursor) -> Repeats | None:
    """ "Tháng, quý, 6 tháng, năm": how often, where nothing else is said."""
    opened = c.peek(-1).sort in ("END", ";", "NEWLINE", ":", "(") or c.peek(-1).key == key("cáo")
    if not opened or c.peek().sort not in ("MONTH", "QUARTER", "WEEK"):
        return None
    found = _by_units(c)
    return found if found and len(found.items) > 1 else None


def _counted(c: Cursor) -> Phrase | None:
    """A count, and when in the year it falls: "mỗi năm 01 lần vào quý IV"."""
    found = counted(c)
    if not isinstance(found, Repeat) or found.every != "year":
        return found
    return c.attempt(lambda c: _narrowed(c, found.every)) or found


def all_of_year(c: Cursor) -> Repeats | None:
    """ "các" ("tháng" | "quý") ["trong năm" [N]]."""
    if not c.take_word("các", "trong các", "vào các"):
        return None
    token = c.take("MONTH", "QUARTER")
    if not token or numbered_next(c):
        return None
    if c.take("WITHIN", "OF"):
        c.take("WHOLE")
        if not c.take("YEAR"):
            return None
        c.take("NUMBER")
    if c.peek().sort not in ("END", ";", ",", ".", ")", "NEWLINE"):
        return None
    every = UNITS[token.sort]
    return Repeats((Repeat(every, f"trong {NAMES[every]}", bare=True),))


def _further_unit(c: Cursor) -> str | None:
    if not c.take(",", "AND", "SLASH", "OR"):
        return None
    c.take("WHOLE")
    named = c.take("EVERY", "PERIODIC")
    c.take("EVERY")
    found = _listed_unit(c)
    # "hằng quý, năm trước ngày ..." and "hàng tháng, tháng 3" are not lists.
    return found if found and (named or c.peek().sort not in ("AFTER", "NEXT", "NOW")) else None


def _narrowed(c: Cursor, every: str) -> Phrase | None:
    """A frequency with its day: "Hằng tháng, trước ngày 03 của tháng liền kề", "Hàng năm (Quý IV)"."""
    opened = c.take(",", ":", "(", "-")
    past_finish(c)
    c.take("WITHIN")
    found: Phrase | None = c.attempt(day_of_period) or c.attempt(weekday_alone) or c.attempt(dated)
    found = found or c.attempt(lambda c: bare_day(c, None, None)) or c.attempt(lambda c: _last_day(c, every))
    narrowed = _fits(found, every)
    if narrowed is None or (opened and opened.sort == "(" and not c.take(")")):
        return None
    return narrowed


def _last_day(c: Cursor, every: str) -> Repeat | None:
    """ "ngày [làm việc] cuối [cùng]" of the period said before it."""
    bound = c.attempt(limit)
    day = c.take("DAY", "WORKING_DAY")
    ref = {"month": Ref("month", "hằng tháng"), "quarter": Ref("quarter", "quý", MONTHS_OF_QUARTER["LAST"])}
    if not day or not c.take("LAST") or every not in ref:
        return None
    return on_day("last", "cuối", ref[every], bound, None)


def _fits(found: Phrase | None, every: str) -> Phrase | None:
    if isinstance(found, BareDay):
        return bare_day_of(found, every)
    if isinstance(found, Repeat):
        return found if every in {found.every, "quarter"} else None
    if isinstance(found, Repeats):
        return found if all(item.every == every for item in found.items) else None
    if isinstance(found, Dated) and every == "year" and not any(span.last.year for span in found.spans):
        return Repeats(tuple(yearly(span, found.limit, found.time) for span in found.spans))
    return None


def bare_day_of(found: BareDay, every: str) -> Repeat | None:
    """A day said without its month, in a period that is named beside it."""
    if every == "month":
        return on_day(found.day, found.text, Ref("month", "hằng tháng"), found.limit, found.time)
    if every == "quarter":
        note = "không nêu tháng nào trong quý; đọc là tháng cuối quý"
        ref = Ref("quarter", "tháng cuối quý", MONTHS_OF_QUARTER["LAST"], notes=(note,))
        return on_day(found.day, found.text, ref, found.limit, found.time)
    return None
