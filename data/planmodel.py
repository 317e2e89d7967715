"""Decides the keys of a plan file, and what each may hold (DESIGN section 5)."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StrictInt, ValidationInfo

from data.resolve import Called, Lookup
from rules.fields import (
    Day,
    FileShape,
    Hour,
    Id,
    Text,
    Word,
    Words,
    fault,
    filled_list,
    filled_map,
    one_or_more,
    read_id,
    text_of,
)
from rules.names import known_person
from rules.plan import EventUnit, Every, Kind, SetBy


def _lookup(info: ValidationInfo) -> Lookup:
    return info.context if isinstance(info.context, Lookup) else Lookup(None)


def read_called(value: object, info: ValidationInfo) -> Called:
    """A unit or group, by id, name or alias."""
    return _lookup(info).called(text_of(value))


def read_unit(value: object, info: ValidationInfo) -> str:
    """The id of one unit, by id, name or alias."""
    return _lookup(info).unit(text_of(value))


def read_person(value: object, info: ValidationInfo) -> str:
    """The id of a person of the directory."""
    return known_person(_lookup(info).directory, text_of(value))


def read_key(value: object) -> str:
    """A task's key, `group.number`."""
    key = read_id(value)
    group, dot, number = key.partition(".")
    if not (group and dot and number):
        raise fault("13", f"mã nhiệm vụ “{key}” phải có dạng NHÓM.SỐ", "ví dụ: I.5")
    return key


def read_month_day(value: object) -> int | Literal["last"]:
    """A day of the month, 1 to 31, or `last`."""
    if value == "last":
        return "last"
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 31:
        return int(value)
    raise fault("05", "ngày trong tháng phải từ 1 đến 31 hoặc là last (ngày cuối tháng)")


UnitName: TypeAlias = Annotated[str, PlainValidator(read_unit, json_schema_input_type=str)]
CalledName: TypeAlias = Annotated[Called, PlainValidator(read_called, json_schema_input_type=str)]
Units: TypeAlias = Annotated[tuple[CalledName, ...], one_or_more]
PersonId: TypeAlias = Annotated[str, PlainValidator(read_person, json_schema_input_type=str)]
Assignees: TypeAlias = Annotated[dict[UnitName, PersonId], BeforeValidator(filled_map)]
Key: TypeAlias = Annotated[str, PlainValidator(read_key, json_schema_input_type=str)]
Month: TypeAlias = Annotated[StrictInt, Field(ge=1, le=12)]
MonthDay: TypeAlias = Annotated[
    int | Literal["last"], PlainValidator(read_month_day, json_schema_input_type=int | Literal["last"])
]


class DeadlineShape(FileShape):
    """One deadline: the reading of one phrase of the plan."""

    slug: Id | None = Field(None, description="phần cuối của mã thời hạn; mặc định lấy từ label, hoặc han")
    label: Word | None = Field(None, description="tên sản phẩm hoặc kỳ của thời hạn")
    short: Word | None = Field(None, description="tên ngắn hiển thị trong thư")
    kind: Kind = Field(description="loại thời hạn")
    date: Day | None = Field(None, description="by: ngày ghi trong kế hoạch")
    strict: StrictBool | None = Field(None, description="true: kế hoạch ghi “trước”")
    time: Hour | None = Field(None, description="by: giờ ghi trong kế hoạch")
    start: Day | None = Field(None, description="period, continuous: ngày đầu")
    end: Day | None = Field(None, description="period, continuous: ngày cuối")
    every: Every | None = Field(None, description="recurring: kỳ lặp lại")
    day: MonthDay | None = Field(None, description="recurring: ngày trong tháng, hoặc last")
    months: Annotated[tuple[Month, ...], one_or_more] = Field((), description="recurring: các tháng")
    month: Month | None = Field(None, description="recurring hằng năm: tháng")
    start_month: Month | None = Field(None, description="recurring hằng năm: tháng đầu của kỳ")
    end_month: Month | None = Field(None, description="recurring hằng năm: tháng cuối của kỳ")
    weekday: Annotated[StrictInt, Field(ge=1, le=7)] | None = Field(
        None, description="recurring hằng tuần: 1 là thứ Hai"
    )
    next_period: StrictBool | None = Field(None, description="recurring: hạn nằm ở kỳ sau")
    year_offset: Annotated[StrictInt, Field(ge=-5, le=5)] | None = Field(
        None, description="recurring: lệch năm"
    )
    n: Annotated[StrictInt, Field(ge=0, le=3660)] | None = Field(
        None, description="after_event: số ngày, tháng…"
    )
    unit: EventUnit | None = Field(None, description="after_event: đơn vị của n")
    event: Word | None = Field(None, description="after_event: sự kiện")
    once: StrictBool | None = Field(None, description="after_event: chỉ một sự kiện")
    by: Word | None = Field(None, description="external, recurring: lời văn về nơi định ngày")
    after: Word | None = Field(None, description="by, continuous: mốc bắt đầu được nêu")
    approx: StrictBool | None = Field(None, description="dự kiến, khoảng")
    condition: Word | None = Field(None, description="điều kiện kèm theo")
    set_by: SetBy | None = Field(None, description="cấp quy định: own, tinh, bo")
    ambiguous: StrictBool | None = Field(None, description="true: cần người xác nhận")
    alternative: Day | None = Field(None, description="cách đọc khác")
    text: Word | None = Field(None, description="lời văn riêng của thời hạn này")


