"""Decides the words around a digest that is told before it goes out: to whom it names, and as a draft."""

from __future__ import annotations

from notifiers.vietnamese import hour, listing, long_day
from rules.letter import Foretold


def opening_words(foretold: Foretold) -> tuple[str, ...]:
    """What this mail is, and until when it may be answered."""
    what, when = f"bản “{foretold.title}”", long_day(foretold.day)
    if not foretold.units:
        until = f"; các đơn vị được nêu quá hạn có thể phản hồi {_until(foretold)}"
        return (f"Đây là dự thảo {what} {when}{until}.",)
    answer = (
        "Nếu đã hoàn thành, đã trình ký hoặc có vướng mắc, đề nghị cập nhật kết quả hoặc trả lời thư này "
        f"{_until(foretold)}; việc đã hoàn thành sẽ không bị nêu quá hạn."
    )
    return f"Theo số liệu hiện có, {what} {when} dự kiến nêu {listing(foretold.units)} như dưới đây.", answer


def _until(foretold: Foretold) -> str:
    return f"trước {hour(foretold.answer_by)} hôm nay" if foretold.answer_by else "trước khi bản này được gửi"


def subject_words(foretold: Foretold, week: str, numbers: str, overdue: int) -> str:
    """`[Báo trước tổng hợp tuần 11 (…)] 02 quá hạn - đề nghị phản hồi trước 16 giờ 30 hôm nay`."""
    if not foretold.units:
        return f"[Dự thảo tổng hợp {week}] {numbers}"
    return f"[Báo trước tổng hợp {week}] {overdue} quá hạn - đề nghị phản hồi {_until(foretold)}"
