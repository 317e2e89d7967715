"""What lasts: the plan and unit files an admin edits, the store and the outbox; the only place with SQL."""
