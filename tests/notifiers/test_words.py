"""What a mail says about one deadline, by its state, the reader's role and what was reported."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.asks import asked, assignment, reader
from notifiers.itemview import item_view, place
from notifiers.status import status_words
from notifiers.vietnamese import hour, long_day, lowered, shortened, working_days
from rules.letter import Item, Marks
from rules.notice import Role
from rules.state import State
from tests.notifiers.letters import item, letter, overdue, text

OFFICER = reader("Đồng chí Nguyễn Văn A, Chuyên viên", letter().at)
UNIT = reader("Thanh tra Sở", letter().at)
STATES: tuple[State, ...] = ("waiting", "open", "due-soon", "due-today", "stated-day", "overdue")
ROLES: tuple[Role, ...] = (
    "lead", "lead.head", "support", "support.head", "office", "office.head", "leadership", "owner", "other"
)  # fmt: skip
DAY = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))
ITEMS = st.builds(
    item,
    state=st.sampled_from(STATES),
    role=st.sampled_from(ROLES),
    kind=st.sampled_from(("reminder", "escalation", "waiting", "first")),
    days_left=st.none() | st.integers(0, 250),
    days_late=st.none() | st.integers(0, 250),
    stated=st.none() | DAY,
    last_day=st.none() | DAY,
    time=st.none() | st.just(dt.time(16, 0)),
    copy=st.booleans(),
    ask=st.sampled_from((None, "assign-officer", "assign-unit", "no-recipient")),
    whole_year=st.booleans(),
    scoring=st.booleans(),
    moved=st.booleans(),
    late_since=st.none() | DAY,
    event=st.none() | st.just("nhận được Quyết định công bố"),
    office_leads=st.booleans(),
    total=st.none() | st.integers(1, 9),
    period=st.none() | st.just("quý I/2021"),
    head=st.none() | st.just("Chánh Văn phòng"),
    new_term=st.booleans(),
)


def test_days_below_ten_and_the_first_months_have_a_leading_zero() -> None:
    assert long_day(dt.date(2021, 3, 9)) == "thứ Ba, ngày 09/3/2021"
    assert long_day(dt.date(2021, 2, 5)) == "thứ Sáu, ngày 05/02/2021"
    assert long_day(dt.date(2021, 12, 5)) == "Chủ nhật, ngày 05/12/2021"
    assert (hour(dt.time(16, 0)), working_days(5)) == ("16 giờ 00", "05 ngày làm việc")


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert (lowered("Trước 30/11"), lowered("UBND tỉnh giao")) == ("trước 30/11", "UBND tỉnh giao")


@given(st.text(max_size=80), st.integers(1, 60))
def test_a_shortened_text_is_never_longer_than_asked(words: str, limit: int) -> None:
    assert len(shortened(words, limit)) <= limit


def test_the_place_in_the_plan_is_named() -> None:
    assert place("VI.33") == "Phụ lục, mục VI, STT 33"


@pytest.mark.parametrize(
    "changed, words",
    [
        (item(days_left=5), "Còn 05 ngày làm việc"),
        (item(state="open", days_left=12), "Còn 12 ngày làm việc"),
        (item(state="due-today", days_left=0), "Đến hạn hôm nay"),
        (item(state="stated-day", days_left=None), "Đến mốc ghi trong kế hoạch"),
        (overdue(days_late=3), "Quá hạn 03 ngày làm việc"),
        (overdue(days_late=0), "Quá hạn"),
        (item(state="waiting", last_day=None, stated=None), "Chưa xác định thời hạn"),
        (item(state="open", last_day=None, stated=None), "Thực hiện thường xuyên"),
        (item(state="open", whole_year=True, days_left=200), "Nhiệm vụ cả năm"),
        (overdue(whole_year=True, days_late=2), "Quá hạn 02 ngày làm việc"),
    ],
)
def test_the_state_is_told_in_words(changed: Item, words: str) -> None:
    assert status_words(changed) == words


@given(ITEMS)
def test_overdue_is_said_of_what_is_overdue_and_of_nothing_else(one: Item) -> None:
    assert ("quá hạn" in text(one).casefold()) == (one.state == "overdue")


@given(ITEMS)
def test_a_task_of_the_whole_year_is_never_counted_down(one: Item) -> None:
    said = text(one)
    assert not (one.whole_year and one.state != "overdue" and "ngày làm việc" in said)


@given(st.lists(ITEMS, min_size=1, max_size=6))
def test_every_mail_keeps_the_register_of_an_office(items: list[Item]) -> None:
    said = text(*items)
    assert "yêu cầu" not in said.casefold()
    assert "kính trình" not in said.casefold()
    assert "./." not in said
    assert said.count("Nếu đã hoàn thành, đề nghị cập nhật số, ngày văn bản để hệ thống dừng nhắc.") <= 1
    reports = any(one.role in ("lead", "lead.head", "office", "office.head", "owner") for one in items)
    assert reports or "Nếu đã hoàn thành" not in said
    assert said.count("\nTrân trọng.\n") == 1
    assert "None" not in said
    assert "  " not in said


def test_the_officer_is_asked_to_plan_the_work() -> None:
    assert asked(item(), OFFICER) == "Đề nghị đồng chí quan tâm bố trí thực hiện và cập nhật kết quả."


def test_a_unit_is_addressed_as_a_unit() -> None:
    assert "Đề nghị đơn vị quan tâm" in asked(item(), UNIT)


def test_an_overdue_work_is_asked_for_reason_rest_and_new_date() -> None:
    words = asked(overdue(), OFFICER)
    assert "lý do, phần việc còn lại, thời gian dự kiến hoàn thành" in words


def test_on_the_last_day_the_hour_of_the_plan_counts() -> None:
    today = item(state="due-today", days_left=0, time=dt.time(16, 0))
    assert "hoàn thành trước 16 giờ 00 hôm nay" in asked(today, OFFICER)
    late = reader("Đồng chí A", letter().at.replace(hour=16, minute=30))
    assert "hoàn thành trong ngày" in asked(today, late)


@pytest.mark.parametrize(
    "marks, words",
    [
        (Marks(submitted=dt.date(2021, 3, 1)), "khi được ký ban hành"),
        (Marks(extension_asked=dt.date(2021, 3, 31)), "chờ ý kiến về đề nghị gia hạn"),
        (Marks(blocked="chờ Sở Nội vụ"), "khi vướng mắc được tháo gỡ"),
    ],
)
def test_what_was_reported_changes_what_is_asked(marks: Marks, words: str) -> None:
    assert words in asked(overdue(marks=marks), OFFICER)


def test_a_row_of_the_scoring_table_is_asked_for_evidence() -> None:
    assert "tài liệu kiểm chứng" in asked(item(scoring=True), OFFICER)
    assert "tài liệu kiểm chứng" in asked(overdue(scoring=True), OFFICER)


def test_a_task_of_the_whole_year_is_asked_for_a_line_of_progress() -> None:
    assert "mỗi nhiệm vụ một dòng" in asked(item(whole_year=True, state="open"), OFFICER)


def test_a_leader_is_asked_for_a_decision() -> None:
    words = asked(overdue(role="leadership", kind="escalation"), OFFICER)
    assert words == "Đề nghị đồng chí xem xét, cho ý kiến chỉ đạo."


def test_a_leader_is_told_how_often_the_unit_was_reminded() -> None:
    said = text(overdue(role="leadership", kind="escalation", reminders=4))
    assert "đã quá hạn 03 ngày làm việc:" in said
    assert said.count("ệ thống đã gửi 04 thư nhắc đơn vị chủ trì") == 1


def test_the_office_does_not_urge_itself() -> None:
    assert "đôn đốc" not in asked(overdue(role="office", office_leads=True), OFFICER)
    assert "đôn đốc đơn vị chủ trì" in asked(overdue(role="office"), OFFICER)


def test_a_waiting_deadline_says_what_it_waits_for() -> None:
    waiting = item(
        state="waiting", kind="waiting", stated=None, last_day=None, role="office",
        event="nhận được Quyết định công bố",
    )  # fmt: skip
    said = text(waiting)
    assert "Chưa xác định thời hạn, chờ nhận được Quyết định công bố." in said
    assert "cập nhật khi có văn bản" in said


def test_a_head_has_the_work_done_by_others() -> None:
    assert "chỉ đạo thực hiện" in asked(item(role="lead.head"), OFFICER)
    assert "chỉ đạo khẩn trương hoàn thành" in asked(overdue(role="lead.head"), OFFICER)
    assert "chỉ đạo hoàn thành trong ngày" in asked(item(role="lead.head", state="due-today"), OFFICER)
    stuck = overdue(role="lead.head", marks=Marks(blocked="chờ Sở Nội vụ"))
    assert "chỉ đạo tháo gỡ vướng mắc" in asked(stuck, OFFICER)


def test_what_the_lead_reported_is_told_to_others_as_the_leads() -> None:
    marks = Marks(acknowledged=dt.date(2021, 3, 1))
    assert "\nĐã tiếp nhận ngày 01/3/2021." in text(item(marks=marks))
    assert "\nĐơn vị chủ trì đã tiếp nhận ngày 01/3/2021." in text(item(role="support", marks=marks))


def test_a_date_set_from_above_names_its_document_and_is_no_counted_term() -> None:
    said = text(item(event="chỉ đạo của UBND tỉnh", event_on=dt.date(2021, 4, 15), directed=True))
    assert "Thời hạn xác định theo văn bản ngày 15/4/2021 (chỉ đạo của UBND tỉnh)." in said
    assert "Tính từ" not in said


def test_a_term_from_an_event_names_the_event_and_its_day() -> None:
    said = text(item(event="nhận được Quyết định công bố", event_on=dt.date(2021, 3, 2)))
    assert "Tính từ ngày 02/3/2021 (nhận được Quyết định công bố)." in said


@pytest.mark.parametrize(
    "ask, words",
    [
        ("assign-officer", "Đề nghị phân công chuyên viên thực hiện."),
        ("assign-unit", "Đề nghị phân công đơn vị chủ trì."),
    ],
)
def test_work_without_a_person_is_asked_to_be_assigned(ask: str, words: str) -> None:
    assert assignment(item(ask=ask)) == words


def test_the_owner_is_told_why_it_comes_to_him() -> None:
    lost = item(ask="no-recipient", role="owner", why="Thanh tra Sở chưa có địa chỉ thư")
    assert "Lý do gửi: Thanh tra Sở chưa có địa chỉ thư." in text(lost)


def test_an_extension_keeps_the_first_date_in_sight() -> None:
    said = text(item(marks=Marks(extensions=1, original=dt.date(2021, 2, 26))))
    assert "Đã được gia hạn 01 lần; thời hạn ban đầu: ngày 26/02/2021." in said


def test_an_extension_names_the_old_date_the_new_one_and_the_document() -> None:
    first = Marks(
        extensions=1, original=dt.date(2021, 11, 10), replaced=dt.date(2021, 11, 10),
        granted=dt.date(2021, 11, 19), granted_by="1890/SNV-TCBC",
    )  # fmt: skip
    assert (
        "Đã được gia hạn 01 lần: từ ngày 10/11/2021 đến ngày 19/11/2021 theo văn bản số 1890/SNV-TCBC."
    ) in text(item(marks=first))
    second = first._replace(extensions=2, replaced=dt.date(2021, 11, 19), granted=dt.date(2021, 12, 1))
    assert (
        "Đã được gia hạn 02 lần: lần gần nhất từ ngày 19/11/2021 đến ngày 01/12/2021 theo văn bản số "
        "1890/SNV-TCBC; thời hạn ban đầu: ngày 10/11/2021."
    ) in text(item(marks=second))


def test_a_reopened_work_says_when_and_why() -> None:
    marks = Marks(reopened=dt.date(2021, 9, 24), reopened_why="Còn thiếu phụ lục.")
    said = text(item(kind="first", new_term=True, marks=marks))
    assert "Nhiệm vụ được mở lại ngày 24/9/2021; lý do: Còn thiếu phụ lục." in said
    assert "được mở lại để tiếp tục thực hiện:" in said
    silent = text(item(new_term=True, marks=marks._replace(reopened_why=None)))
    assert "Nhiệm vụ được mở lại ngày 24/9/2021." in silent


def test_the_period_stands_after_the_title() -> None:
    assert "Nhiệm vụ: Báo cáo tháng (tháng 01/2024)\n" in text(
        item(title="Báo cáo tháng", period="tháng 01/2024")
    )


def test_of_several_leads_the_unfinished_are_named() -> None:
    said = text(item(leads=("Văn phòng Sở", "Thanh tra Sở"), open_leads=("Thanh tra Sở",)))
    assert "Chưa ghi nhận kết quả của: Thanh tra Sở." in said


def test_a_product_equal_to_the_title_is_said_once() -> None:
    view = item_view(item(title="Báo cáo quý I", product="Báo cáo quý I."), OFFICER)
    assert view.product == ""


def test_the_stated_date_is_shown_when_it_came_after_the_last_day() -> None:
    assert "Mốc ghi trong kế hoạch: ngày 25/02/2021" in text(overdue())
    assert "Mốc ghi trong kế hoạch" not in text(item())
