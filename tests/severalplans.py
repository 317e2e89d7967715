"""The shipped plan beside two small fictional ones, as an office with several plans has them."""

from __future__ import annotations

from pathlib import Path

from data.workspace import read_folder

ROOT = Path(__file__).parents[1]
DIGITAL = """
plan:
  id: cds-2021
  title: Kế hoạch Chuyển đổi số năm 2021
  year: 2021
  number: 5/KH-SCT
  signed: 2020-12-31
groups: {I: HẠ TẦNG SỐ, II: DỊCH VỤ SỐ}
tasks:
  - key: I.1
    title: Rà soát, nâng cấp mạng nội bộ và thiết bị của Sở
    products: [Báo cáo rà soát]
    lead: [van-phong]
    support: [cac-phong-don-vi]
    assignees: {van-phong: nguyen-van-a}
    time: Trước ngày 10/3
    deadlines: [{kind: by, date: 2021-03-10, strict: true}]
  - key: II.1
    title: Cung cấp dịch vụ công trực tuyến mức độ 4 lĩnh vực thương mại
    products: [Danh mục dịch vụ công]
    lead: [phong-qltm]
    assignees: {phong-qltm: duong-van-q}
    time: Trước ngày 26/02
    deadlines: [{kind: by, date: 2021-02-26, strict: true}]
"""
INTEGRITY = """
plan: {id: pctn-2021, title: "Kế hoạch Phòng, chống tham nhũng năm 2021", year: 2021, signed: 2020-12-31}
groups: {I: PHÒNG NGỪA}
tasks:
  - key: I.1
    title: Báo cáo công tác phòng, chống tham nhũng quý I
    products: [Báo cáo quý I]
    lead: [van-phong]
    assignees: {van-phong: nguyen-van-a}
    tags: [bao-cao]
    time: Trước ngày 10/3
    deadlines: [{kind: by, date: 2021-03-10, strict: true}]
  - key: I.2
    title: Kê khai tài sản, thu nhập
    products: [Bản kê khai]
    lead: [cac-phong-don-vi]
    time: Trước ngày 31/3
    deadlines: [{kind: by, date: 2021-03-31}]
"""


def three_plans() -> dict[str, str]:
    """The files of the shipped workspace with two more plans."""
    files, problems = read_folder(ROOT)
    assert problems == []
    return {**files, "data/plans/cds-2021.yaml": DIGITAL, "data/plans/pctn-2021.yaml": INTEGRITY}
