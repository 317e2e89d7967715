"""The mailbox channel: a real Maildir with an HTML index, so that everything works with no mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifiers.mailbox.channel import MailboxChannel
    from notifiers.registry import ChannelConfig


def build(config: ChannelConfig) -> MailboxChannel:
    """The channel from its settings; raises ValueError for a sender that is no address."""
    from notifiers.mailbox.channel import Index, MailboxChannel

    index = Index(config.index_dir, config.title) if config.index_dir is not None else None
    return MailboxChannel(
        config.mailbox_dir, config.sender, config.templates, durable=config.durable, index=index
    )
