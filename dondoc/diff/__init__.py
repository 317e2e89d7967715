"""What `dondoc diff` compares with, and how it tells what differs."""
