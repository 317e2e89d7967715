"""Several plans in one workspace: one mail for each person over all of them, a section for each plan."""

from __future__ import annotations

import pytest

from notifiers.renderer import Renderer, view_of
from rules.letter import Letter
from scheduler.inforce import InForce
from tests.severalplans import three_plans
from tests.small import Office, Relay, in_force_from

OFFICER = "anv.sct@example.gov.vn"
WRITER = Renderer("Hệ thống nhắc việc <nhacviec@example.gov.vn>")


def lived(files: InForce, end: str) -> list[Letter]:
    relay = Relay()
    place = Office(files, relay)
    place.open("2021-01-04")
    place.live("2021-01-04", end)
    return relay.letters


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    return lived(in_force_from(three_plans()), "2021-03-15T12:00")


def to(letters: list[Letter], address: str, moment: str) -> Letter:
    (found,) = [one for one in letters if one.address == address and f"{one.at:%m-%d %H:%M}" == moment]
    return found


def test_one_person_gets_one_mail_over_all_plans(letters: list[Letter]) -> None:
    letter = to(letters, OFFICER, "03-09 08:00")
    assert {item.deadline.split("/")[0] for item in letter.items} == {"cchc-2021", "cds-2021", "pctn-2021"}
    assert view_of(letter).subject == "[Nhắc việc] 3 nhiệm vụ đến hạn hôm nay (3 kế hoạch)"


def test_no_address_gets_two_mails_of_reminders_at_one_moment(letters: list[Letter]) -> None:
    sent = [(one.address, one.at) for one in letters if one.items]
    assert len(sent) == len(set(sent))


def test_a_mail_over_several_plans_has_a_section_for_each(letters: list[Letter]) -> None:
    said = WRITER.text(to(letters, OFFICER, "03-09 08:00"))
    heads = [line.strip() for line in said.splitlines() if line.startswith(("I. ", "II. ", "III. "))]
    assert heads == [
        "I. KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2021",
        "II. KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2021",
        "III. KẾ HOẠCH PHÒNG, CHỐNG THAM NHŨNG NĂM 2021",
    ]


def test_a_mail_of_one_plan_has_no_heading_of_it(letters: list[Letter]) -> None:
    single = [one for one in letters if len(one.items) > 1 and len(one.plans) == 1]
    assert single
    assert [one for one in single if "I. KẾ HOẠCH" in WRITER.text(one)] == []


def test_the_digest_is_one_mail_with_numbers_and_sections_of_each_plan(letters: list[Letter]) -> None:
    letter = to(letters, "giamdoc.sct@example.gov.vn", "03-08 07:30")
    assert letter.digest is not None
    sums = [figures.deadlines for _, figures in letter.digest.by_plan]
    assert (sums, letter.digest.figures.deadlines) == ([53, 2, 2], 57)
    assert view_of(letter).subject.startswith("[Tổng hợp tuần 10 (08/3 - 14/3/2021)] 03 kế hoạch: 2 quá hạn")
    said = WRITER.text(letter)
    part = said[said.index("II. KẾ HOẠCH CHUYỂN ĐỔI SỐ") : said.index("III. KẾ HOẠCH PHÒNG")]
    assert "02 nhiệm vụ, 02 mốc thời hạn: 01 đang thực hiện trong hạn, 01 quá hạn" in part
    assert "II.1. Quá hạn (01)" in part
    assert "Cung cấp dịch vụ công trực tuyến" in part
    assert "IV. THEO ĐƠN VỊ" in said or "IV. Theo đơn vị" in said


def test_a_digest_of_one_plan_says_which_in_its_subject() -> None:
    files = three_plans()
    shipped = files["rules/80-tong-hop.yaml"]
    files["rules/80-tong-hop.yaml"] = shipped.replace("#plans: [cchc-2026]", "plans: [cds-2021]")
    letter = to(lived(in_force_from(files), "2021-03-08T07:40"), "giamdoc.sct@example.gov.vn", "03-08 07:30")
    assert view_of(letter).subject.startswith(
        "[Tổng hợp tuần 10 (08/3 - 14/3/2021)] Kế hoạch Chuyển đổi số năm 2021: 1 quá hạn, 1 đến hạn"
    )
    assert "Kế hoạch Cải cách" not in WRITER.text(letter)


def test_two_plans_of_one_title_are_told_apart_by_their_numbers() -> None:
    digital = three_plans()["data/plans/cds-2021.yaml"]
    changed = digital.replace("cds-2021", "cds2-2021").replace("5/KH-SCT", "9/KH-SCT")
    relay = lived(in_force_from({**three_plans(), "data/plans/cds2-2021.yaml": changed}), "2021-03-09T12:00")
    said = WRITER.text(to(relay, OFFICER, "03-09 08:00")).replace(" \n", " ")
    heads = [line for line in said.splitlines() if "CHUYỂN ĐỔI SỐ" in line]
    assert heads == [
        "II. KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2021 (SỐ 5/KH-SCT)",
        "III. KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2021 (SỐ 9/KH-SCT)",
    ]
    (digest,) = [one for one in relay if one.digest and f"{one.at:%m-%d}" == "03-08"][:1]
    assert digest.digest is not None
    assert len(digest.digest.by_plan) == 4
