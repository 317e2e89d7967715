"""Reads the sheet on which units report their results: columns, cells, rows; nothing of files or records."""
