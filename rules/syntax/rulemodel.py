"""Decides the keys of a rule file, and what each may hold (DESIGN section 4)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, StrictBool, StrictInt, WithJsonSchema

from rules.rule import Condition, Mark, Recipient, Section, Span
from rules.syntax import ruletold
from rules.syntax.fields import FileShape, Hour, Id, Word, filled_list, one_or_more
from rules.syntax.rulewords import (
    DayOfYear,
    read_conditions,
    read_digest_day,
    read_long_span,
    read_moment,
    read_recipient,
    read_section,
    read_span,
    read_unit_set,
    read_weekday,
    read_window,
)
from rules.syntax.told import TOLD_ID

KindName: TypeAlias = Literal["by", "period", "recurring", "after_event", "external", "continuous", "input"]
AnySpan: TypeAlias = Annotated[Span, PlainValidator(read_span), WithJsonSchema(ruletold.TOLD_SPAN)]
LongSpan: TypeAlias = Annotated[Span, PlainValidator(read_long_span), WithJsonSchema(ruletold.TOLD_LONG_SPAN)]
Moment: TypeAlias = Annotated[str | DayOfYear, PlainValidator(read_moment)]
Moments: TypeAlias = Annotated[
    Annotated[tuple[Moment, ...], Field(min_length=1), one_or_more] | None, WithJsonSchema(ruletold.TOLD_ON)
]
Who: TypeAlias = Annotated[Recipient, PlainValidator(read_recipient), WithJsonSchema(ruletold.TOLD_RECIPIENT)]
Whom: TypeAlias = Annotated[tuple[Who, ...], one_or_more]
Somebody: TypeAlias = Annotated[tuple[Who, ...], Field(min_length=1), one_or_more]
Reader: TypeAlias = Annotated[Recipient, PlainValidator(read_recipient), WithJsonSchema(ruletold.TOLD_READER)]
Weekday: TypeAlias = Annotated[int, PlainValidator(read_weekday), WithJsonSchema(ruletold.TOLD_WEEKDAY)]
DigestDay: TypeAlias = Annotated[
    int, PlainValidator(read_digest_day), WithJsonSchema(ruletold.TOLD_DIGEST_DAY)
]
Part: TypeAlias = Annotated[Section, PlainValidator(read_section), WithJsonSchema(ruletold.TOLD_SECTION)]
UnitSet: TypeAlias = Annotated[tuple[str, ...], PlainValidator(read_unit_set), WithJsonSchema(TOLD_ID)]
Several: TypeAlias = Annotated[tuple[Word, ...], Field(min_length=1), one_or_more]
Units: TypeAlias = Annotated[tuple[UnitSet, ...], Field(min_length=1), one_or_more]
When: TypeAlias = Annotated[
    tuple[Condition, ...], PlainValidator(read_conditions), WithJsonSchema(ruletold.TOLD_WHEN)
]
Window: TypeAlias = Annotated[
    tuple[dt.time, dt.time], PlainValidator(read_window), WithJsonSchema(ruletold.TOLD_WINDOW)
]


class MatchShape(FileShape):
    """Which deadlines a rule takes."""

    plan: Several | None = Field(None, description="Mã kế hoạch, một hoặc nhiều. Ví dụ: cchc-2021.")
    group: Several | None = Field(None, description="Mã nhóm nhiệm vụ trong kế hoạch. Ví dụ: [I, II].")
    task: Several | None = Field(
        None, description="Mã nhiệm vụ, có hoặc không có mã kế hoạch ở trước. Ví dụ: I.5 hoặc cchc-2021/I.5."
    )
    tags: Several | None = Field(
        None, description="Nhãn ghi ở tags của nhiệm vụ; nhiều nhãn là một trong số đó. Ví dụ: [bao-cao]."
    )
    kind: Annotated[tuple[KindName, ...], Field(min_length=1), one_or_more] | None = Field(
        None,
        description="Loại thời hạn: by (có ngày), period (quý, tháng, năm), recurring (định kỳ), after_event "
        "(kể từ một sự kiện), external (chờ cấp trên), continuous (thường xuyên), input "
        "(số liệu phải gửi để làm báo cáo). Ví dụ: [by, recurring].",
    )
    lead: Units | None = Field(
        None, description="Mã đơn vị hoặc nhóm chủ trì, theo data/units.yaml. Ví dụ: van-phong."
    )
    support: Units | None = Field(
        None, description="Mã đơn vị hoặc nhóm phối hợp, theo data/units.yaml. Ví dụ: [thanh-tra]."
    )
    deadline: Several | None = Field(
        None, description="Phần cuối của mã thời hạn (slug) hoặc tên (label). Ví dụ: bao-cao-quy-i."
    )


class SendShape(FileShape):
    """At what hour the mails of a rule go."""

    at: Hour | None = Field(
        None, description="Giờ gửi trong ngày, nằm trong khung within. Mặc định: 08:00. Ví dụ: 09:30."
    )
    within: Window | None = Field(
        None,
        description="Khung giờ được gửi thư đến muộn. Mặc định: 07:30-17:00. Ví dụ: 08:00-16:30.",
    )


class StepShape(FileShape):
    """One reminder: when and to whom."""

    model_config = ConfigDict(json_schema_extra=ruletold.ONE_TIME)

    id: Id = Field(description="Mã của lần nhắc, không trùng trong quy tắc. Ví dụ: hom-nay.")
    before: AnySpan | None = Field(
        None,
        description="Trước ngày làm việc cuối cùng trong hạn bao lâu: 5wd là 5 ngày làm việc, 10d là 10 ngày "
        "theo lịch. Mỗi lần nhắc có đúng một trong before, after, on. Ví dụ: 10wd.",
    )
    after: AnySpan | None = Field(
        None,
        description="Sau ngày ghi trong kế hoạch bao lâu: 1wd là ngày làm việc kế tiếp. Mỗi lần nhắc có "
        "đúng một "
        "trong before, after, on. Ví dụ: 1wd.",
    )
    on: Moments = Field(
        None,
        description="Mốc để nhắc: last-day, stated, start, month-start, quarter-end, waiting; hoặc các "
        "ngày của năm "
        'kế hoạch. Mỗi lần nhắc có đúng một trong before, after, on. Ví dụ: last-day hoặc ["25/02", "28/5"].',
    )
    every: LongSpan | None = Field(
        None,
        description="Nhắc lại sau mỗi khoảng này, đến khi xong; chỉ đi với before hoặc after. Ví dụ: 5wd.",
    )
    limit: Annotated[StrictInt, Field(ge=1)] | None = Field(
        None,
        description="Số lần nhắc nhiều nhất khi có every, kể cả lần đầu; bỏ trống là không hạn chế. Ví dụ: "
        "8.",
    )
    weekday: Weekday | None = Field(
        None,
        description="Dời lần nhắc đến thứ này trong tuần (monday … sunday), nhiều nhất mỗi tuần một thư. "
        "Ví dụ: thursday.",
    )
    to: Somebody = Field(
        description="Người nhận chính, một hoặc nhiều: lead, lead.head, support, office, "
        "leadership.in-charge, "
        "unit:mã, person:mã, role:mã hoặc địa chỉ thư. Ví dụ: [lead, lead.head]."
    )
    cc: Whom = Field((), description="Người nhận để biết, viết như to. Ví dụ: office.")
    unless: Annotated[tuple[Mark, ...], one_or_more] = Field(
        (),
        description="Chưa nhắc khi thời hạn đang có một trong các dấu này: acknowledged (đã tiếp nhận), "
        "submitted (đã "
        "trình ký), blocked (vướng mắc), extension-pending (đang xin gia hạn), extended (đã gia hạn). "
        "Ví dụ: [submitted, extension-pending].",
    )
    when: When | None = Field(
        None,
        description="Chỉ nhắc khi điều kiện đúng, chưa đúng thì chờ. So sánh reminders (số thư đã nhắc), "
        "days_late "
        '(số ngày quá hạn), extensions (số lần gia hạn) với một số, nối bằng and. Ví dụ: "reminders >= 3".',
    )


class AcknowledgeShape(FileShape):
    """What an acknowledgement does."""

    pause: LongSpan | None = Field(
        None,
        description="Tạm ngừng nhắc đơn vị đã tiếp nhận trong khoảng này, trừ ngày cuối cùng. Mặc định: "
        "không ngừng. "
        "Ví dụ: 3wd.",
    )


class RuleShape(FileShape):
    """One rule: which deadlines, and their reminders."""

    id: Id = Field(description="Mã quy tắc, không trùng trong mọi tệp quy tắc. Ví dụ: bao-cao-dinh-ky.")
    title: Word | None = Field(
        None, description="Tên quy tắc, hiện khi giải thích. Mặc định: lấy mã. Ví dụ: Báo cáo định kỳ."
    )
    owner: Who | None = Field(
        None,
        description="Người nhận thay khi không tìm được ai, kèm lý do. Mặc định: office. Ví dụ: role:admin.",
    )
    match: MatchShape = Field(
        description="Thời hạn mà quy tắc áp dụng: mọi khóa đều phải đúng; {} là tất cả. Quy tắc cuối cùng "
        "trong mọi tệp "
        "phải là {}. Ví dụ: {tags: [bao-cao]}."
    )
    send: SendShape | None = Field(
        None, description='Giờ gửi thư của quy tắc. Ví dụ: {at: "08:00", within: "07:30-17:00"}.'
    )
    goes_on: StrictBool | None = Field(
        None,
        alias="continue",
        description="true: thời hạn đã khớp còn được xét tiếp các quy tắc sau. Mặc định: false. Ví dụ: true.",
    )
    steps: tuple[StepShape, ...] = Field(
        description="Các lần nhắc theo thứ tự; [] là không nhắc gì. Ví dụ: [{id: som, before: 10wd, to: "
        "lead}]."
    )
    on_acknowledge: AcknowledgeShape | None = Field(
        None, description="Khi đơn vị báo đã tiếp nhận thì làm gì. Ví dụ: {pause: 3wd}."
    )


class DigestShape(FileShape):
    """A weekly digest."""

    id: Id = Field(description="Mã bản tổng hợp, không trùng trong mọi tệp quy tắc. Ví dụ: tuan-lanh-dao.")
    title: Word | None = Field(
        None, description="Tên bản tổng hợp, hiện ở tiêu đề thư. Mặc định: lấy mã. Ví dụ: Tổng hợp tuần."
    )
    every: DigestDay = Field(
        description="Gửi vào thứ mấy trong tuần (monday … sunday), hoặc last-workday là ngày làm việc cuối "
        "tuần; ngày nghỉ thì sang ngày làm việc kế "
        "tiếp của tuần "
        "ấy. Ví dụ: monday."
    )
    at: Hour = Field(description='Giờ gửi. Ví dụ: "07:30".')
    to: Annotated[tuple[Reader, ...], Field(min_length=1), one_or_more] = Field(
        description="Người nhận, một hoặc nhiều; không dùng người nhận tùy từng thời hạn như lead. Ví dụ: "
        "leadership."
    )
    cc: Annotated[tuple[Reader, ...], one_or_more] = Field(
        (), description="Người nhận để biết, viết như to. Ví dụ: office."
    )
    plans: Several | None = Field(
        None, description="Mã các kế hoạch được tổng hợp; bỏ trống là tất cả. Ví dụ: [cchc-2021]."
    )
    sections: Annotated[tuple[Part, ...], Field(min_length=1), BeforeValidator(filled_list)] | None = Field(
        None,
        description="Các phần theo thứ tự hiện trong thư. Mặc định: mọi phần trừ submitted. Ví dụ: "
        "[summary, overdue, "
        "{due_within: 10wd}, {done_since: 7d}].",
    )

    of: Id | None = Field(
        None,
        description="Mã bản tổng hợp được báo trước: thư này nêu trước nội dung kỳ tới của bản ấy, chỉ gửi "
        "khi có đơn vị sẽ bị nêu quá hạn; lead.head nhận phần của đơn vị mình, người khác nhận dự thảo. "
        "Ví dụ: tuan-lanh-dao.",
    )
    answer_by: Hour | None = Field(
        None, description='Đơn vị được phản hồi đến giờ này cùng ngày; chỉ đi với of. Ví dụ: "16:30".'
    )


class RuleFileShape(FileShape):
    """A rule file."""

    rules: tuple[RuleShape, ...] | None = Field(
        None,
        description="Các quy tắc nhắc việc; tệp được đọc theo thứ tự tên, quy tắc khớp đầu tiên được dùng. "
        "Ví dụ: một "
        "quy tắc {id: mac-dinh, match: {}, steps: []}.",
    )
    digests: tuple[DigestShape, ...] | None = Field(
        None,
        description="Các bản tổng hợp tuần. Ví dụ: [{id: tuan, every: monday, at: '07:30', to: leadership}].",
    )
