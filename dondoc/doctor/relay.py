"""Whether the mail relay takes us: connection, certificate, login and, when asked, a real mail."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dondoc.doctor.finding import Finding, Level, Patient, judged

if TYPE_CHECKING:
    from notifiers.base import DeliveryFailure
    from notifiers.email.session import SmtpSession

WHAT = "máy chủ thư"
SOON = dt.timedelta(days=30)
REMEDIES = {
    "connection": "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT và tường lửa: nc -vz MÁY_CHỦ CỔNG",
    "timeout": "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT và tường lửa; cổng 465 cần DONDOC_SMTP_TLS=tls",
    "tls": "kiểm tra DONDOC_SMTP_TLS (starttls cổng 587, tls cổng 465) và DONDOC_SMTP_CA_FILE",
    "auth": "kiểm tra DONDOC_SMTP_USER và tệp mật khẩu (DONDOC_SMTP_PASSWORD_FILE)",
    "sender-refused": "máy chủ thư không nhận địa chỉ gửi: đặt DONDOC_MAIL_FROM là địa chỉ của tài khoản",
    "recipient-refused": "xem lại địa chỉ ở --send-to",
}
# OpenSSL's verify codes: what is wrong, and what to do.
_CERTIFICATES = {
    9: ("chứng thư của máy chủ thư chưa đến ngày có hiệu lực", "xem đồng hồ của máy này: timedatectl"),
    10: ("chứng thư của máy chủ thư đã hết hạn", "đề nghị đơn vị quản lý máy chủ thư gia hạn chứng thư"),
    62: (
        "chứng thư không mang tên máy chủ ở DONDOC_SMTP_HOST",
        "đặt DONDOC_SMTP_HOST đúng tên trong chứng thư",
    ),
}
_CERTIFICATES[64] = _CERTIFICATES[62]
_UNKNOWN_ISSUER = (
    "chứng thư của máy chủ thư tự ký, hoặc do nơi máy này không tin cậy cấp",
    "chép chứng thư của nơi cấp về, đặt DONDOC_SMTP_CA_FILE là đường dẫn tới tệp ấy",
)


def of_relay(patient: Patient) -> Iterator[Finding]:
    """Connect, secure, log in; a mail goes only to `--send-to`."""
    if "email" not in patient.settings.notifiers and patient.send_to is None:
        return
    from notifiers.base import DeliveryFailure
    from notifiers.email.channel import EmailChannel

    smtp = replace(patient.settings.smtp, timeout=patient.patience)
    yield from _of_login(patient)
    try:
        with EmailChannel(smtp, patient.settings.mail_from).session() as session:
            user = f"đăng nhập {smtp.user}" if smtp.user else "không đăng nhập"
            yield Finding(WHAT, "good", f"{smtp.host}:{smtp.port} ({smtp.security}, {user})")
            yield from _of_certificate(session, patient.now)
            if patient.send_to is not None:
                yield _test_mail(session, patient, patient.send_to)
    except DeliveryFailure as failure:
        yield _refused(failure)
    except ValueError as error:
        yield Finding(WHAT, "bad", str(error), "sửa DONDOC_MAIL_FROM thành một địa chỉ thư đúng")


def _of_login(patient: Patient) -> Iterator[Finding]:
    smtp = patient.settings.smtp
    if smtp.user and not smtp.password:
        said = f"có tài khoản {smtp.user} mà không có mật khẩu"
        yield Finding(WHAT, "bad", said, "đặt DONDOC_SMTP_PASSWORD_FILE là đường dẫn tới tệp mật khẩu")
    if smtp.user and smtp.security == "none" and smtp.host not in ("localhost", "127.0.0.1", "::1"):
        said = f"mật khẩu đi đến {smtp.host} không mã hóa"
        yield Finding(WHAT, "warning", said, "đặt DONDOC_SMTP_TLS=starttls hoặc tls")


def _refused(failure: DeliveryFailure) -> Finding:
    cause = failure.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        said, remedy = _CERTIFICATES.get(cause.verify_code, _UNKNOWN_ISSUER)
        return Finding(WHAT, "bad", said, remedy)
    remedy = REMEDIES.get(failure.reason, "hỏi người quản trị máy chủ thư, kèm dòng này")
    return Finding(WHAT, "bad", failure.detail, remedy)


def _of_certificate(session: SmtpSession, now: dt.datetime) -> Iterator[Finding]:
    ends = session.certificate_ends
    if ends is not None:
        level: Level = "good" if ends - now > SOON else "warning"
        said = f"còn hiệu lực đến ngày {ends.astimezone(now.tzinfo):%d/%m/%Y}"
        yield judged("chứng thư máy chủ thư", level, said, "đề nghị gia hạn trước ngày ấy")


def _test_mail(session: SmtpSession, patient: Patient, address: str) -> Finding:
    from notifiers.base import DeliveryFailure
    from notifiers.email.trial import trial_parcel

    try:
        session.send(trial_parcel(patient.settings.mail_from, patient.settings.domain, address, patient.now))
    except DeliveryFailure as failure:
        remedy = REMEDIES.get(failure.reason, "hỏi người quản trị máy chủ thư, kèm dòng này")
        return Finding("thư thử", "bad", f"{address}: {failure.detail}", remedy)
    return Finding("thư thử", "good", f"máy chủ thư đã nhận thư gửi {address}; xem hộp thư, cả thư rác")
