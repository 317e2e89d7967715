"""Sample letters: what `check` renders an override on, and what tests and `render` can show."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rules.letter import (
    Alert,
    Contact,
    DigestFacts,
    DigestRow,
    DigestSection,
    Figures,
    Item,
    Letter,
    ListedTask,
    Marks,
    TaskList,
    UnitRow,
)

ZONE = dt.timezone(dt.timedelta(hours=7))
PLAN = "Kế hoạch Cải cách hành chính năm 2021"
CONTACT = Contact("Nguyễn Văn A", "Chuyên viên Văn phòng Sở", "anv@example.gov.vn", "0123 456 789")
REPORT = Item(
    deadline="cchc-2021/I.5/bao-cao-quy-i",
    key="I.5",
    plan=PLAN,
    title="Báo cáo CCHC quý I",
    product="Báo cáo công tác cải cách hành chính quý I năm 2021",
    time_words="trước ngày 10/3",
    stated=dt.date(2021, 3, 10),
    last_day=dt.date(2021, 3, 9),
    time=None,
    state="due-soon",
    days_left=5,
    days_late=None,
    kind="reminder",
    role="lead",
    unit="Văn phòng Sở",
    leads=("Văn phòng Sở",),
    open_leads=("Văn phòng Sở",),
    supports=(),
    copy=False,
    rule="Báo cáo định kỳ",
    rule_id="bao-cao-dinh-ky",
    steps=("gap",),
    number=2,
    total=5,
)
OVERDUE = REPORT._replace(
    deadline="cchc-2021/II.9/han",
    key="II.9",
    title="Tham mưu ban hành văn bản quy phạm pháp luật",
    product=None,
    time_words="Quý I",
    stated=dt.date(2021, 2, 26),
    last_day=dt.date(2021, 2, 26),
    state="overdue",
    days_left=None,
    days_late=3,
    kind="escalation",
    role="lead.head",
    unit="Thanh tra Sở",
    leads=("Thanh tra Sở", "Văn phòng Sở"),
    open_leads=("Thanh tra Sở",),
    total=None,
    number=4,
    marks=Marks(
        extensions=1,
        original=dt.date(2021, 1, 29),
        granted=dt.date(2021, 2, 26),
        granted_by="12/SCT-VP",
        replaced=dt.date(2021, 1, 29),
        reopened=dt.date(2021, 1, 20),
        reopened_why="Còn thiếu phụ lục",
    ),
    reminders=4,
)
WAITING = REPORT._replace(
    deadline="cchc-2021/III.14/han",
    key="III.14",
    title="Cập nhật, công khai thủ tục hành chính",
    product="Thủ tục hành chính được cập nhật, công khai",
    time_words="Sau 03 ngày làm việc kể từ khi nhận được Quyết định công bố",
    stated=None,
    last_day=None,
    state="waiting",
    days_left=None,
    kind="waiting",
    role="office",
    event="nhận được Quyết định công bố",
)
ALL_YEAR = REPORT._replace(
    deadline="cchc-2021/I.4/han",
    key="I.4",
    title="Thực hiện tuyên truyền cải cách hành chính",
    product="Tin, bài, hội nghị",
    time_words="Năm 2021",
    stated=dt.date(2021, 12, 31),
    last_day=dt.date(2021, 12, 31),
    state="open",
    days_left=208,
    whole_year=True,
)
SUPPORT = REPORT._replace(
    deadline="cchc-2021/I.6/han",
    key="I.6",
    title="Kiểm tra cải cách hành chính",
    product="Báo cáo kết quả kiểm tra",
    role="support",
    unit="Thanh tra Sở",
    supports=("Thanh tra Sở",),
    copy=True,
    period="quý I/2021",
)


def one() -> Letter:
    """A reminder of one deadline."""
    return Letter(
        message_id="<mot@example.gov.vn>",
        organization="Sở Công Thương",
        address="chanhvanphong@example.gov.vn",
        addressee="Đồng chí Chánh Văn phòng Sở",
        at=dt.datetime(2021, 3, 2, 8, 0, tzinfo=ZONE),
        reply_to=CONTACT,
        items=(REPORT,),
        plans=(PLAN,),
        calendar=True,
        board="https://nhacviec.example.gov.vn",
    )


def many() -> Letter:
    """A reminder of several deadlines, in every state and with every extra."""
    first = REPORT._replace(late_since=dt.date(2021, 3, 1), ask="assign-officer", moved=True)
    nobody = WAITING._replace(ask="assign-unit", why="kế hoạch chưa nêu đơn vị chủ trì", role="owner")
    return replace(
        one(),
        message_id="<nhieu@example.gov.vn>",
        items=(OVERDUE, first, REPORT._replace(key="I.6"), ALL_YEAR, WAITING, nobody, SUPPORT),
        also=("Phòng Kế hoạch - Tài chính - Tổng hợp", "Thanh tra Sở"),
        also_more=4,
        instead_of="Trần Thị B",
        important=True,
    )


def digest() -> Letter:
    """A weekly digest with something in every section."""
    return replace(
        one(),
        message_id="<tuan@example.gov.vn>",
        addressee="Đồng chí Giám đốc Sở",
        items=(),
        calendar=False,
        digest=DigestFacts(
            id="tuan-lanh-dao",
            title="Tổng hợp tuần gửi Lãnh đạo Sở",
            plans=(PLAN,),
            week=9,
            monday=dt.date(2021, 3, 1),
            sunday=dt.date(2021, 3, 7),
            figures=_FIGURES,
            sections=_sections(),
        ),
    )


_FIGURES = Figures(
    tasks=46,
    deadlines=53,
    done_on_time=6,
    done_late=1,
    in_time=39,
    overdue=2,
    undetermined=5,
    extended=1,
    extension_pending=1,
    submitted=1,
    longest_late=3,
    due_within=1,
    done_since=1,
)


def alert() -> Letter:
    """Files that cannot be used."""
    lines = ("rules/10-bao-cao.yaml:7:9: lỗi R201: không có khóa “befor” (ý bạn là `before`?)",)
    return replace(one(), items=(), alert=Alert("[Lỗi tệp] 1 lỗi", "Tệp vừa sửa có lỗi.", lines))


def opened() -> Letter:
    """The lists of two units that one address reads for, as a plan is opened."""
    report = ListedTask("I.5", "Báo cáo CCHC", "Báo cáo", "trước ngày 10/3", "Nguyễn Văn A", (REPORT,))
    others = ListedTask("II.9", OVERDUE.title, None, OVERDUE.time_words, None, (OVERDUE, ALL_YEAR, WAITING))
    first = TaskList(PLAN, "Văn phòng Sở", (report, others), assign_by=dt.date(2021, 3, 9), finished=2)
    lists = (first, TaskList(PLAN, "Thanh tra Sở", (report,), own=True))
    return replace(one(), message_id="<danhmuc@example.gov.vn>", items=(OVERDUE, REPORT), lists=lists)


def quiet() -> Letter:
    """The digest of a week without news."""
    letter = digest()
    assert letter.digest is not None  # noqa: S101  # made just above
    figures = Figures(tasks=46, deadlines=53, in_time=48, undetermined=5)
    return replace(letter, digest=replace(letter.digest, figures=figures, sections=()))


def _sections() -> tuple[DigestSection, ...]:
    late = _row(OVERDUE, marks=Marks(submitted=dt.date(2021, 2, 26), submitted_to="Giám đốc Sở"))
    asked = _row(OVERDUE, marks=Marks(extension_asked=dt.date(2021, 3, 31), blocked="chờ ý kiến Sở Tư pháp"))
    done = _row(REPORT)._replace(state="done", done_on=dt.date(2021, 2, 26), document="12/BC-SCT")
    return (
        DigestSection("summary"),
        DigestSection("overdue", rows=(late, asked)),
        DigestSection("due_within", "10wd", rows=(_row(REPORT),)),
        DigestSection("done_since", "7d", rows=(done,)),
        DigestSection("waiting", rows=(_row(WAITING),)),
        DigestSection("submitted", rows=(late,)),
        DigestSection("extensions", rows=(asked,)),
        DigestSection(
            "units", units=(UnitRow("Văn phòng Sở", 6, 30, 0, 3), UnitRow("Thanh tra Sở", 1, 9, 2, 2))
        ),
    )


def _row(item: Item, marks: Marks | None = None) -> DigestRow:
    return DigestRow(
        deadline=item.deadline,
        title=item.title,
        units=item.open_leads,
        stated=item.stated,
        last_day=item.last_day,
        state=item.state,
        days_late=item.days_late,
        days_left=item.days_left,
        time_words=item.time_words,
        marks=marks or item.marks,
    )
