"""The files an admin edits under data/: what each may say, and how a plan file is written."""
