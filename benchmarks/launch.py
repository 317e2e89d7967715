"""Runs one program from a process smaller than any it measures, and prints what it took.

A process inherits the peak memory of the one that started it, so the benchmark itself must not.
Usage: launch.py PROGRAM ARGUMENT...; prints `seconds kilobytes exit-code`.
"""

import os
import sys
from time import perf_counter

start = perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
])  # fmt: skip
_, status, usage = os.wait4(process, 0)
sys.stdout.write(f"{perf_counter() - start} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}\n")
