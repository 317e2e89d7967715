"""Decides how a database's own words for what ails it are told in Vietnamese."""

from __future__ import annotations

# Looked for in this order: one message of PostgreSQL may hold several.
_WORDS = (
    ("file is not a database", "tệp này không phải cơ sở dữ liệu SQLite, hoặc đã hỏng"),
    ("disk image is malformed", "tệp đã hỏng"),
    ("unable to open database file", "không mở được tệp (không có quyền, hoặc tên ấy là một thư mục)"),
    ("readonly database", "chỉ đọc được, không ghi được"),
    ("disk is full", "hết chỗ trên ổ đĩa"),
    ("disk I/O error", "lỗi đọc, ghi ổ đĩa"),
    ("database is locked", "tiến trình khác giữ quá lâu"),
    ("password authentication failed", "sai tài khoản hoặc mật khẩu"),
    ("no password supplied", "chưa có mật khẩu"),
    ("Connection refused", "máy chủ từ chối kết nối"),
    ("No such file or directory", "không có máy chủ PostgreSQL trên máy này"),
    ("resolve host", "không tìm thấy máy chủ có tên này"),
    ("timeout expired", "máy chủ không trả lời kịp"),
)


def trouble_words(cause: BaseException | None) -> str:
    """What went wrong; what is not in the table stays as the database told it."""
    said = str(cause).strip()
    return next((words for sign, words in _WORDS if sign in said), said)
