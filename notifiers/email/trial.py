"""What the mail says by which an admin tries the relay."""

from __future__ import annotations

import datetime as dt
from html import escape

from notifiers.base import Parcel
from notifiers.mime import Mail, to_bytes

_TEXT = (
    "Đây là thư thử của hệ thống nhắc việc tự động dondoc, gửi lúc {at:%H:%M} ngày {at:%d/%m/%Y}.\n\n"
    "Nhận được thư này nghĩa là máy chủ thư đã nhận và chuyển thư. Không cần trả lời.\n"
)


def trial_parcel(sender: str, domain: str, address: str, at: dt.datetime) -> Parcel:
    """A mail to one address; raises BadAddress, BadMessageId."""
    message_id = f"<thu-thu.{at:%Y%m%d%H%M%S%f}@{domain}>"
    text = _TEXT.format(at=at)
    mail = Mail(
        message_id=message_id,
        at=at,
        sender=sender,
        to_name="",
        to_address=address,
        reply_name="",
        reply_address=None,
        subject="[dondoc] Thư thử",
        text=text,
        html="".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n")),
    )
    return Parcel(message_id, address, at, to_bytes(mail))
