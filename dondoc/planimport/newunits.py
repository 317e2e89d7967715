"""Decides the directory of a new workspace: the units and groups a plan names, places to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.files.plansense import slug_of
from data.files.planwriting import one_comment, quoted, word
from rules.appendix.reading import PlanReading
from rules.appendix.units import stem
from rules.appendix.wording import bare

_COLLECTIVE = ("cac ", "toan the ", "tat ca ", "moi ")
_LONGEST = 40
_HEAD = """\
# yaml-language-server: $schema=schemas/units.schema.json
# Đơn vị, nhóm và vai trò, lập từ những tên có trong kế hoạch {plan}.
#
# CẦN XEM trước khi dùng thật: kế hoạch không cho biết địa chỉ thư, người đứng đầu, chuyên viên.
# - Mỗi đơn vị: ghi address (hộp thư chung), head, officers, in_charge. Chưa ghi thì thư về người theo dõi.
# - people: tên và địa chỉ example.gov.vn là chỗ điền, thay hết.
# - groups: thành viên là giả định, đối chiếu từng nhóm.
#
# id         mã, dùng trong kế hoạch và quy tắc; đặt rồi không nên đổi
# aliases    các cách gọi khác trong văn bản, để nhận ra đơn vị khi đọc kế hoạch
# head       người đứng đầu;  officers: chuyên viên đầu mối;  in_charge: lãnh đạo phụ trách
"""
_PEOPLE = """\
people:
  - id: nguoi-dung-dau
    name: "(họ tên người đứng đầu cơ quan)"
    title: Thủ trưởng cơ quan
    address: thutruong@example.gov.vn
  - {id: chanh-van-phong, name: "(họ tên)", title: Chánh Văn phòng, address: cvp@example.gov.vn}
  - {id: chuyen-vien-theo-doi, name: "(họ tên)", title: Chuyên viên theo dõi, address: theodoi@example.gov.vn}
  - {id: quan-tri, name: "(họ tên)", title: Quản trị hệ thống, address: cntt@example.gov.vn}
"""
_REPLY = "reply_to: chuyen-vien-theo-doi"
_ROLES = """\
roles:
  office: [chuyen-vien-theo-doi]  # người theo dõi, đôn đốc
  office.head: [chanh-van-phong]
  leadership: [nguoi-dung-dau]  # nhận bản tổng hợp tuần
  admin: [quan-tri]  # được báo khi tệp có lỗi
"""


@dataclass(slots=True)
class Named:
    """One unit or group with all the ways in which the plan writes it."""

    id: str
    names: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The longest way: short forms are the other names."""
        longest = max(self.names, key=len)
        return longest[:1].upper() + longest[1:]


def units_text(reading: PlanReading) -> str:
    """data/units.yaml for the units that a plan names."""
    units, groups = _named(reading)
    if not any(bare(unit.name).startswith(("van phong", "vp")) for unit in units):
        units.append(Named("van-phong", ["Văn phòng"]))
    office = next(unit for unit in units if bare(unit.name).startswith(("van phong", "vp")))
    organization = reading.heading.organization or "(tên cơ quan)"
    lines = [
        _HEAD.format(plan=one_comment(reading.heading.title)),
        f"organization: {{id: {word(slug_of(organization))}, name: {quoted(organization)}, {_REPLY}}}",
        "",
        "units:",
        *(line for unit in units for line in _unit(unit, office=unit is office)),
        "",
        _PEOPLE,
        *_groups(groups, units),
        _ROLES.rstrip("\n"),
    ]
    return "\n".join(lines) + "\n"


def _named(reading: PlanReading) -> tuple[list[Named], list[Named]]:
    """Units and groups in the order in which the plan names them."""
    found: dict[str, Named] = {}
    ids: set[str] = set()
    for row in reading.rows:
        for party in (*row.leads, *row.supports):
            key = stem(party.name)
            if party.nobody or not key:
                continue
            if key not in found:
                found[key] = Named(_id(party.name, ids))
            if party.name not in found[key].names:
                found[key].names.append(party.name)
    groups = [one for one in found.values() if _is_group(one.name)]
    return [one for one in found.values() if one not in groups], groups


def _is_group(name: str) -> bool:
    said = bare(name)
    return said.startswith(_COLLECTIVE) or said[:1].isdecimal() or " cac " in f" {said} "


def _id(name: str, taken: set[str]) -> str:
    slug = slug_of(name)
    slug = slug if len(slug) <= _LONGEST else slug[:_LONGEST].rpartition("-")[0]
    chosen, count = slug, 2
    while chosen in taken:
        chosen, count = f"{slug}-{count}", count + 1
    taken.add(chosen)
    return chosen


def _unit(unit: Named, *, office: bool) -> Iterator[str]:
    yield f"  - id: {word(unit.id)}"
    yield f"    name: {quoted(unit.name)}"
    others = [name for name in unit.names if bare(name) != bare(unit.name)]
    if others:
        yield f"    aliases: [{', '.join(map(quoted, others))}]"
    if office:
        yield "    head: chanh-van-phong"
        yield "    officers: [chuyen-vien-theo-doi]"
        yield "    in_charge: nguoi-dung-dau"
    else:
        yield "    # address: hộp thư chung của đơn vị"
        yield "    in_charge: nguoi-dung-dau"


def _groups(groups: Sequence[Named], units: Sequence[Named]) -> Iterator[str]:
    if not groups:
        return
    yield "groups:  # CẦN XEM: thành viên là giả định"
    for group in groups:
        yield f"  {word(group.id)}:"
        yield f"    name: {quoted(group.name)}"
        others = [name for name in group.names if name.casefold() != group.name.casefold()]
        if others:
            yield f"    aliases: [{', '.join(map(quoted, others))}]"
        yield f"    members: [{', '.join(word(unit.id) for unit in _members(group, units))}]"
    yield ""


def _members(group: Named, units: Sequence[Named]) -> Sequence[Named]:
    """The units whose sort the group names; all where it names every unit or a sort that none has."""
    said = bare(group.name)
    sorts = [
        sort for sort in ("trung tam", "phong", "chi cuc", "ban", "khoa", "so") if f" {sort}" in f" {said}"
    ]
    if "don vi" in said or "dvtt" in said:
        return units
    same = [unit for unit in units if any(bare(unit.name).startswith(sort) for sort in sorts)]
    return same or units
