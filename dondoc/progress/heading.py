"""Decides the words at the head and the foot of the paper, in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.progress.table import Appendix

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER = "Số:          /BC-…"  # a person gives it
KIND = "BÁO CÁO"
SUMMARY = "I. TỔNG HỢP CHUNG"
DETAIL = "II. KẾT QUẢ CỤ THỂ"
DRAWN_UP = "NGƯỜI LẬP BIỂU"
FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Heading:
    """What differs from paper to paper."""

    organization: str
    place_and_day: str  # the day is written when it is signed
    title: str
    about: str
    signer: str


def heading_of(appendix: Appendix) -> Heading:
    return Heading(
        organization=appendix.organization.upper(),
        place_and_day=f"{appendix.place or '…………'}, ngày … tháng … năm {appendix.day.year}",
        title=f"Kết quả thực hiện {appendix.title}",
        about=appendix.about,
        signer=appendix.signer.upper(),
    )
