"""What `dondoc explain` finds out and how it tells it."""
