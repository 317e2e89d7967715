"""Decides the keys of a rule file, and what each may hold (DESIGN section 4)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StrictInt

from rules.fields import FileShape, Hour, Id, Word, filled_list, one_or_more
from rules.rule import Condition, Mark, Recipient, Section, Span
from rules.rulewords import (
    DayOfYear,
    read_conditions,
    read_long_span,
    read_moment,
    read_recipient,
    read_section,
    read_span,
    read_unit_set,
    read_weekday,
    read_window,
)

KindName: TypeAlias = Literal["by", "period", "recurring", "after_event", "external", "continuous"]
AnySpan: TypeAlias = Annotated[Span, PlainValidator(read_span, json_schema_input_type=str)]
LongSpan: TypeAlias = Annotated[Span, PlainValidator(read_long_span, json_schema_input_type=str)]
Moment: TypeAlias = Annotated[str | DayOfYear, PlainValidator(read_moment, json_schema_input_type=str)]
Who: TypeAlias = Annotated[Recipient, PlainValidator(read_recipient, json_schema_input_type=str)]
Whom: TypeAlias = Annotated[tuple[Who, ...], one_or_more]
Somebody: TypeAlias = Annotated[tuple[Who, ...], Field(min_length=1), one_or_more]
Weekday: TypeAlias = Annotated[int, PlainValidator(read_weekday, json_schema_input_type=str)]
Part: TypeAlias = Annotated[
    Section, PlainValidator(read_section, json_schema_input_type=str | dict[str, str])
]
UnitSet: TypeAlias = Annotated[tuple[str, ...], PlainValidator(read_unit_set, json_schema_input_type=str)]
Several: TypeAlias = Annotated[tuple[Word, ...], Field(min_length=1), one_or_more]
Units: TypeAlias = Annotated[tuple[UnitSet, ...], Field(min_length=1), one_or_more]
When: TypeAlias = Annotated[
    tuple[Condition, ...], PlainValidator(read_conditions, json_schema_input_type=str)
]
Window: TypeAlias = Annotated[
    tuple[dt.time, dt.time], PlainValidator(read_window, json_schema_input_type=str)
]


class MatchShape(FileShape):
    """Which deadlines a rule takes."""

    plan: Several | None = Field(None, description="mã kế hoạch")
    group: Several | None = Field(None, description="mã nhóm nhiệm vụ, ví dụ I")
    task: Several | None = Field(None, description="mã nhiệm vụ, ví dụ I.5")
    tags: Several | None = Field(None, description="nhãn của nhiệm vụ")
    kind: Annotated[tuple[KindName, ...], Field(min_length=1), one_or_more] | None = Field(
        None, description="loại thời hạn"
    )
    lead: Units | None = Field(None, description="đơn vị hoặc nhóm chủ trì")
    support: Units | None = Field(None, description="đơn vị hoặc nhóm phối hợp")
    deadline: Several | None = Field(None, description="phần cuối của mã thời hạn, ví dụ bao-cao-quy-i")


class SendShape(FileShape):
    """At what hour the mails of a rule go."""

    at: Hour | None = Field(None, description="giờ gửi, mặc định 08:00")
    within: Window | None = Field(None, description="khung giờ được gửi, mặc định 07:30-17:00")


class StepShape(FileShape):
    """One reminder: when and to whom."""

    id: Id = Field(description="mã của lần nhắc, không trùng trong quy tắc")
    before: AnySpan | None = Field(None, description="trước ngày làm việc cuối cùng trong hạn: 5wd, 10d")
    after: AnySpan | None = Field(None, description="sau hạn ghi trong kế hoạch: 1wd, 3d")
    on: Annotated[tuple[Moment, ...], Field(min_length=1), one_or_more] | None = Field(
        None,
        description="mốc: last-day, stated, start, month-start, quarter-end, waiting; hoặc các ngày dd/mm",
    )
    every: LongSpan | None = Field(None, description="nhắc lại sau mỗi khoảng này")
    limit: Annotated[StrictInt, Field(ge=1)] | None = Field(
        None, description="số lần nhắc nhiều nhất, kể cả lần đầu"
    )
    weekday: Weekday | None = Field(None, description="dời đến thứ này trong tuần: monday … sunday")
    to: Somebody = Field(description="người nhận chính")
    cc: Whom = Field((), description="người nhận để biết")
    unless: Annotated[tuple[Mark, ...], one_or_more] = Field((), description="không nhắc khi đã có dấu này")
    when: When | None = Field(None, description="chỉ nhắc khi điều kiện đúng, ví dụ reminders >= 3")


class AcknowledgeShape(FileShape):
    """What an acknowledgement does."""

    pause: LongSpan | None = Field(None, description="thời gian tạm ngừng nhắc đơn vị đã tiếp nhận")


class RuleShape(FileShape):
    """One rule: which deadlines, and their reminders."""

    id: Id = Field(description="mã quy tắc, không trùng trong mọi tệp")
    title: Word | None = Field(None, description="tên quy tắc")
    owner: Who | None = Field(None, description="người nhận khi không tìm được ai, mặc định office")
    match: MatchShape = Field(description="thời hạn mà quy tắc áp dụng; {} là tất cả")
    send: SendShape | None = Field(None, description="giờ gửi")
    goes_on: StrictBool | None = Field(None, alias="continue", description="true: xét tiếp các quy tắc sau")
    steps: tuple[StepShape, ...] = Field(description="các lần nhắc; [] là không nhắc")
    on_acknowledge: AcknowledgeShape | None = Field(None, description="khi đơn vị đã tiếp nhận")


class DigestShape(FileShape):
    """A weekly digest."""

    id: Id = Field(description="mã bản tổng hợp")
    title: Word | None = Field(None, description="tên bản tổng hợp")
    every: Weekday = Field(description="thứ trong tuần: monday … sunday")
    at: Hour = Field(description="giờ gửi")
    to: Somebody = Field(description="người nhận")
    cc: Whom = Field((), description="người nhận để biết")
    plans: Several | None = Field(None, description="mã các kế hoạch; bỏ trống là tất cả")
    sections: Annotated[tuple[Part, ...], Field(min_length=1), BeforeValidator(filled_list)] | None = Field(
        None, description="các phần của bản tổng hợp"
    )


class RuleFileShape(FileShape):
    """A rule file."""

    rules: tuple[RuleShape, ...] | None = Field(None, description="các quy tắc nhắc việc")
    digests: tuple[DigestShape, ...] | None = Field(None, description="các bản tổng hợp tuần")
