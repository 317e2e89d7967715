"""Channels by name: ours, other people's, and those that cannot be used."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from notifiers import registry, samples
from notifiers.base import Parcel, TemporaryFailure
from notifiers.registry import BrokenNotifier, ChannelConfig, UnknownNotifier, build, names

Installer = Callable[[str, str, str], None]


@pytest.fixture
def config(tmp_path: Path) -> ChannelConfig:
    return ChannelConfig("Nhắc việc <nhacviec@example.gov.vn>", tmp_path / "Maildir", stream=io.StringIO())


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Puts a distribution with one channel on the path, as an installed package stands there."""

    def put(name: str, target: str, code: str) -> None:
        info = tmp_path / f"site-{name}" / f"kenh_{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: kenh-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[dondoc.notifiers]\n{name} = {target}\n")
        (info.parent / f"kenh_{name}.py").write_text(code, "utf-8")
        monkeypatch.syspath_prepend(info.parent)
        registry.outside.cache_clear()

    registry.outside.cache_clear()
    yield put
    for module in [name for name in sys.modules if name.startswith("kenh_")]:
        del sys.modules[module]
    registry.outside.cache_clear()


@pytest.mark.parametrize("name", ["email", "mailbox", "console"])
def test_our_channels_are_built_by_name(name: str, config: ChannelConfig) -> None:
    channel = build(name, config)
    assert channel.name == name
    assert b"CCHC" in channel.render(samples.one()) or name != "console"


def test_an_unknown_name_is_told_with_the_known_ones(config: ChannelConfig) -> None:
    with pytest.raises(UnknownNotifier, match="các kênh hiện có: email, mailbox, console"):
        build("zalo", config)


def test_a_channel_of_somebody_else_is_found(config: ChannelConfig, install: Installer) -> None:
    install("sms", "kenh_sms:build", "class Sms:\n    name = 'sms'\n\ndef build(config):\n    return Sms()\n")
    assert "sms" in names()
    assert build("sms", config).name == "sms"


def test_a_channel_that_takes_our_name_is_fatal(config: ChannelConfig, install: Installer) -> None:
    install("email", "kenh_email:build", "")
    with pytest.raises(BrokenNotifier, match="trùng tên"):
        build("mailbox", config)


@pytest.mark.parametrize(
    "target, code",
    [
        ("kenh_hong:build", "import khong_co_goi_nay\n"),
        ("kenh_hong:build", "raise RuntimeError('x')\n"),
        ("kenh_hong:build", "x = 1\n"),
        ("kenh_hong:build", "build = 5\n"),
        ("kenh_hong:build", "def build(config):\n    raise ValueError('x')\n"),
    ],
)
def test_a_channel_that_cannot_be_used_is_fatal(
    config: ChannelConfig, install: Installer, target: str, code: str
) -> None:
    install("hong", target, code)
    with pytest.raises(BrokenNotifier, match="hong"):
        build("hong", config)


@pytest.mark.parametrize("name", ["email", "mailbox"])
def test_a_sender_without_an_address_is_fatal_at_start(name: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenNotifier, match="địa chỉ thư không hợp lệ"):
        build(name, ChannelConfig("Sở Công Thương", tmp_path))


def test_the_console_prints_the_text_of_a_mail(tmp_path: Path) -> None:
    stream = io.StringIO()
    channel = build("console", ChannelConfig("a@b.vn", tmp_path, stream=stream))
    letter = samples.one()
    with channel.session() as session:
        session.send(Parcel(letter.message_id, letter.address, letter.at, channel.render(letter)))
    printed = stream.getvalue()
    assert "Tiêu đề: [Nhắc việc] Còn 05 ngày làm việc: Báo cáo CCHC quý I" in printed
    assert "Gửi: Đồng chí Chánh Văn phòng Sở <chanhvanphong@example.gov.vn>\nLúc: 02/03/2021 08:00" in printed
    assert "Kính gửi: Đồng chí Chánh Văn phòng Sở\n" in printed


def test_words_of_a_plan_cannot_command_a_terminal(config: ChannelConfig) -> None:
    wicked = replace(samples.one(), items=(samples.REPORT._replace(title="\x1b[2JXóa", product=None),))
    assert b"\x1b" not in build("console", config).render(wicked)


def test_a_closed_stream_is_a_temporary_failure(config: ChannelConfig) -> None:
    channel = build("console", config)
    config.stream.close()
    with channel.session() as session, pytest.raises(TemporaryFailure) as caught:
        session.send(Parcel("<1@x>", "a@b.vn", samples.one().at, b"x"))
    assert caught.value.reason == "disk"
