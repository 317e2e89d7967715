"""The plan's own table with its results filled in: what it says, and how each kind of file shows it."""
