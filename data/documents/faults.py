"""What is said of a file that cannot be read."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """The file is no document that can be read; the message is Vietnamese."""
