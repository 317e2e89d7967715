"""Subject lines: what is due and when, at a glance."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers import samples
from notifiers.subject import LIMIT, subject
from rules.letter import Item, Letter, Marks
from tests.notifiers.letters import item, letter, overdue
from tests.notifiers.test_words import ITEMS


@pytest.mark.parametrize(
    "one, words",
    [
        (item(), "[Nhắc việc] Còn 05 ngày làm việc: Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(state="due-today", days_left=0), "[Đến hạn hôm nay] Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(state="stated-day"), "[Đến mốc hôm nay] Báo cáo CCHC quý I (trước ngày 10/3)"),
        (
            overdue(),
            "[Quá hạn 03 ngày làm việc] Báo cáo CCHC quý I (trước ngày 25/02) - đề nghị báo cáo tiến độ",
        ),
        (
            overdue(role="leadership"),
            "[Quá hạn 03 ngày làm việc] Báo cáo CCHC quý I (trước ngày 25/02) - đề nghị cho ý kiến chỉ đạo",
        ),
        (item(kind="first"), "[Thông báo thời hạn] Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(moved=True), "[Thay đổi thời hạn] Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(role="support"), "[Phối hợp] Còn 05 ngày làm việc: Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(copy=True), "[Để biết] Còn 05 ngày làm việc: Báo cáo CCHC quý I (trước ngày 10/3)"),
        (item(whole_year=True, state="open"), "[Nhắc việc] Đề nghị cho biết tiến độ: Báo cáo CCHC quý I"),
        (
            item(state="waiting", kind="waiting", stated=None, last_day=None),
            "[Nhắc việc] Chưa xác định thời hạn: Báo cáo CCHC quý I",
        ),
        (
            item(scoring=True),
            "[Nhắc việc] Còn 05 ngày làm việc, tài liệu kiểm chứng: Báo cáo CCHC quý I (trước ngày 10/3)",
        ),
        (
            item(marks=Marks(extensions=1)),
            "[Nhắc việc] Còn 05 ngày làm việc: Báo cáo CCHC quý I (hạn 09/3)",
        ),
    ],
)
def test_the_subject_of_one_deadline(one: Item, words: str) -> None:
    assert subject(letter(one)) == words


def test_the_period_is_named_and_survives_a_long_title() -> None:
    monthly = item(title="Báo cáo tháng", period="tháng 01/2024", time_words="ngày 15 hàng tháng",
                   last_day=dt.date(2024, 1, 15))  # fmt: skip
    assert subject(letter(monthly)) == (
        "[Nhắc việc] Còn 05 ngày làm việc: Báo cáo tháng (tháng 01/2024, hạn 15/01)"
    )
    long = subject(letter(monthly._replace(title="Thực hiện " + "chế độ báo cáo định kỳ " * 10)))
    assert "(tháng 01/2024, hạn 15/01)" in long
    assert len(long) <= LIMIT
    late = overdue(title="Trình danh mục", period="văn bản ngày 14/6/2021")
    assert subject(letter(late)) == (
        "[Quá hạn 03 ngày làm việc] Trình danh mục (văn bản ngày 14/6/2021) - đề nghị báo cáo tiến độ"
    )


def test_a_reopened_work_says_so() -> None:
    again = item(kind="first", new_term=True, marks=Marks(reopened=dt.date(2021, 3, 1)))
    assert subject(letter(again)) == "[Mở lại nhiệm vụ] Báo cáo CCHC quý I (trước ngày 10/3)"


def test_several_overdue_works_ask_a_leader_for_a_decision() -> None:
    many = (overdue(role="leadership"), overdue(key="I.6", role="leadership"))
    assert subject(letter(*many)) == "[Nhắc việc] 2 nhiệm vụ quá hạn - đề nghị cho ý kiến chỉ đạo"


def test_whole_year_tasks_alone_are_asked_for_their_progress() -> None:
    many = keyed(6, whole_year=True, state="open")
    assert subject(letter(*many)) == "[Nhắc việc] Đề nghị cho biết tiến độ 6 nhiệm vụ cả năm"


def keyed(n: int, **changes: object) -> tuple[Item, ...]:
    return tuple(item(key=f"V.{k}", deadline=f"p/V.{k}/han", **changes) for k in range(n))


def test_fourteen_deadlines_of_one_day_are_counted_with_their_day() -> None:
    many = keyed(14, last_day=dt.date(2021, 11, 29))
    assert subject(letter(*many)) == "[Nhắc việc] 14 nhiệm vụ đến hạn thứ Hai, 29/11/2021"


def test_a_list_of_the_month_names_the_month() -> None:
    days = (dt.date(2021, 3, 9), dt.date(2021, 3, 31))
    many = [item(key=f"I.{day.day}", last_day=day, state="open", role="support") for day in days]
    assert subject(letter(*many)) == "[Phối hợp] 2 nhiệm vụ đến hạn trong tháng 3/2021"


def test_all_due_today_say_so() -> None:
    assert subject(letter(*keyed(3, state="due-today"))) == "[Nhắc việc] 3 nhiệm vụ đến hạn hôm nay"


def test_overdue_ones_are_counted_first() -> None:
    many = (overdue(key="I.1"), overdue(key="I.2"), *keyed(3), item(key="I.4", copy=True))
    assert subject(letter(*many)) == "[Nhắc việc] 2 quá hạn, 3 sắp đến hạn, 1 để biết"


def test_several_deadlines_of_one_task_are_not_counted_as_tasks() -> None:
    many = (item(), item(deadline="x", last_day=dt.date(2021, 3, 12)))
    assert subject(letter(*many)) == "[Nhắc việc] 2 mốc thời hạn sắp đến hạn"


def test_a_list_for_a_supporting_unit_is_soft() -> None:
    assert subject(letter(*keyed(6, role="support"))).startswith("[Phối hợp] 6 nhiệm vụ đến hạn")


def test_only_copies_are_for_information() -> None:
    many = (overdue(copy=True), item(key="I.6", copy=True))
    assert subject(letter(*many)) == "[Để biết] 1 quá hạn, 1 sắp đến hạn"


def test_a_digest_names_its_week_and_what_is_late() -> None:
    assert subject(samples.digest()) == (
        "[Tổng hợp tuần 9 (01/3 - 07/3/2021)] 2 quá hạn, 1 đến hạn trong 10 ngày làm việc tới, 1 chờ ký"
    )
    assert subject(samples.quiet()) == "[Tổng hợp tuần 9 (01/3 - 07/3/2021)] không có quá hạn"


@given(st.lists(ITEMS, min_size=1, max_size=5), st.text(max_size=200))
def test_a_subject_is_short_and_says_overdue_only_when_something_is(items: list[Item], title: str) -> None:
    named = [one._replace(title=f"Nhiệm vụ {title.replace('uá', 'u')}", product=None) for one in items]
    words = subject(letter(*named))
    assert len(words) <= LIMIT
    assert ("[Quá hạn" in words or " quá hạn" in words) <= any(one.state == "overdue" for one in named)


def test_a_long_name_gives_way_to_what_is_asked() -> None:
    long: Letter = letter(overdue(title="Thực hiện " + "chế độ báo cáo định kỳ " * 10, product=None))
    words = subject(long)
    assert words.endswith("- đề nghị báo cáo tiến độ")
    assert len(words) <= LIMIT
