"""What should be said, to whom and when: pure values and functions, no clock, disk, net or SQL."""
