"""Decides the keys of a plan file, and what each may hold (DESIGN section 5)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from data.files.plansense import KINDS_TOLD
from data.files.planwords import Ahead, Assignees, Key, Month, MonthDay, SomeUnits, UnitName, Units
from rules.plan import EventUnit, Every, SetBy, StatedKind
from rules.syntax.fields import (
    Day,
    FileShape,
    Hour,
    Id,
    Text,
    Word,
    Words,
    filled_list,
    filled_map,
    one_or_more,
)


class InputsShape(FileShape):
    """What other units owe for a report."""

    from_: SomeUnits = Field(
        alias="from",
        description="Đơn vị hoặc nhóm phải gửi, một hoặc nhiều, viết như lead; đơn vị chủ trì báo cáo "
        "không phải gửi. Ví dụ: cac-phong-don-vi.",
    )
    by: Ahead = Field(
        description="Hạn gửi: bao lâu trước ngày làm việc cuối cùng trong hạn của báo cáo. Ví dụ: 5wd before."
    )
    what: Word = Field(description="Nội dung phải gửi, hiện trong thư. Ví dụ: số liệu CCHC quý.")
    slug: Id | None = Field(
        None,
        description="Phần cuối của mã thời hạn gửi. Mặc định: so-lieu, mục sau là so-lieu-2. Ví dụ: so-lieu.",
    )


class DeadlineShape(FileShape):
    """One deadline: the reading of one phrase of the plan."""

    model_config = ConfigDict(json_schema_extra=KINDS_TOLD)

    slug: Id | None = Field(
        None,
        description="Phần cuối của mã thời hạn, không trùng trong nhiệm vụ. Mặc định: lấy từ label, không "
        "có label thì "
        "là han. Ví dụ: bao-cao-quy-i.",
    )
    label: Word | None = Field(None, description="Tên sản phẩm hoặc kỳ của thời hạn. Ví dụ: Báo cáo quý I.")
    short: Word | None = Field(
        None, description="Tên ngắn hiện trong thư thay cho label. Ví dụ: Báo cáo CCHC quý I."
    )
    kind: StatedKind = Field(
        description="Loại thời hạn: by (một ngày), period (một khoảng: quý, tháng, năm), recurring (hằng "
        "tuần, tháng, "
        "quý…), after_event (N ngày kể từ một sự kiện), external (chờ cấp trên định ngày), continuous "
        "(thường "
        "xuyên). Ví dụ: by."
    )
    date: Day | None = Field(
        None,
        description="Ngày ghi trong kế hoạch, viết NĂM-THÁNG-NGÀY; dùng với kind: by. Ví dụ: 2021-03-10.",
    )
    strict: StrictBool | None = Field(
        None,
        description="true: kế hoạch ghi “trước”, chính ngày ấy không còn trong hạn; dùng với by, recurring. "
        "Mặc định: false. Ví dụ: true.",
    )
    time: Hour | None = Field(
        None, description="Giờ ghi trong kế hoạch; dùng với by, recurring, after_event. Ví dụ: 16:00."
    )
    start: Day | None = Field(
        None, description="Ngày đầu của khoảng; dùng với period, continuous. Ví dụ: 2021-01-01."
    )
    end: Day | None = Field(
        None, description="Ngày cuối của khoảng; dùng với period, continuous. Ví dụ: 2021-03-31."
    )
    every: Every | None = Field(
        None,
        description="Kỳ lặp lại: week, month, quarter, half-year, year; dùng với recurring. Ví dụ: quarter.",
    )
    day: MonthDay | None = Field(
        None,
        description="Ngày trong tháng, 1 đến 31, hoặc last (ngày cuối tháng); dùng với recurring. Mặc "
        "định: ngày cuối "
        "kỳ. Ví dụ: 15.",
    )
    months: Annotated[tuple[Month, ...], one_or_more] = Field(
        (), description="Các tháng có thời hạn, 1 đến 12; dùng với recurring. Ví dụ: [3, 6, 9, 12]."
    )
    month: Month | None = Field(
        None, description="Tháng của thời hạn hằng năm, 1 đến 12; dùng với recurring. Ví dụ: 6."
    )
    start_month: Month | None = Field(
        None,
        description="Tháng đầu của kỳ hằng năm, được giữ lại nhưng không dùng để tính hạn; dùng với "
        "recurring. Ví dụ: 1.",
    )
    end_month: Month | None = Field(
        None, description="Tháng cuối của kỳ hằng năm, hạn là cuối tháng ấy; dùng với recurring. Ví dụ: 11."
    )
    weekday: Annotated[StrictInt, Field(ge=1, le=7)] | None = Field(
        None,
        description="Thứ trong tuần, 1 là thứ Hai, 7 là Chủ nhật; dùng với recurring hằng tuần. Ví dụ: 5.",
    )
    next_period: StrictBool | None = Field(
        None,
        description="true: hạn nằm ở kỳ sau kỳ được báo cáo (ngày 05 tháng sau); dùng với recurring. Mặc "
        "định: "
        "false. Ví dụ: true.",
    )
    year_offset: Annotated[StrictInt, Field(ge=-5, le=5)] | None = Field(
        None,
        description="Số năm lệch so với năm kế hoạch, -5 đến 5; dùng với recurring. Mặc định: 0. Ví dụ: -1.",
    )
    n: Annotated[StrictInt, Field(ge=0, le=3660)] | None = Field(
        None, description="Số ngày, tuần, tháng kể từ sự kiện, 0 đến 3660; dùng với after_event. Ví dụ: 5."
    )
    unit: EventUnit | None = Field(
        None,
        description="Đơn vị của n: working_day (ngày làm việc), day (ngày), week (tuần), month (tháng), "
        "year (năm), "
        "hour (giờ); dùng với after_event. Ví dụ: working_day.",
    )
    event: Word | None = Field(
        None, description="Sự kiện bắt đầu tính hạn; dùng với after_event. Ví dụ: ngày nhận được công văn."
    )
    once: StrictBool | None = Field(
        None,
        description="true: chỉ có một sự kiện, ghi nhận xong thì không chờ nữa; dùng với after_event. Mặc "
        "định: false. "
        "Ví dụ: true.",
    )
    by: Word | None = Field(
        None,
        description="Lời văn về nơi định ngày; dùng với external, recurring, after_event, continuous. "
        "Ví dụ: theo chỉ đạo của UBND tỉnh.",
    )
    after: Word | None = Field(
        None,
        description="Mốc bắt đầu được nêu, được giữ lại nhưng không dùng để tính hạn; dùng với by, "
        "continuous. "
        "Ví dụ: sau hội nghị sơ kết.",
    )
    approx: StrictBool | None = Field(
        None, description="true: kế hoạch ghi “dự kiến”, “khoảng”. Mặc định: false. Ví dụ: true."
    )
    condition: Word | None = Field(
        None, description="Điều kiện kèm theo, nguyên văn. Ví dụ: nếu có phát sinh."
    )
    set_by: SetBy | None = Field(
        None,
        description="Cấp quy định thời hạn này: own (cơ quan tự đặt), tinh (tỉnh), bo (bộ, ngành); ngày "
        "của cấp trên "
        "thì chỉ ghi nhận gia hạn. Mặc định: như ở plan. Ví dụ: tinh.",
    )
    ambiguous: StrictBool | None = Field(
        None, description="true: chưa rõ cách đọc, cần người xác nhận. Mặc định: false. Ví dụ: true."
    )
    alternative: Day | None = Field(None, description="Cách đọc khác khi ambiguous. Ví dụ: 2021-06-15.")
    inputs: Annotated[tuple[InputsShape, ...], one_or_more] = Field(
        (),
        description="Số liệu, thông tin các đơn vị khác phải gửi để làm báo cáo này, một hoặc nhiều mục; mỗi "
        "mục thành một thời hạn riêng (quy tắc khớp bằng kind: input). "
        'Ví dụ: {from: cac-phong-don-vi, by: "5wd before", what: số liệu CCHC quý}.',
    )
    text: Word | None = Field(
        None,
        description="Lời văn riêng của thời hạn này, khi ô Thời gian ghi nhiều thời hạn. Ví dụ: trước ngày "
        "10/3.",
    )


class TaskShape(FileShape):
    """One row of the plan's appendix."""

    key: Key = Field(
        description="Mã nhiệm vụ NHÓM.SỐ, không trùng trong kế hoạch; nhóm lấy từ groups. Ví dụ: I.5."
    )
    title: Word = Field(
        description="Tên nhiệm vụ, nguyên văn, kể cả chỗ sai. Ví dụ: Thực hiện chế độ báo cáo định kỳ về "
        "CCHC."
    )
    short: Word | None = Field(
        None, description="Tên ngắn hiện trong thư. Mặc định: title rút gọn. Ví dụ: Báo cáo CCHC định kỳ."
    )
    products: Words = Field((), description="Sản phẩm, nguyên văn. Ví dụ: [Báo cáo].")
    shown_products: Words = Field(
        (),
        description="Sản phẩm đã sửa lỗi, hiện trong thư. Mặc định: như products. Ví dụ: [Báo cáo CCHC quý "
        "I].",
    )
    unit_products: Annotated[dict[UnitName, Word], BeforeValidator(filled_map)] = Field(
        {},
        description="Sản phẩm riêng của từng đơn vị chủ trì, khi kế hoạch ghi a), b), c). "
        "Ví dụ: {thanh-tra: Kế hoạch thanh tra}.",
    )
    lead: Units = Field(
        (),
        description="Đơn vị chủ trì: mã, tên hoặc cách gọi của đơn vị, nhóm trong data/units.yaml; [] là "
        "chờ Văn phòng "
        "Sở phân công. Ví dụ: [van-phong].",
    )
    support: Units = Field((), description="Đơn vị phối hợp, viết như lead. Ví dụ: [cac-phong-don-vi].")
    lead_text: Text = Field("", description="Ô Đơn vị chủ trì, nguyên văn. Ví dụ: Văn phòng Sở.")
    support_text: Text = Field(
        "", description="Ô Đơn vị phối hợp, nguyên văn. Ví dụ: Các phòng, đơn vị thuộc Sở."
    )
    assignees: Assignees = Field(
        {},
        description="Chuyên viên được phân công của từng đơn vị chủ trì: mã đơn vị và mã cán bộ. "
        "Ví dụ: {van-phong: nguyen-van-a}.",
    )
    tags: Words = Field((), description="Nhãn để quy tắc nhận ra nhiệm vụ (match: tags). Ví dụ: [bao-cao].")
    document: Word | None = Field(
        None,
        description="Số, ký hiệu văn bản giao nhiệm vụ phát sinh; thư dẫn văn bản này thay cho Phụ lục. "
        "Ví dụ: 123/UBND-VP.",
    )
    issued: Day | None = Field(None, description="Ngày của văn bản ở document. Ví dụ: 2026-11-20.")
    time: Text = Field("", description="Ô Thời gian, nguyên văn. Ví dụ: Báo cáo quý I, trước ngày 10/3.")
    deadlines: Annotated[tuple[DeadlineShape, ...], BeforeValidator(filled_list)] = Field(
        (),
        description="Các thời hạn: cách đọc ô Thời gian. Ví dụ: [{kind: by, date: 2021-03-10, strict: "
        "true}].",
    )
    same_product_as: Key | None = Field(
        None,
        description="Mã nhiệm vụ khác có cùng sản phẩm: xong một nhiệm vụ thì xong cả hai. Ví dụ: I.5.",
    )
    warnings: Words = Field(
        (),
        description="Chỗ văn bản ghi sai hoặc thiếu ở dòng này; dondoc check nhắc lại. Ví dụ: [Không ghi "
        "năm].",
    )


