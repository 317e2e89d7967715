"""What the operating system says, in Vietnamese."""

from __future__ import annotations

import errno
import os

import pytest

from rules.systemwords import system_words


@pytest.mark.parametrize(
    "number, words",
    [(errno.ENOENT, "không có tệp hoặc thư mục này"), (errno.EACCES, "không có quyền truy cập"),
     (errno.EROFS, "hệ thống tệp chỉ cho đọc"), (errno.ENOSPC, "hết chỗ trên ổ đĩa")],
)  # fmt: skip
def test_common_failures_are_told_in_vietnamese(number: int, words: str) -> None:
    assert system_words(OSError(number, os.strerror(number))) == words


def test_a_rare_one_stays_as_the_system_told_it() -> None:
    assert system_words(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
