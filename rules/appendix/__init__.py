"""Reads the appendix of an agency's plan: which rows are tasks, what each says, what is in doubt."""
