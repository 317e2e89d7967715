"""Decides the keys of data/units.yaml, and what each may hold (DESIGN section 5)."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, StrictBool, StrictInt

from rules.syntax.fields import (
    Address,
    Day,
    FileShape,
    Id,
    Text,
    Word,
    Words,
    filled_list,
    filled_map,
    one_or_more,
)

Ids: TypeAlias = Annotated[tuple[Id, ...], one_or_more]


class OrganizationShape(FileShape):
    """The agency itself."""

    id: Id = Field(
        description="Mã cơ quan; đặt rồi không đổi, vì hồ sơ đã gửi ghi theo mã này. Ví dụ: so-cong-thuong."
    )
    name: Word = Field(description="Tên cơ quan, hiện trong thư. Ví dụ: Sở Công Thương.")
    reply_to: Id | None = Field(
        None,
        description="Mã cán bộ hoặc đơn vị nhận thư hỏi lại. Mặc định: người theo dõi (vai trò office). "
        "Ví dụ: nguyen-van-a.",
    )
    place: Word | None = Field(None, description="Địa danh, dùng khi lập văn bản. Ví dụ: Hà Nội.")
    hold_above: Annotated[StrictInt, Field(ge=1)] = Field(
        60,
        description="Một lượt gửi nhiều thư hơn số này thì giữ lại cả lượt, chờ người quản trị xác nhận. "
        "Mặc định: 60. Ví dụ: 100.",
    )


class ValidityShape(FileShape):
    """From when to when a unit exists, or a person belongs to the agency."""

    start: Day | None = Field(
        None, alias="from", description="Ngày đầu, tính cả ngày ấy; bỏ trống là từ trước. Ví dụ: 2025-03-01."
    )
    end: Day | None = Field(
        None, alias="to", description="Ngày cuối, tính cả ngày ấy; bỏ trống là đến nay. Ví dụ: 2025-02-28."
    )


class NameShape(FileShape):
    """A name of other days than today's."""

    name: Word = Field(description="Tên gọi trong thời gian ấy. Ví dụ: Phòng Quản lý điện năng.")
    start: Day | None = Field(
        None, alias="from", description="Ngày đầu mang tên này; bỏ trống là từ trước. Ví dụ: 2025-03-01."
    )
    end: Day | None = Field(
        None, alias="to", description="Ngày cuối mang tên này; bỏ trống là về sau. Ví dụ: 2027-02-28."
    )


class UnitShape(FileShape):
    """A unit."""

    id: Id = Field(
        description="Mã đơn vị, dùng trong kế hoạch và quy tắc; đặt rồi không nên đổi. Ví dụ: van-phong."
    )
    name: Word = Field(description="Tên đơn vị, hiện trong thư. Ví dụ: Văn phòng Sở.")
    aliases: Words = Field(
        (), description="Các cách gọi khác trong văn bản, để nhận ra đơn vị. Ví dụ: [Văn phòng, VP]."
    )
    address: Address | None = Field(
        None, description="Hộp thư chung; không có thì thư gửi đến officers. Ví dụ: vanphong@example.gov.vn."
    )
    phone: Word | None = Field(
        None, description='Điện thoại, đặt trong dấu nháy nếu bắt đầu bằng số 0. Ví dụ: "0200 000 0001".'
    )
    head: Id | None = Field(None, description="Mã cán bộ đứng đầu đơn vị (lead.head). Ví dụ: p-cvp.")
    acting: Id | None = Field(
        None,
        description="Mã người phụ trách khi khuyết người đứng đầu: nhận thư thay head. Ví dụ: p-pcvp.",
    )
    officers: Ids = Field((), description="Mã các chuyên viên đầu mối. Ví dụ: [nguyen-van-a].")
    in_charge: Id | None = Field(
        None,
        description="Mã Phó Giám đốc phụ trách đơn vị (leadership.in-charge): nhận thư khi việc quá hạn lâu. "
        "Ví dụ: p-pgd1.",
    )
    assumed: StrictBool | None = Field(
        None,
        description="true: kế hoạch không nêu đơn vị này, cần đối chiếu trước khi dùng thật. Mặc định: "
        "false. "
        "Ví dụ: true.",
    )
    valid: ValidityShape | None = Field(
        None, description="Thời gian tồn tại của đơn vị. Mặc định: không hạn chế. Ví dụ: {to: 2025-02-28}."
    )
    successor: Ids = Field(
        (),
        description="Mã đơn vị kế thừa khi đơn vị này sáp nhập, giải thể: việc chưa xong chuyển về đó. Nhiều "
        "đơn vị thì việc chờ Văn phòng phân công (dondoc assign). Ví dụ: [phong-qlcn].",
    )
    names: Annotated[tuple[NameShape, ...], BeforeValidator(filled_list)] = Field(
        (),
        description="Tên trước khi đổi (có to) hoặc sẽ đổi (có from); ngoài những ngày ấy là name. "
        "Ví dụ: [{name: Phòng Quản lý điện năng, to: 2027-02-28}].",
    )


