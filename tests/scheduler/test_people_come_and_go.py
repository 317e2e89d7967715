"""A year in which people and units come and go: who is told, under which names, and that nothing is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from notifiers.base import TemporaryFailure
from rules.action import Action
from rules.digest import facts_of
from rules.letter import Letter
from rules.rule import Digest, Section
from scheduler.known import subjects_from
from tests.small import UNITS, Office, Relay, action, at, files_of, in_force_from, office, rule, task

MONTHLY = '{id: nhac, on: ["15/01", "15/02", "15/3", "15/4", "14/5", "15/6", "15/7", "16/8", "15/9"], to: %s}'
YEAR = "{kind: period, start: 2021-01-01, end: 2021-11-30}"


def of_units(*edits: tuple[str, str]) -> str:
    """The directory of the small office after these edits, each of which must meet its place."""
    units = UNITS
    for old, new in edits:
        assert old in units, old
        units = units.replace(old, new, 1)
    return units


MERGED = of_units(
    ("head: tp-kt, officers: [an], in_charge: pgd}", ("head: tp-kt, officers: [an], in_charge: pgd,"
     " valid: {to: 2021-06-30}, successor: kx}\n  - {id: kx, name: Phòng Kinh tế và Xây dựng,"
     " address: kx@so.example, head: tp-xd, officers: [an], in_charge: pgd, valid: {from: 2021-07-01}}")),
)  # fmt: skip
SPLIT = MERGED.replace("successor: kx", "successor: [kx, xd]")


@dataclass
class Year:
    """What everybody was told in a year."""

    units: str
    who: str = "lead"
    tasks: tuple[str, ...] = (task(YEAR),)
    script: tuple[Action, ...] = ()
    relay: Relay = field(default_factory=Relay)

    def __post_init__(self) -> None:
        place = office(rule(MONTHLY % self.who), *self.tasks, units=self.units, channel=self.relay)
        place.open("2021-01-01")
        place.live("2021-01-01", "2021-12-31", self.script)
        self.place = place

    def told(self) -> list[tuple[str, str]]:
        """(month-day, address without domain) of every mail."""
        return [(f"{letter.at:%m-%d}", letter.address.partition("@")[0]) for letter in self.relay.letters]

    def on(self, day: str) -> list[Letter]:
        return [letter for letter in self.relay.letters if f"{letter.at:%m-%d}" == day]

    def readers(self, day: str) -> list[str]:
        return sorted(letter.address.partition("@")[0] for letter in self.on(day))


def test_what_is_open_goes_to_the_successor_and_says_why() -> None:
    year = Year(MERGED, "lead.head")
    assert year.readers("06-15") == ["tpkt"]
    assert year.readers("07-15") == ["tpxd"]
    (letter,) = year.on("07-15")
    assert letter.items[0].unit == "Phòng Kinh tế và Xây dựng"
    assert letter.items[0].leads == ("Phòng Kinh tế và Xây dựng",)
    assert letter.items[0].why == "tiếp nhận việc của Phòng Kinh tế, không còn từ ngày 01/7/2021"


def test_an_officer_who_went_along_keeps_the_work() -> None:
    assert Year(MERGED).readers("07-15") == ["an"]


def test_an_officer_who_did_not_go_along_is_asked_for_anew() -> None:
    stayed = MERGED.replace("head: tp-xd, officers: [an], in_charge: pgd, valid", "head: tp-xd, valid")
    year = Year(stayed)
    assert year.readers("07-15") == ["kx", "tpxd"]
    head = next(letter for letter in year.on("07-15") if letter.address.startswith("tpxd"))
    assert head.items[0].ask == "assign-officer"
    assert "Nguyễn An" in (head.items[0].why or "")
    assert year.readers("08-16") == ["kx"]  # asked once


def test_what_was_finished_stays_under_the_old_name() -> None:
    done = action("done", "2021-05-20T09:00", unit="kt")
    year = Year(MERGED, script=(done,))
    assert year.readers("07-15") == []
    lines = year.place.files.lines
    assert lines.keys() == {"p/I.1/han"}


def test_marks_stay_with_the_line_and_the_successor_may_finish_it() -> None:
    script = (
        action("submit", "2021-06-10T09:00", unit="kt", to="gd"),
        action("done", "2021-08-20T09:00", unit="kx"),
    )
    year = Year(MERGED, "lead.head", script=script)
    (letter,) = year.on("07-15")
    assert letter.items[0].marks.submitted is not None
    assert year.readers("08-16") == ["tpxd"]
    assert year.readers("09-15") == []


def test_of_several_successors_the_office_is_asked_to_choose() -> None:
    year = Year(SPLIT)
    (letter,) = year.on("07-15")
    assert letter.address == "theodoi@so.example"
    assert letter.items[0].ask == "assign-unit"
    assert "Phòng Kinh tế và Xây dựng hoặc Phòng Xây dựng" in (letter.items[0].why or "")


def test_the_unit_that_the_office_chooses_takes_over_the_line() -> None:
    chosen = action("assign", "2021-07-20T09:00", "p/I.1", unit="xd", to="binh")
    year = Year(SPLIT, script=(chosen,))
    assert year.readers("07-15") == ["theodoi"]
    assert year.readers("08-16") == ["binh"]
    assert year.on("08-16")[0].items[0].leads == ("Phòng Xây dựng",)


def test_a_unit_dissolved_without_successor_goes_to_the_office() -> None:
    year = Year(MERGED.replace(", successor: kx", ""))
    assert year.readers("06-15") == ["an"]
    assert year.readers("07-15") == ["theodoi"]


def test_supporting_moves_to_the_successor_once() -> None:
    both = task(YEAR, lead="[vp]", support="[kt, kx]")
    year = Year(MERGED, "support", (both,))
    assert year.readers("06-15") == ["kt", "theodoi"]  # kx is named and not there yet: the office knows
    assert year.readers("07-15") == ["kx"]


def test_a_group_means_the_units_of_that_day() -> None:
    units = MERGED.replace("members: [vp, kt, xd]", "members: [vp, kt, xd, kx]")
    together = task(YEAR, lead="[tat-ca]", assignees="{}")
    early = task(
        "{kind: period, start: 2021-01-01, end: 2021-04-30}", key="I.2", lead="[tat-ca]", assignees="{}"
    )
    year = Year(units, "lead.head", (together, early))
    assert year.readers("06-15") == ["cvp", "theodoi", "tpkt", "tpxd"]
    assert year.readers("07-15") == ["cvp", "tpxd"]  # tp-xd heads both xd and kx: one mail
    leads = {item.deadline: item.leads for letter in year.on("04-15") for item in letter.items}
    assert "Phòng Kinh tế và Xây dựng" not in leads["p/I.2/han"]


def test_a_mail_calls_a_unit_by_its_name_of_that_day() -> None:
    renamed = of_units(
        ("name: Phòng Kinh tế,", "name: Phòng Kinh tế số, names: [{name: Phòng Kinh tế, to: 2021-02-28}],")
    )
    year = Year(renamed)
    assert year.on("02-17")[0].items[0].unit == "Phòng Kinh tế"
    assert year.on("03-15")[0].items[0].unit == "Phòng Kinh tế số"


VACANT = of_units(
    ("head: tp-kt,", "head: tp-kt, "),
    ("address: tpkt@so.example}", ("address: tpkt@so.example, valid: {to: 2021-03-31}}\n  - {id: tp-moi,"
     " name: Lý Mới, title: Trưởng phòng Kinh tế, address: tpmoi@so.example, valid: {from: 2021-06-01},"
     " moves: [{from: 2021-06-01, unit: kt, head: true}]}")),
)  # fmt: skip


def test_while_a_heads_seat_is_vacant_the_owner_is_told_with_the_reason() -> None:
    year = Year(VACANT, "lead.head")
    assert year.readers("03-15") == ["tpkt"]
    assert year.readers("04-15") == ["theodoi"]
    assert year.on("04-15")[0].items[0].why == "Phòng Kinh tế chưa có người đứng đầu"
    assert year.readers("06-15") == ["tpmoi"]


def test_who_acts_for_a_vacant_head_gets_what_the_head_would() -> None:
    year = Year(VACANT.replace("head: tp-kt, ", "head: tp-kt, acting: an, "), "lead.head")
    assert [year.readers(day) for day in ("03-15", "04-15", "06-15")] == [["tpkt"], ["an"], ["tpmoi"]]


MOVED = of_units(
    ("address: an@so.example}", "address: an@so.example, moves: [{from: 2021-08-02, unit: xd}]}")
)


def test_an_officer_who_moves_leaves_the_work_to_the_unit_and_its_head_is_asked() -> None:
    year = Year(MOVED)
    assert year.readers("07-15") == ["an"]
    assert year.readers("08-16") == ["kt", "tpkt"]
    assert year.readers("09-15") == ["kt"]


def test_a_new_officer_may_be_assigned_in_the_place_of_one_who_moved() -> None:
    year = Year(MOVED, script=(action("assign", "2021-08-20T09:00", "p/I.1", unit="kt", to="tp-kt"),))
    assert year.readers("09-15") == ["tpkt"]


LEFT = of_units(("address: an@so.example}", "address: an@so.example, valid: {to: 2021-03-15}}"))


def test_who_left_gets_no_mail_any_more() -> None:
    year = Year(LEFT)
    assert [month for month, who in year.told() if who == "an"] == ["01-15", "02-17", "03-15"]
    assert year.readers("04-15") == ["kt", "tpkt"]


@pytest.mark.parametrize("who", ["lead", "'person:an'", "an@so.example"])
def test_an_unsent_mail_to_somebody_who_left_goes_to_whom_is_right_now(who: str) -> None:
    relay = Relay(down=TemporaryFailure("connection", "không kết nối được"))
    place = office(rule(MONTHLY % who), task(YEAR), units=LEFT, channel=relay)
    place.open("2021-01-01")
    place.report(action("done", "2021-01-02"), action("reopen", "2021-03-01"))
    place.tick("2021-03-15T08:00")
    relay.down = None
    place.live("2021-03-16T08:00", "2021-03-20")
    addresses = [parcel.address for parcel in relay.accepted]
    assert addresses
    assert "an@so.example" not in addresses
    assert addresses.count("theodoi@so.example") + addresses.count("kt@so.example") == 1


def test_an_unsent_mail_to_a_former_head_goes_to_the_new_one() -> None:
    relay = Relay(down=TemporaryFailure("connection", "không kết nối được"))
    place = office(rule(MONTHLY % "[lead, lead.head]"), task(YEAR), channel=relay)
    place.open("2021-01-01")
    place.tick("2021-01-15T08:00")
    relay.down = None
    files = files_of(
        rule(MONTHLY % "[lead, lead.head]"), task(YEAR), units=UNITS.replace("head: tp-kt", "head: pgd")
    )
    place.change(in_force_from(files), "2021-01-15T09:00")
    place.live("2021-01-15T09:00", "2021-01-16")
    assert sorted(parcel.address for parcel in relay.accepted) == ["an@so.example", "pgd@so.example"]


def test_a_delegate_who_left_stands_in_for_nobody() -> None:
    away = of_units(
        (
            "address: an@so.example}",
            "address: an@so.example, leave: [{from: 2021-01-01, to: 2021-12-31, delegate: binh}]}",
        ),
        ("address: binh@so.example}", "address: binh@so.example, valid: {to: 2021-03-31}}"),
    )  # fmt: skip
    year = Year(away)
    assert [year.readers("03-15"), year.readers("04-15")] == [["binh"], ["an"]]


def test_a_tracking_officer_who_left_is_followed_by_the_admin_and_then_by_the_offices_head() -> None:
    gone = of_units(("address: theodoi@so.example}", "address: theodoi@so.example, valid: {to: 2021-02-28}}"))
    year = Year(gone, "office")
    assert year.readers("02-17") == ["theodoi"]
    assert year.readers("03-15") == ["cvp"]


def test_what_nobody_at_all_can_be_told_waits_until_somebody_can() -> None:
    empty = UNITS.replace("office: [theo-doi], office.head: [cvp]", "office: [], office.head: []")
    empty = empty.replace("admin: [theo-doi]", "admin: []").replace(" head: tp-kt,", "")
    rules, one = rule('{id: s, on: ["15/01"], to: lead.head}'), task(YEAR)
    relay = Relay()
    place = Office(in_force_from(files_of(rules, one, units=empty)), relay)
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-01-20")
    assert relay.accepted == []
    place.change(in_force_from(files_of(rules, one)), "2021-01-20T10:00")
    place.live("2021-01-20T10:00", "2021-01-25")
    assert [parcel.address for parcel in relay.accepted] == ["tpkt@so.example"]
    assert relay.letters[0].at == at("2021-01-20T10:00")


def test_what_a_unit_owes_and_inherits_of_one_deadline_is_one_thing_in_its_mails_and_digests() -> None:
    units = MERGED.replace("successor: kx", "successor: xd")
    year = Year(units, "lead.head", (task(YEAR, lead="[kt, xd]", assignees="{}"),))
    (letter,) = year.on("07-15")
    assert (letter.address, letter.items[0].leads) == ("tpxd@so.example", ("Phòng Xây dựng",))
    assert letter.items[0].why is None
    files = year.place.files
    digest = Digest("tuan", "Tuần", 1, dt.time(7, 30), (), sections=(Section("units"),))
    facts = facts_of(
        digest,
        list(subjects_from({}, files)),
        files.world.directory,
        at("2021-07-19").date(),
        files.world.calendar,
    )
    assert [(row.unit, row.in_time) for row in facts.sections[-1].units] == [("Phòng Xây dựng", 1)]
