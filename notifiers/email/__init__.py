"""The email channel: SMTP, with the mails' templates that the other channels share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifiers.email.channel import EmailChannel
    from notifiers.registry import ChannelConfig


def build(config: ChannelConfig) -> EmailChannel:
    """The channel from its settings; raises ValueError for a sender that is no address."""
    # Imported here: the registry needs this package for its settings before any mail is written.
    from notifiers.email.channel import EmailChannel

    return EmailChannel(config.smtp, config.sender, config.templates)