class LeaveShape(FileShape):
    """Days away, both included."""

    start: Day = Field(alias="from", description="Ngày đầu vắng mặt, tính cả ngày ấy. Ví dụ: 2026-05-11.")
    end: Day = Field(alias="to", description="Ngày cuối vắng mặt, tính cả ngày ấy. Ví dụ: 2026-05-15.")
    delegate: Id | None = Field(
        None, description="Mã người nhận thay thư trong những ngày ấy. Ví dụ: tran-thi-b."
    )


class MoveShape(FileShape):
    """A move to another unit."""

    start: Day = Field(alias="from", description="Ngày đầu ở đơn vị mới. Ví dụ: 2027-08-02.")
    unit: Id = Field(description="Mã đơn vị mới. Ví dụ: phong-qlcn.")
    head: StrictBool = Field(
        False, description="true: làm người đứng đầu đơn vị mới. Mặc định: false. Ví dụ: true."
    )
    title: Word | None = Field(None, description="Chức danh mới. Mặc định: như cũ. Ví dụ: Trưởng phòng.")


class PersonShape(FileShape):
    """A person."""

    id: Id = Field(description="Mã cán bộ; đặt rồi không nên đổi. Ví dụ: nguyen-van-a.")
    name: Word = Field(description="Họ và tên, hiện trong thư. Ví dụ: Nguyễn Văn A.")
    title: Text = Field("", description="Chức danh. Ví dụ: Chuyên viên.")
    address: Address | None = Field(
        None, description="Địa chỉ thư điện tử, không kèm tên. Ví dụ: anv@example.gov.vn."
    )
    phone: Word | None = Field(
        None, description='Điện thoại, đặt trong dấu nháy nếu bắt đầu bằng số 0. Ví dụ: "0200 000 0001".'
    )
    leave: Annotated[tuple[LeaveShape, ...], BeforeValidator(filled_list)] = Field(
        (),
        description="Các đợt vắng mặt; trong thời gian đó thư chuyển cho delegate. "
        "Ví dụ: [{from: 2026-05-11, to: 2026-05-15, delegate: tran-thi-b}].",
    )
    valid: ValidityShape | None = Field(
        None,
        description="Thời gian công tác tại cơ quan; ngoài thời gian ấy không gửi thư nào. Mặc định: không "
        "hạn chế. Ví dụ: {to: 2027-07-31}.",
    )
    moves: Annotated[tuple[MoveShape, ...], BeforeValidator(filled_list)] = Field(
        (),
        description="Các lần chuyển đơn vị; từ ngày ấy không còn là người của đơn vị cũ. "
        "Ví dụ: [{from: 2027-08-02, unit: phong-qlcn}].",
    )


class GroupShape(FileShape):
    """A group of units."""

    name: Word = Field(description="Tên nhóm, đúng chữ văn bản dùng. Ví dụ: Các phòng, đơn vị thuộc Sở.")
    aliases: Words = Field((), description="Các cách gọi khác của nhóm. Ví dụ: [ĐVTT].")
    members: Annotated[tuple[Id, ...], Field(min_length=1), one_or_more] = Field(
        description="Mã đơn vị hoặc mã nhóm khác. Ví dụ: [van-phong, thanh-tra]."
    )


class UnitFileShape(FileShape):
    """data/units.yaml."""

    organization: OrganizationShape = Field(
        description="Cơ quan dùng hệ thống. Ví dụ: {id: sct, name: Sở Công Thương}."
    )
    units: tuple[UnitShape, ...] = Field(
        description="Các đơn vị thuộc cơ quan. Ví dụ: [{id: van-phong, name: Văn phòng Sở, head: p-cvp}]."
    )
    people: Annotated[tuple[PersonShape, ...], BeforeValidator(filled_list)] = Field(
        (),
        description="Cán bộ, công chức, viên chức. Ví dụ: [{id: nguyen-van-a, name: Nguyễn Văn A, "
        "address: anv@example.gov.vn}].",
    )
    groups: Annotated[dict[Id, GroupShape], BeforeValidator(filled_map)] = Field(
        {},
        description="Các nhóm đơn vị: mã nhóm, tên và thành viên. "
        "Ví dụ: {cac-phong: {name: Các phòng, members: [van-phong]}}.",
    )
    roles: Annotated[dict[Id, Ids], BeforeValidator(filled_map)] = Field(
        {},
        description="Các vai trò và mã cán bộ giữ: office (theo dõi, đôn đốc), office.head, leadership "
        "(Lãnh đạo), admin "
        "(quản trị); có thể thêm vai trò khác, dùng ở quy tắc là role:mã. Ví dụ: {office: [nguyen-van-a]}.",
    )
