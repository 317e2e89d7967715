"""Decides how the operating system's complaints are told in Vietnamese."""

from __future__ import annotations

import errno

_WORDS: dict[int, str] = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền truy cập",
    errno.EPERM: "không được phép thực hiện",
    errno.EROFS: "hệ thống tệp chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trên ổ đĩa",
    errno.EDQUOT: "hết hạn mức dung lượng",
    errno.EISDIR: "đây là một thư mục, không phải tệp",
    errno.ENODEV: "đây là thiết bị hoặc đường ống, không phải tệp",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EEXIST: "đã có tệp hoặc thư mục này",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.EIO: "lỗi đọc, ghi thiết bị",
    errno.ELOOP: "liên kết tệp chạy vòng",
    errno.ECONNREFUSED: "máy chủ từ chối kết nối",
    errno.ETIMEDOUT: "máy chủ không trả lời kịp",
    errno.ENETUNREACH: "không có đường mạng đến máy chủ",
    errno.EHOSTUNREACH: "không đến được máy chủ",
}


def system_words(error: OSError) -> str:
    """What went wrong; what is not in the table stays as the system told it."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