class TaskShape(FileShape):
    """One row of the plan's appendix."""

    key: Key = Field(description="mã nhiệm vụ NHÓM.SỐ")
    title: Word = Field(description="tên nhiệm vụ, nguyên văn")
    short: Word | None = Field(None, description="tên ngắn hiển thị trong thư")
    products: Words = Field((), description="sản phẩm, nguyên văn")
    shown_products: Words = Field((), description="sản phẩm đã sửa, hiển thị trong thư")
    unit_products: Annotated[dict[UnitName, Word], BeforeValidator(filled_map)] = Field(
        {}, description="sản phẩm riêng của từng đơn vị"
    )
    lead: Units = Field((), description="đơn vị chủ trì")
    support: Units = Field((), description="đơn vị phối hợp")
    lead_text: Text = Field("", description="ô Đơn vị chủ trì, nguyên văn")
    support_text: Text = Field("", description="ô Đơn vị phối hợp, nguyên văn")
    assignees: Assignees = Field({}, description="chuyên viên được phân công của từng đơn vị")
    tags: Words = Field((), description="nhãn để quy tắc nhận ra")
    time: Text = Field("", description="ô Thời gian, nguyên văn")
    deadlines: Annotated[tuple[DeadlineShape, ...], BeforeValidator(filled_list)] = Field(
        (), description="các thời hạn"
    )
    same_product_as: Key | None = Field(None, description="mã nhiệm vụ có cùng sản phẩm")
    warnings: Words = Field((), description="chỗ văn bản ghi sai hoặc thiếu")


class PlanShape(FileShape):
    """The heading of a plan."""

    id: Id = Field(description="mã kế hoạch")
    title: Word = Field(description="tên kế hoạch")
    year: Annotated[StrictInt, Field(ge=1901, le=2198)] = Field(description="năm của kế hoạch")
    number: Word | None = Field(None, description="số, ký hiệu")
    signed: Day | None = Field(None, description="ngày ký")
    source: Word | None = Field(None, description="tệp văn bản gốc")
    truoc_ngay: Literal["strict", "inclusive"] = Field("strict", description="cách đọc chữ “trước ngày”")
    set_by: SetBy = Field("own", description="cấp quy định thời hạn")
    assignees: Assignees = Field({}, description="chuyên viên đầu mối của từng đơn vị")
    urge_until: Day | None = Field(None, description="ngày cuối cùng còn đôn đốc")
    closed: StrictBool | None = Field(None, description="true: kế hoạch đã kết thúc")
    warnings: Words = Field((), description="chỗ văn bản ghi sai hoặc thiếu")


class PlanFileShape(FileShape):
    """A plan file."""

    plan: PlanShape = Field(description="thông tin chung")
    groups: Annotated[dict[Id, Text], BeforeValidator(filled_map)] = Field(
        {}, description="các nhóm nhiệm vụ"
    )
    tasks: Annotated[tuple[TaskShape, ...], BeforeValidator(filled_list)] = Field(description="các nhiệm vụ")
