"""One module for each command: it reads its words, asks the parts, prints what they say."""
