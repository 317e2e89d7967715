"""Decides the keys of data/units.yaml, and what each may hold (DESIGN section 5)."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, StrictBool

from rules.fields import Address, Day, FileShape, Id, Text, Word, Words, filled_list, filled_map, one_or_more

Ids: TypeAlias = Annotated[tuple[Id, ...], one_or_more]


class OrganizationShape(FileShape):
    """The agency itself."""

    id: Id = Field(description="mã cơ quan")
    name: Word = Field(description="tên cơ quan")
    reply_to: Id | None = Field(None, description="cán bộ hoặc đơn vị trả lời thư hỏi")
    place: Word | None = Field(None, description="địa danh")


class ValidityShape(FileShape):
    """From when to when a unit exists."""

    start: Day | None = Field(None, alias="from", description="ngày thành lập")
    end: Day | None = Field(None, alias="to", description="ngày cuối cùng còn hoạt động")


class UnitShape(FileShape):
    """A unit."""

    id: Id = Field(description="mã đơn vị")
    name: Word = Field(description="tên đơn vị")
    aliases: Words = Field((), description="các cách gọi khác trong văn bản")
    address: Address | None = Field(None, description="hộp thư chung của đơn vị")
    phone: Word | None = Field(None, description="điện thoại")
    head: Id | None = Field(None, description="mã cán bộ là trưởng đơn vị")
    officers: Ids = Field((), description="mã các chuyên viên đầu mối")
    in_charge: Id | None = Field(None, description="mã Phó Giám đốc phụ trách")
    assumed: StrictBool | None = Field(None, description="true: kế hoạch không nêu, cần đối chiếu")
    valid: ValidityShape | None = Field(None, description="thời gian tồn tại của đơn vị")
    successor: Id | None = Field(None, description="mã đơn vị kế thừa")


class LeaveShape(FileShape):
    """Days away, both included."""

    start: Day = Field(alias="from", description="ngày đầu vắng mặt")
    end: Day = Field(alias="to", description="ngày cuối vắng mặt")
    delegate: Id | None = Field(None, description="mã người nhận thay")


class PersonShape(FileShape):
    """A person."""

    id: Id = Field(description="mã cán bộ")
    name: Word = Field(description="họ và tên")
    title: Text = Field("", description="chức danh")
    address: Address | None = Field(None, description="địa chỉ thư điện tử")
    phone: Word | None = Field(None, description="điện thoại")
    leave: Annotated[tuple[LeaveShape, ...], BeforeValidator(filled_list)] = Field(
        (), description="các đợt vắng mặt"
    )


class GroupShape(FileShape):
    """A group of units."""

    name: Word = Field(description="tên nhóm như văn bản dùng")
    aliases: Words = Field((), description="các cách gọi khác")
    members: Annotated[tuple[Id, ...], Field(min_length=1), one_or_more] = Field(
        description="mã đơn vị hoặc nhóm"
    )


class UnitFileShape(FileShape):
    """data/units.yaml."""

    organization: OrganizationShape = Field(description="cơ quan")
    units: tuple[UnitShape, ...] = Field(description="các đơn vị")
    people: Annotated[tuple[PersonShape, ...], BeforeValidator(filled_list)] = Field((), description="cán bộ")
    groups: Annotated[dict[Id, GroupShape], BeforeValidator(filled_map)] = Field(
        {}, description="các nhóm đơn vị"
    )
    roles: Annotated[dict[Id, Ids], BeforeValidator(filled_map)] = Field({}, description="các vai trò")
