"""Reads a document of any of the known kinds into paragraphs and tables; the pure parts do the rest."""

from data.documents.faults import UnreadableDocument
from data.documents.opening import KINDS, open_document

__all__ = ["KINDS", "UnreadableDocument", "open_document"]