class PlanShape(FileShape):
    """The heading of a plan."""

    id: Id = Field(
        description="Mã kế hoạch, không trùng giữa các tệp; là phần đầu của mã thời hạn. Ví dụ: cchc-2021."
    )
    title: Word = Field(description="Tên kế hoạch. Ví dụ: Kế hoạch Cải cách hành chính năm 2021.")
    year: Annotated[StrictInt, Field(ge=1901, le=2198)] = Field(description="Năm của kế hoạch. Ví dụ: 2021.")
    number: Word | None = Field(None, description="Số, ký hiệu; null khi để trống. Ví dụ: 15/KH-SCT.")
    signed: Day | None = Field(None, description="Ngày ký, viết NĂM-THÁNG-NGÀY. Ví dụ: 2020-12-31.")
    source: Word | None = Field(None, description="Tệp văn bản gốc. Ví dụ: plan-2021.txt.")
    truoc_ngay: Literal["strict", "inclusive"] = Field(
        "strict",
        description="Cách đọc chữ “trước ngày”: strict (chính ngày ấy không còn trong hạn), inclusive "
        "(chính ngày ấy "
        "vẫn còn trong hạn). Mặc định: strict. Ví dụ: inclusive.",
    )
    set_by: SetBy = Field(
        "own",
        description="Cấp quy định thời hạn: own (cơ quan tự đặt), tinh (tỉnh), bo (bộ, ngành). Mặc định: "
        "own. "
        "Ví dụ: tinh.",
    )
    assignees: Assignees = Field(
        {},
        description="Chuyên viên đầu mối của từng đơn vị cho cả kế hoạch: mã đơn vị và mã cán bộ. "
        "Ví dụ: {van-phong: nguyen-van-a}.",
    )
    urge_until: Day | None = Field(
        None,
        description="Ngày cuối cùng còn đôn đốc kế hoạch. Mặc định: ngày 31 tháng 3 năm sau. Ví dụ: "
        "2022-06-30.",
    )
    closed: StrictBool | None = Field(
        None,
        description="true: kế hoạch đã kết thúc, không nhắc nữa; lệnh dondoc plan close ghi khóa này. Mặc "
        "định: false. "
        "Ví dụ: true.",
    )
    opened: StrictBool | None = Field(
        None,
        description="false: kế hoạch chưa mở, chưa nhắc gì; lệnh dondoc plan open gửi danh mục nhiệm vụ cho "
        "từng đơn vị và ghi true. Mặc định: true. Ví dụ: false.",
    )
    warnings: Words = Field(
        (),
        description="Chỗ văn bản ghi sai hoặc thiếu; dondoc check nhắc lại. Ví dụ: [Số kế hoạch để trống].",
    )


class PlanFileShape(FileShape):
    """A plan file."""

    plan: PlanShape = Field(
        description="Thông tin chung của kế hoạch. Ví dụ: {id: cchc-2021, title: Kế hoạch CCHC năm 2021, "
        "year: 2021}."
    )
    groups: Annotated[dict[Id, Text], BeforeValidator(filled_map)] = Field(
        {}, description="Các nhóm nhiệm vụ: mã và tên nhóm. Ví dụ: {I: CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH}."
    )
    tasks: Annotated[tuple[TaskShape, ...], BeforeValidator(filled_list)] = Field(
        description="Các nhiệm vụ, mỗi dòng của Phụ lục một mục. Ví dụ: [{key: I.1, title: Báo cáo}]."
    )
