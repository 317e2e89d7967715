"""A node that stops for ever between freezing a text and settling it; run by test_outbox.py, then killed."""

from __future__ import annotations

import sys
import threading

from data.sql.database import open_database
from data.sql.outbox import Outbox
from tests.data.records import LEASE, MORNING

FROZEN = "Đề nghị báo cáo tiến độ.\r\n".encode()


def stop_in_the_middle(url: str) -> None:
    outbox = Outbox(open_database(url), "sct")
    claimed = outbox.claim(MORNING, "crashing", LEASE)
    outbox.freeze([(each.message.id, each.message.channel, FROZEN) for each in claimed])
    sys.stdout.write(f"frozen {len(claimed)}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    stop_in_the_middle(sys.argv[1])
