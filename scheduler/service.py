"""The running service: APScheduler wakes it on the minute, signals reload and stop it."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from data.store import Node
from notifiers.base import Notifier
from rules.problem import BadFiles
from scheduler.clock import Clock
from scheduler.decide import Post
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.load import Rebuild, bring_into_force
from scheduler.passes import Tally, one_pass
from scheduler.systemd import notify, reloading, watchdog_interval

log = logging.getLogger("dondoc.service")
LOST = dt.timedelta(days=7)  # a node not seen for so long is no news to an admin any more
IDLE = 30.0  # seconds between looks at the signals when nobody watches
Alarm = Callable[[InForce, BadFiles, dt.datetime], None]


def on_the_minute(now: dt.datetime) -> dt.datetime:
    return now.replace(second=0, microsecond=0)


@dataclass(slots=True)
class Service:
    """Everything that runs; `load` reads the files anew, `alarm` tells the admin of bad ones.

    `channels` builds the notifiers anew: their templates are files too.
    """

    way: Way
    post: Post
    files: InForce
    clock: Clock
    load: Callable[[], InForce]
    channels: Callable[[InForce], Mapping[str, Notifier]]
    rebuild: Rebuild
    alarm: Alarm
    started: dt.datetime = field(init=False)
    note: str = ""  # what an admin should know: bad files, a database that is away
    _busy: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _call: threading.Event = field(default_factory=threading.Event)  # a signal came
    _reload: threading.Event = field(default_factory=threading.Event)
    _told: frozenset[str] = frozenset()  # problems the admin has been told of

    def __post_init__(self) -> None:
        self.started = self.clock.now()
        self.way = replace(self.way, stopping=self._stop.is_set)

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; returns when the work in hand is put down safely."""
        self._listen()
        bring_into_force(self.way.store, self.files, self.rebuild, on_the_minute(self.clock.now()))
        alarm_clock = self._alarm_clock()
        alarm_clock.start()
        notify("READY=1", f"STATUS={self._standing()}")
        log.info("serving %s, revision %s", self.files.organization, self.files.revision[:12])
        self._wait()
        notify("STOPPING=1")
        alarm_clock.shutdown(wait=True)
        self._leave()
        log.info("stopped")

    def _leave(self) -> None:
        self.way.outbox.release(self.way.worker)
        with self.way.store.begin() as tx:
            tx.leave(self.way.worker, self.clock.now() - LOST)

    def _listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._signalled(self._stop))
        signal.signal(signal.SIGHUP, lambda *_: self._signalled(self._reload))

    def _signalled(self, what: threading.Event) -> None:
        what.set()
        self._call.set()

    def _alarm_clock(self) -> BackgroundScheduler:
        """On the minute, and once at the start; what was missed in between is one pass, never none."""
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=self.files.world.zone,
        )
        scheduler.add_job(self.turn, CronTrigger(second=0, timezone=self.files.world.zone), id="pass")
        scheduler.add_job(self.turn, id="catch-up")
        return scheduler

    def _wait(self) -> None:
        interval = watchdog_interval()
        while not self._stop.is_set():
            self._call.wait(interval or IDLE)
            self._call.clear()
            if self._reload.is_set():
                self._reload.clear()
                self.reload()
            notify("WATCHDOG=1", f"STATUS={self._standing()}")

    def turn(self) -> Tally | None:
        """One pass; a failure is told and the next minute tries again."""
        now = on_the_minute(self.clock.now())
        with self._busy:
            try:
                tally = one_pass(self.way, self.post, self.files, now)
                self._beat()
            except Exception as error:  # the service outlives any single pass
                log.exception("pass failed")
                self.note = f"lượt {now:%H:%M} không chạy được: {error}"
                return None
        if tally.delivered.sent or tally.decided.notices:
            log.info("decided %s, delivered %s", tally.decided, tally.delivered)
        if self.note.startswith("lượt "):
            self.note = ""
        return tally

    def reload(self) -> bool:
        """Build all anew, then swap; what fails leaves the last good files in force. True: swapped."""
        notify(reloading())
        swapped = False
        try:
            files = self.load()
            self._swap(files, self.channels(files))
            swapped = True
        except BadFiles as error:
            self._refuse(error)
        except Exception as error:  # the service outlives a database that is away
            log.exception("reload failed")
            self.note = f"không nạp lại được tệp: {error}"
        notify("READY=1", f"STATUS={self._standing()}")
        return swapped

    def _swap(self, files: InForce, channels: Mapping[str, Notifier]) -> None:
        now = on_the_minute(self.clock.now())
        with self._between_passes():
            bring_into_force(self.way.store, files, self.rebuild, now)
            self.way = replace(self.way, notifiers=channels)
            self.files, self.note, self._told = files, "", frozenset()
            self._beat()
        log.info("reloaded, revision %s", files.revision[:12])

    def _refuse(self, error: BadFiles) -> None:
        """Tell the log, the status and, once for each new problem, the admin."""
        log.error("bad files, the last good ones stay in force:\n%s", error)
        self.note = f"tệp sửa có lỗi, vẫn dùng bản tốt gần nhất: {error.problems[0]}"
        told = frozenset(map(str, error.problems))
        try:
            if told - self._told:
                self.alarm(self.files, error, on_the_minute(self.clock.now()))
            self._told = told
            self._beat()
        except Exception:  # the next pass notes it; the next reload tries to tell again
            log.exception("telling the admin of bad files failed")

    @contextmanager
    def _between_passes(self) -> Iterator[None]:
        """Hold the passes off; while a slow delivery is waited for, systemd hears signs of life."""
        while not self._busy.acquire(timeout=watchdog_interval() or IDLE):
            notify("WATCHDOG=1")
        try:
            yield
        finally:
            self._busy.release()

    def _beat(self) -> None:
        node = Node(self.way.worker, self.started, self.clock.now(), self.files.revision, self.note or None)
        with self.way.store.begin() as tx:
            tx.beat(node)

    def _standing(self) -> str:
        return self.note or f"đang chạy, quy tắc bản {self.files.revision[:8]}"
