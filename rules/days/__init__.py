"""Days: which are worked, where a period ends, and the last day in time, each with its reason."""
