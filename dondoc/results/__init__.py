"""The sheet on which units report their results: written for them, read back, told before it is recorded."""
