"""Whole reminders: what stands around the deadlines, how many are grouped, both parts alike."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape

from notifiers import samples
from notifiers.flowed import WIDTH, flowed, unflowed
from notifiers.mailbox.content import head_of
from notifiers.mailview import mail_view
from notifiers.renderer import Renderer
from rules.letter import Contact, Item, Marks
from tests.notifiers.letters import WRITER, item, letter, overdue, text


def words_of(html: str) -> str:
    """The text of an HTML part on one line."""
    bare = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(bare).split())


def test_a_reminder_reads_like_a_letter() -> None:
    said = text()
    assert said.startswith("Kính gửi: Đồng chí Chánh Văn phòng Sở\n")
    assert "Theo Kế hoạch Cải cách hành chính năm 2021, Văn phòng Sở chủ trì nhiệm vụ sau:" in said
    assert "Nguồn: Kế hoạch Cải cách hành chính năm 2021, Phụ lục, mục I, STT 5" in said
    assert "Thời hạn ghi trong kế hoạch: “trước ngày 10/3”" in said
    assert "Ngày làm việc cuối cùng trong hạn: thứ Ba, ngày 09/3/2021" in said
    assert "Tình trạng: Còn 05 ngày làm việc" in said


def test_both_parts_say_the_same_facts() -> None:
    for made in (samples.one(), samples.many()):
        view = mail_view(made)
        rows = [view.single] if view.single else [r for g in view.groups for day in g.days for r in day.rows]
        facts = [view.opening, view.done, view.contact, view.also, *view.reasons]
        facts += [group.ask for group in view.groups]
        facts += [fact for row in rows for fact in (row.title, row.product, *row.notes, row.assign, row.ask)]
        text, html = " ".join(WRITER.text(made).split()), words_of(WRITER.html(made))
        assert [fact for fact in facts if fact not in text or fact not in html] == []


def test_the_others_who_were_told_are_named() -> None:
    said = text(also=("Thanh tra Sở", "Phòng Kế hoạch - Tài chính - Tổng hợp"))
    assert "Đồng gửi: Thanh tra Sở; Phòng Kế hoạch - Tài chính - Tổng hợp\n" in said


def test_those_who_are_not_named_are_counted() -> None:
    said = text(also=("Thanh tra Sở", "Phòng A"), also_more=4)
    assert "Đồng gửi: Thanh tra Sở; Phòng A và 04 nơi nhận khác\n" in said


def test_to_names_a_person_whom_the_title_does_not_tell_apart() -> None:
    deputy = letter(addressee="Đồng chí Phó Giám đốc Sở", to_name="Lê Văn C, Phó Giám đốc Sở")
    assert head_of(WRITER.render(deputy)).to_name == "Lê Văn C, Phó Giám đốc Sở"
    assert "Kính gửi: Đồng chí Phó Giám đốc Sở" in WRITER.text(deputy)


def test_a_delegate_is_told_for_whom() -> None:
    assert "(nhận thay đồng chí Chánh Văn phòng Sở nghỉ phép)" in text(instead_of="Chánh Văn phòng Sở")
    assert "(nhận thay đồng chí Trần Thị B, Chuyên viên, nghỉ phép)" in text(
        instead_of="Trần Thị B, Chuyên viên"
    )


def test_the_human_behind_the_mails_can_be_reached() -> None:
    said = text()
    assert (
        "Liên hệ: Nguyễn Văn A, Chuyên viên Văn phòng Sở; điện thoại 0123 456 789; anv@example.gov.vn" in said
    )
    assert "đề nghị trao đổi với đồng chí Nguyễn Văn A, Chuyên viên Văn phòng Sở trước thời hạn trên." in said


def test_the_office_that_leads_is_sent_to_the_deputy_in_charge() -> None:
    said = text(item(office_leads=True, in_charge="Phó Giám đốc Sở phụ trách cải cách hành chính"))
    assert "đề nghị báo cáo đồng chí Phó Giám đốc Sở phụ trách cải cách hành chính xem xét" in said
    assert "trao đổi với" not in said


def test_an_officer_of_the_office_turns_to_the_head_and_the_head_to_the_deputy() -> None:
    own = item(office_leads=True, head="Chánh Văn phòng", in_charge="Phó Giám đốc")
    assert "đề nghị báo cáo đồng chí Chánh Văn phòng xem xét, cho ý kiến" in text(own)
    above = text(own._replace(role="lead.head", head=None, in_charge="Lê Văn C, Phó Giám đốc"))
    assert "đề nghị báo cáo đồng chí Lê Văn C, Phó Giám đốc, xem xét, cho ý kiến" in above


def test_nobody_is_told_to_talk_to_himself() -> None:
    assert "trao đổi với" not in text(address="ANV@example.gov.vn")


def test_the_contact_is_not_sent_to_himself() -> None:
    for own in (
        letter(address="ANV@example.gov.vn"),
        replace(samples.digest(), address="anv@example.gov.vn"),
    ):
        for said in (" ".join(WRITER.text(own).split()), words_of(WRITER.html(own))):
            assert "Liên hệ:" not in said
            assert "trả lời thư này" not in said
            assert "tự động của Sở Công Thương." in said
    assert "Liên hệ:" in text()


def test_a_reader_with_nothing_to_report_is_not_asked_for_a_result() -> None:
    helping = text(item(role="support"))
    assert "Nếu đã hoàn thành" not in helping
    assert "Nếu có khó khăn, vướng mắc trong phối hợp, đề nghị trao đổi với đơn vị chủ trì." in helping
    outside = text(item(role="other"))
    assert "Nếu đã hoàn thành" not in outside
    assert "đề nghị liên hệ với đơn vị chủ trì." in outside
    assert "Nếu đã hoàn thành" not in text(overdue(role="leadership"))
    assert "Nếu đã hoàn thành" in text(item(role="support"), item(key="I.6"))


def test_an_office_address_is_no_comrade() -> None:
    said = text(reply_to=Contact("Văn phòng Sở", "", "vanphong@example.gov.vn"))
    assert "đề nghị trao đổi với Văn phòng Sở trước thời hạn trên." in said


def test_the_footer_says_why_which_reminder_and_which_rule() -> None:
    said = text()
    assert (
        "Lý do nhận thư: đơn vị, cá nhân chủ trì (Văn phòng Sở); lần nhắc 2/5 của quy tắc “Báo cáo định kỳ” "
        "(bao-cao-dinh-ky)."
    ) in said
    assert "lần nhắc thứ 7 của quy tắc" in text(item(number=7, total=None))
    assert "lần nhắc thứ 3 của quy tắc" in text(item(kind="waiting", state="waiting", number=3, total=15))


def test_a_first_notice_is_not_counted_among_the_reminders() -> None:
    said = text(item(kind="first", number=0))
    assert "(Văn phòng Sở); thư giao nhiệm vụ theo quy tắc “Báo cáo định kỳ” (bao-cao-dinh-ky)." in said
    assert "lần nhắc" not in said
    again = Marks(reopened=dt.date(2021, 3, 1))
    assert "; thư giao lại nhiệm vụ được mở lại theo quy tắc" in text(
        item(kind="first", number=0, new_term=True, marks=again)
    )


def test_a_late_reminder_says_so_calmly_and_once() -> None:
    said = text(item(late_since=dt.date(2021, 3, 1)))
    assert said.count("Lời nhắc này dự kiến gửi thứ Hai, ngày 01/3/2021, nay được gửi muộn.") == 1
    both = text(item(late_since=dt.date(2021, 3, 1)), item(deadline="x", late_since=dt.date(2021, 2, 26)))
    assert both.count("gửi muộn") == 1
    assert "Các lời nhắc trong thư này dự kiến gửi từ thứ Sáu, ngày 26/02/2021" in both


def test_a_first_notice_says_that_the_plan_gives_the_work() -> None:
    said = text(item(kind="first"))
    assert "Kế hoạch Cải cách hành chính năm 2021 giao Văn phòng Sở chủ trì nhiệm vụ sau." in said
    assert "thông báo thời hạn để đồng chí chủ động thực hiện:" in said


def test_a_supporting_unit_is_told_softly_whom_it_helps() -> None:
    said = text(item(role="support", unit="Thanh tra Sở"), addressee="Thanh tra Sở")
    assert "Thanh tra Sở tham gia phối hợp thực hiện nhiệm vụ sau:" in said
    assert "Chủ trì: Văn phòng Sở" in said
    assert "Nguyễn Văn A, Chuyên viên Văn phòng Sở trước thời hạn" not in said


def fourteen() -> tuple[Item, ...]:
    return tuple(item(key=f"V.{n}", deadline=f"p/V.{n}/han", title=f"Việc số {n}") for n in range(1, 15))


def test_many_deadlines_share_one_heading_one_date_and_one_ask() -> None:
    said = text(*fourteen())
    assert "SẮP ĐẾN HẠN (14)" in said
    assert said.count("Thứ Ba, ngày 09/3/2021 · còn 05 ngày làm việc") == 1
    assert said.count("Đề nghị đồng chí quan tâm bố trí thực hiện") == 1
    assert [f"- Việc số {n}\n" in said for n in range(1, 15)] == [True] * 14


def test_overdue_comes_first_and_copies_come_last() -> None:
    items = (overdue(key="I.1"), item(), item(key="I.9", copy=True))
    headings = [group.heading for group in mail_view(letter(*items)).groups]
    assert headings == ["Quá hạn (01)", "Sắp đến hạn (01)", "Để biết (01)"]


def test_the_given_order_is_kept_inside_a_group() -> None:
    days = [dt.date(2021, 3, day) for day in (3, 4, 5)]
    items = [item(key=f"I.{n}", last_day=day, role=role) for n, (day, role) in enumerate(
        zip(days, ("lead", "support", "lead"), strict=True)
    )]  # fmt: skip
    group = mail_view(letter(*items)).groups[0]
    assert [row.place for day in group.days for row in day.rows] == [
        f"Phụ lục, mục I, STT {n}" for n in range(3)
    ]


def test_what_only_one_row_is_asked_stands_at_that_row() -> None:
    items = (*fourteen(), item(key="VI.1", scoring=True))
    group = mail_view(letter(*items)).groups[0]
    asks = [row.ask for day in group.days for row in day.rows]
    assert "quan tâm bố trí" in group.ask
    assert asks[:14] == [""] * 14
    assert "tài liệu kiểm chứng" in asks[14]


def test_a_row_that_needs_an_officer_says_so() -> None:
    said = text(item(ask="assign-officer"), item(key="I.6"))
    assert said.count("Đề nghị phân công chuyên viên thực hiện.") == 1


def test_copies_are_asked_nothing() -> None:
    said = text(item(), item(key="I.6", copy=True)).partition("ĐỂ BIẾT")[2]
    assert "Đề nghị" not in said.partition("Nếu đã hoàn thành")[0]


def test_several_plans_have_a_section_each_and_no_row_names_its_plan_again() -> None:
    said = text(item(), item(deadline="cds/I.5/han", plan="Kế hoạch chuyển đổi số năm 2021"))
    assert "I. KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2021" in said
    assert "II. KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2021" in said
    assert "năm 2021, Phụ lục" not in said


def test_a_copy_of_another_plan_stays_at_the_end_and_names_its_plan() -> None:
    other = item(deadline="cds/I.5/han", plan="Kế hoạch chuyển đổi số năm 2021", copy=True)
    said = text(item(), item(key="I.6", deadline="cchc-2021/I.6/han"), other)
    assert "I. KẾ HOẠCH" not in said
    assert "Kế hoạch chuyển đổi số năm 2021, Phụ lục, mục I, STT 5" in said.partition("ĐỂ BIẾT")[2]


def test_the_most_pressing_plan_comes_first_and_copies_come_after_all_plans() -> None:
    cds, pctn = "Kế hoạch chuyển đổi số", "Kế hoạch phòng, chống tham nhũng"
    said = text(
        overdue(deadline="pctn/I.1/han", plan=pctn),
        item(deadline="cds/I.1/han", plan=cds),
        item(deadline="pctn/I.2/han", plan=pctn),
        item(deadline="cds/I.2/han", plan=cds, copy=True),
    )
    heads = ["I. KẾ HOẠCH PHÒNG", "QUÁ HẠN (01)", "SẮP ĐẾN HẠN (01)", "II. KẾ HOẠCH CHUYỂN", "ĐỂ BIẾT (01)"]
    places = [said.index(head) for head in heads]
    assert places == sorted(places)


def test_the_footer_counts_equal_reasons() -> None:
    said = text(*fourteen(), overdue(copy=True))
    assert "- 14 mục: đơn vị, cá nhân chủ trì (Văn phòng Sở); lần nhắc 2/5" in said
    assert "- 01 mục: đơn vị, cá nhân chủ trì (Văn phòng Sở), gửi để biết" in said


def test_the_html_needs_nothing_from_elsewhere() -> None:
    for made in (samples.one(), samples.many(), samples.digest()):
        html = WRITER.html(replace(made, board=None))
        assert re.findall(r"src=|url\(|https?://|<script|<link|@import", html) == []


def test_words_of_a_plan_cannot_become_markup() -> None:
    html = WRITER.html(letter(item(title='<script>alert("x")</script>', product=None)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_board_is_linked_when_there_is_one() -> None:
    assert '<a class="dd-link" href="https://nhacviec.example.gov.vn"' in WRITER.html(letter())
    assert "Cập nhật tại" not in text(board=None)


def test_plain_text_is_short_in_lines_and_flows_on_a_phone() -> None:
    made = WRITER.text(samples.many())
    assert max(len(line) for line in made.split("\n")) <= WIDTH
    assert "\n-- \n" in made
    assert not any(line.endswith(" ") for line in unflowed(made).split("\n"))


def test_a_soft_break_is_a_space_before_the_end() -> None:
    line = "một " * 60
    assert flowed(line).replace(" \n", " ") == line.strip()
    assert flowed("> trích\nFrom đầu dòng") == " > trích\n From đầu dòng"


def test_a_word_longer_than_a_line_stays_whole() -> None:
    word = "x" * 200
    assert flowed(f"a {word} b") == f"a \n{word} \nb"


def test_an_alert_to_the_admin_lists_each_problem() -> None:
    made = samples.alert()
    assert made.alert is not None
    text = Renderer("Sở <nhac@so.example>").text(made)
    assert all(line.split(":")[0] in text for line in made.alert.lines)
