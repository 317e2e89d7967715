"""Edits of the shipped files whose effect on the year 2021 is known: `diff` shows just that."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from data.workspace import read_folder
from scheduler.comparing import changes
from scheduler.ledger import Line
from tests.golden.year_2021 import ledger_of_2021
from tests.small import at, in_force_from

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SINCE, UNTIL = at("2021-01-01"), at("2022-01-01")
REPORTS, QUARTERS, DATED = "rules/50-bao-cao.yaml", "rules/40-quy-thang.yaml", "rules/99-mac-dinh.yaml"
YEARS, SUPPORT, WEEKLY = "rules/20-ca-nam.yaml", "rules/30-phoi-hop.yaml", "rules/80-tong-hop.yaml"
PLAN, UNITS, CALENDAR = "data/plans/cchc-2021.yaml", "data/units.yaml", "data/calendar.yaml"
OFFICER, HEAD, STAND_IN = (f"{name}.sct@example.gov.vn" for name in ("anv", "hve", "btt"))

# (change, deadline or digest, rule, step, occurrence, before, after); a side is (moment, to, cc) or None.
Side: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]] | None
Row: TypeAlias = tuple[str, str | None, str, str | None, int | None, Side, Side]
Edits: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]


@cache
def shipped() -> dict[str, str]:
    return read_folder(ROOT)[0]


@cache
def year() -> tuple[Line, ...]:
    """The year as it is, superseded lines left out."""
    lines = ledger_of_2021(in_force_from(shipped()))
    return tuple(line for line in lines if not line["superseded"])


def edited(edits: Edits) -> dict[str, str]:
    """The shipped files with some words put in place of others; each is there just once or is refused."""
    files = dict(shipped())
    for name, pairs in edits.items():
        for old, new in pairs:
            assert files[name].count(old) == 1, (name, old)
            files[name] = files[name].replace(old, new)
    return files


def side(line: Line | None) -> Side:
    return (line["at"][:16], tuple(line["recipients"]), tuple(line["cc"])) if line else None


def row(change: str, before: Line | None, after: Line | None) -> Row:
    key = after or before
    assert key is not None
    return (change, key["deadline"], key["rule"], key["step"], key["occurrence"], side(before), side(after))


def shown(files: Mapping[str, str]) -> set[Row]:
    found = changes(year(), ledger_of_2021(in_force_from(files)), SINCE, UNTIL)
    rows = {row(one.change, one.before, one.after) for one in found}
    assert len(rows) == len(found)
    return rows


def of(rule: str, *steps: str) -> list[Line]:
    """The lines of a rule as it is; of all its steps when none is named."""
    return [line for line in year() if line["rule"] == rule and (not steps or line["step"] in steps)]


def but(line: Line, **values: object) -> Line:
    return {**line, **values}


def moved(line: Line, day: dt.date, hour: str | None = None) -> Row:
    return row("moves", line, but(line, at=f"{day.isoformat()}T{hour or line['at'][11:16]}"))


def told_to(line: Line, people: list[str]) -> Row:
    return row("recipients", line, but(line, recipients=sorted(people)))


class Days:
    """Working days counted on fingers: weekdays, less the official days off."""

    def __init__(self, off: set[str]) -> None:
        self.off = off

    def is_worked(self, day: dt.date) -> bool:
        return day.isoweekday() < 6 and day.isoformat() not in self.off

    def plus(self, day: dt.date, n: int) -> dt.date:
        step = dt.timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_worked(day)
        return day

    def from_(self, day: dt.date) -> dt.date:
        return day if self.is_worked(day) else self.plus(day, 1)

    def until(self, day: dt.date) -> dt.date:
        return day if self.is_worked(day) else self.plus(day, -1)


@pytest.fixture(scope="module")
def days() -> Days:
    text = (ROOT / "tests/corpus/holidays_vn.json").read_text(encoding="utf-8")
    return Days(set(json.loads(text)["2021"]["weekdays_off"]))


def day_of(line: Line) -> dt.date:
    return dt.date.fromisoformat(line["at"][:10])


def stated(id_: str) -> dt.date:
    """The date the plan file prints."""
    _, spec = in_force_from(shipped()).lines[id_]
    assert spec.date is not None
    return spec.date


def vanish(lines: Iterable[Line]) -> set[Row]:
    return {row("vanishes", line, None) for line in lines}


def appear(lines: Iterable[Line]) -> set[Row]:
    return {row("appears", None, line) for line in lines}


def new(at_: str, rule: str, step: str, people: Iterable[str], id_: str, **values: object) -> Line:
    line = {"at": at_, "deadline": id_, "rule": rule, "step": step, "occurrence": 1, "cc": []}
    return {**line, "recipients": sorted(people), **values}


# When.


def test_a_comment_changes_nothing() -> None:
    assert shown({**shipped(), REPORTS: shipped()[REPORTS] + "# ghi chú\n"}) == set()


def test_reports_are_announced_two_days_later(days: Days) -> None:
    files = edited({REPORTS: (("{id: som, before: 10wd, to: lead}", "{id: som, before: 8wd, to: lead}"),)})
    soms = of("bao-cao-dinh-ky", "som")
    (first,) = of("bao-cao-dinh-ky", "first")  # of 14/01: its tenth day before lay in the year before
    assert len(soms) == 15
    assert shown(files) == {moved(line, days.plus(day_of(line), 2)) for line in soms} | vanish(
        [first]
    ) | appear([but(first, step="som")])


def test_reports_are_urged_at_another_hour() -> None:
    files = edited({REPORTS: (('send: {at: "08:00"', 'send: {at: "09:15"'),)})
    lines = [line for line in of("bao-cao-dinh-ky") if line["step"] != "first"]  # that one is due at midnight
    assert shown(files) == {moved(line, day_of(line), "09:15") for line in lines}


def test_the_weekly_digest_goes_on_tuesdays(days: Days) -> None:
    tuesdays = {
        (line["at"], days.from_(day_of(line) - dt.timedelta(days=day_of(line).weekday() - 1)))
        for line in of("tuan-lanh-dao")
    }
    files = edited({WEEKLY: (("every: monday", "every: tuesday"),)})
    expected = {
        moved(line, day)
        for line in of("tuan-lanh-dao")
        for at_, day in tuesdays
        if at_ == line["at"] and day != day_of(line)
    }
    assert len(expected) == 50  # of 52: after Tết and after 03/5 it goes on the same day as before
    assert shown(files) == expected


def test_a_deadline_of_the_plan_falls_a_week_later() -> None:
    old = 'slug: bao-cao-quy-i, label: "Báo cáo quý I", kind: by, date: 2021-03-10'
    id_ = "cchc-2021/I.5/bao-cao-quy-i"
    files = edited({PLAN: ((old, old.replace("03-10", "03-17")),)})
    moments = {
        ("som", 1): "03-02", ("gap", 1): "03-11", ("hom-nay", 1): "03-16", ("qua-han", 1): "03-18",
        ("don-doc", 1): "03-25", ("don-doc", 2): "04-01", ("don-doc", 3): "04-08", ("don-doc", 4): "04-15",
        ("don-doc", 5): "04-22", ("don-doc", 6): "04-29", ("don-doc", 7): "05-06", ("don-doc", 8): "05-13",
        ("lanh-dao", 1): "04-01",
    }  # fmt: skip
    lines = {(one["step"], one["occurrence"]): one for one in of("bao-cao-dinh-ky") if one["deadline"] == id_}
    expected = {
        moved(lines[key], dt.date.fromisoformat(f"2021-{day}"))
        for key, day in moments.items()
        if day != "05-13"
    }
    # On 13/5 the officer is on leave.
    last = lines["don-doc", 8]
    expected.add(row("moves", last, but(last, at="2021-05-13T08:00", recipients=[STAND_IN, HEAD])))
    assert shown(files) == expected


def test_before_a_date_includes_the_date(days: Days) -> None:
    files = edited({PLAN: (("truoc_ngay: strict ", "truoc_ngay: inclusive "),)})
    steps = {"som", "gap", "hom-nay", "hoi", "hoi-lai"}
    lines = [one for one in of("bao-cao-dinh-ky") + of("mac-dinh") + of("tieu-chi") if one["step"] in steps]
    expected = set()
    for line in lines:
        last = days.until(stated(line["deadline"]))
        if last != days.plus(stated(line["deadline"]), -1):
            expected.add(moved(line, days.plus(day_of(line), 1)))
    assert len(expected) > 70
    assert shown(files) == expected


def test_a_swap_of_working_days_moves_what_is_counted_across_it() -> None:
    """Monday 22/11 off, Saturday 27/11 worked: three days back from 29/11 is a day later."""
    files = edited({CALENDAR: (("2021-09-02, 2021-09-03, ", "2021-09-02, 2021-09-03, 2021-11-22, "),)})
    before, of_2021 = files[CALENDAR].split("  2021:\n")
    files[CALENDAR] = f"{before}  2021:\n{of_2021.replace('worked: []', 'worked: [2021-11-27]', 1)}"
    that_day = [line for line in year() if line["at"][:10] == "2021-11-24"]
    counted = [line for line in that_day if line["step"] in ("gap", "hoi-lai")]
    (digest,) = (line for line in of("tuan-lanh-dao") if line["at"][:10] == "2021-11-22")
    expected = {moved(line, dt.date(2021, 11, 25)) for line in counted}
    assert len(expected) > 10
    assert shown(files) == expected | {moved(digest, dt.date(2021, 11, 23))}


# To whom.


def test_urgent_reminders_go_to_one_more_reader() -> None:
    old = "{id: gap, before: 3wd, to: [lead, lead.head]}"
    files = edited({REPORTS: ((old, old.replace("]", ', "moi@so.example"]')),)})
    gaps = of("bao-cao-dinh-ky", "gap")
    assert shown(files) == {told_to(line, [*line["recipients"], "moi@so.example"]) for line in gaps}


def test_a_task_is_done_by_somebody_else() -> None:
    old = 'lead_text: "Văn phòng Sở"\n    support: [cac-phong-don-vi]\n    support_text:'
    text = shipped()[PLAN]
    start = text.index("  - key: I.5\n")
    place = text.index(old, start)
    files = {**shipped(), PLAN: f"{text[:place]}assignees: {{van-phong: tran-thi-b}}\n    {text[place:]}"}
    lines = [one for one in of("bao-cao-dinh-ky") if one["task"] == "I.5" and OFFICER in one["recipients"]]
    assert len(lines) == 44
    assert shown(files) == {row("recipients", line, but(line, **_handed(line))) for line in lines}


def _handed(line: Line) -> dict[str, list[str]]:
    """The stand-in for the officer, who keeps the copy of the office."""
    people = [STAND_IN if one == OFFICER else one for one in line["recipients"]]
    copied = line["step"] in ("qua-han", "don-doc")
    return {"recipients": sorted(people), "cc": [OFFICER] if copied else []}


def test_the_officer_is_on_leave_for_a_week() -> None:
    old = "- {from: 2021-05-10, to: 2021-05-14, delegate: tran-thi-b}"
    files = edited(
        {UNITS: ((old, f"{old}\n      {old.replace('05-10', '11-22').replace('05-14', '11-26')}"),)}
    )
    week = [line for line in year() if "2021-11-22" <= line["at"][:10] <= "2021-11-26"]
    lines = [line for line in week if OFFICER in line["recipients"] + line["cc"]]
    assert lines
    assert shown(files) == {
        row("recipients", line, but(line, recipients=_away(line["recipients"]), cc=_away(line["cc"])))
        for line in lines
    }


def _away(people: list[str]) -> list[str]:
    return sorted(STAND_IN if one == OFFICER else one for one in people)


def test_a_unit_moves_to_another_address() -> None:
    was, will = "qltm.sct@example.gov.vn", "thuongmai.sct@example.gov.vn"
    files = edited({UNITS: ((f"address: {was}", f"address: {will}"),)})
    lines = [line for line in year() if was in line["recipients"]]
    assert lines
    assert shown(files) == {
        told_to(line, [will if x == was else x for x in line["recipients"]]) for line in lines
    }


def test_what_has_no_recipient_goes_to_another_owner() -> None:
    files = edited({REPORTS: (("owner: office ", "owner: office.head "),)})
    lines = [line for line in of("bao-cao-dinh-ky") if line["deadline"] == "cchc-2021/IV.20/han"]
    copied = ("qua-han", "don-doc")
    expected = {
        row("recipients", line, but(line, recipients=[HEAD], cc=[OFFICER] if line["step"] in copied else []))
        for line in lines
    }
    # The date of V.26 is in doubt: nobody above the office is told, the owner is.
    (doubtful,) = (one for one in of("bao-cao-dinh-ky", "lanh-dao") if one["task"] == "V.26")
    assert len(expected) == 8
    expected.add(told_to(doubtful, [HEAD]))
    assert shown(files) == expected


# Which.


def test_a_step_is_taken_out() -> None:
    files = edited({DATED: (("      - {id: hom-nay, on: last-day, to: lead}\n", ""),)})
    assert shown(files) == vanish(of("mac-dinh", "hom-nay"))


def test_a_step_is_put_in(days: Days) -> None:
    old = "      - {id: hom-nay, on: last-day, to: lead}\n"
    files = edited({REPORTS: ((old, f"{old}      - {{id: moc, on: stated, to: lead}}\n"),)})
    assert shown(files) == appear(
        but(line, at=f"{days.from_(stated(line['deadline']))}T08:00", step="moc")
        for line in of("bao-cao-dinh-ky", "hom-nay")
    )


def test_a_step_gets_another_name() -> None:
    files = edited({QUARTERS: (("{id: gap, ", "{id: sap-den, "),)})
    gaps = of("quy-thang", "gap")
    assert shown(files) == vanish(gaps) | appear(but(line, step="sap-den") for line in gaps)


def test_urging_ends_after_four_times() -> None:
    files = edited({REPORTS: (("limit: 8, weekday", "limit: 4, weekday"),)})
    later = [line for line in of("bao-cao-dinh-ky", "don-doc") if line["occurrence"] > 4]
    assert len(later) == 19
    assert shown(files) == vanish(later)


def test_a_condition_that_never_holds_back_changes_nothing() -> None:
    old = "unless: [submitted, extension-pending]"
    assert shown(edited({REPORTS: ((old, "unless: [submitted, extension-pending, blocked]"),)})) == set()


def test_a_task_loses_its_tag_and_falls_to_the_last_rule() -> None:
    old = 'tags: [bao-cao]\n    time: "Báo cáo quý I, trước'
    files = edited({PLAN: ((old, old.replace("bao-cao", "chung", 1)),)})
    lines = [line for line in of("bao-cao-dinh-ky") if line["task"] == "I.5"]
    assert shown(files) == vanish(lines) | appear(but(line, rule="mac-dinh") for line in lines)


def test_a_rule_that_no_longer_goes_on_hides_those_after_it() -> None:
    files = edited({SUPPORT: (("    continue: true\n", ""),)})
    assert shown(files) == vanish(of("bao-cao-dinh-ky") + of("quy-thang") + of("mac-dinh"))


def test_one_deadline_gets_a_rule_of_its_own() -> None:
    id_ = "cchc-2021/I.5/bao-cao-quy-i"
    own = (
        "rules:\n  - id: rieng\n    title: Riêng\n    match: {deadline: bao-cao-quy-i}\n    steps:\n"
        "      - {id: nhac, before: 2wd, to: lead.head}\n"
    )
    found = shown({**shipped(), "rules/05-rieng.yaml": own})
    assert found == vanish(line for line in year() if line["deadline"] == id_) | appear(
        [new("2021-03-05T08:00", "rieng", "nhac", [HEAD], id_)]
    )


def test_a_rule_is_taken_out_and_its_tasks_fall_to_the_others() -> None:
    text = shipped()[YEARS]
    files = {**shipped(), YEARS: text[: text.index("  - id: tieu-chi\n")]}
    asked, again = of("tieu-chi", "hoi"), of("tieu-chi", "hoi-lai")
    expected = vanish(asked + again)
    expected |= appear(but(line, rule="mac-dinh", step="som") for line in asked)
    expected |= appear(but(line, rule="mac-dinh", step="gap") for line in again)
    expected |= appear(line for one in asked for line in _last_day_and_month(one))
    expected |= appear(line for one in again for line in _late(one))
    assert shown(files) == expected


LATE = {  # after the stated date: counted by hand
    "VII.40": {"qua-han": ["12-16"], "don-doc": ["12-23", "12-30"], "lanh-dao": ["12-30"]},
    "IV.18": {"qua-han": ["12-06"], "don-doc": ["12-09", "12-16", "12-23", "12-30"], "lanh-dao": ["12-23"]},
    "VI.35": {"qua-han": ["12-01"], "don-doc": ["12-09", "12-16", "12-23", "12-30"], "lanh-dao": ["12-16"]},
}
OTHERS = ("ktatmt", "qlcn", "qlnl", "qltm", "thanhtra")  # who never leads these


def _last_day_and_month(line: Line) -> Iterable[Line]:
    last = {"VII.40": "12-14", "IV.18": "12-03", "VI.35": "11-29"}[line["task"]]
    yield but(line, rule="mac-dinh", step="hom-nay", at=f"2021-{last}T08:00")
    units = [*OTHERS, *(["vanphong"] if line["task"] == "VI.35" else ["khtcth", "xttm", "khuyencong"])]
    people = sorted(f"{unit}.sct@example.gov.vn" for unit in units)
    month = f"2021-{last[:2]}-01T08:00"
    yield but(line, rule="phoi-hop", step="danh-muc-thang", at=month, recipients=people)


def _late(line: Line) -> Iterable[Line]:
    """To officers and heads, a copy to the office; to the deputy directors in charge of the lead units."""
    deputies = ("pgd1", "pgd2") if line["task"] == "VI.35" else ("pgd1",)
    for step, moments in LATE[line["task"]].items():
        people, copies = line["recipients"], [] if OFFICER in line["recipients"] else [OFFICER]
        if step == "lanh-dao":
            people, copies = [f"{one}.sct@example.gov.vn" for one in deputies], []
        for n, day in enumerate(moments, 1):
            at_ = f"2021-{day}T08:00"
            yield but(line, rule="mac-dinh", step=step, occurrence=n, at=at_, recipients=people, cc=copies)


def test_a_deadline_is_taken_out_of_the_plan() -> None:
    text = shipped()[PLAN]
    start = text.index("      - {slug: bao-cao-nam")
    files = {**shipped(), PLAN: text[:start] + text[text.index("    warnings:", start) :]}
    assert shown(files) == vanish(one for one in year() if one["deadline"] == "cchc-2021/I.5/bao-cao-nam")


def test_a_closed_plan_falls_silent() -> None:
    files = edited({PLAN: (("set_by: own", "set_by: own\n  closed: true"),)})
    assert shown(files) == vanish(year())
