"""The running service: APScheduler wakes it on the minute, signals reload and stop it."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from data.sql.database import DatabaseUnavailable
from data.sql.store import Node
from notifiers.base import Notifier
from rules.problem import BadFiles
from scheduler.clock import Clock
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.load import Rebuild, bring_into_force
from scheduler.passes import Tally, one_pass
from scheduler.post import Post
from scheduler.systemd import notify, reloading, watchdog_interval
from scheduler.trial import begin_trial
from scheduler.watch import Watch

log = logging.getLogger("dondoc.service")
LOST = dt.timedelta(days=7)  # a node not seen for so long is no news to an admin any more
IDLE = 30.0  # seconds between looks at the signals when nobody watches


class Alarm(Protocol):
    """How the admin is told what became of edited files."""

    def refused(self, way: Way, files: InForce, error: BadFiles, now: dt.datetime) -> bool:
        """Files cannot be used, `files` stay in force. True: nothing is left to tell."""

    def mended(self, way: Way, files: InForce, now: dt.datetime) -> None:
        """Good files are in force."""


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
    watch: Watch
    report: Callable[[InForce, dt.datetime], None]  # tells the figures after each pass
    started: dt.datetime = field(init=False)
    refused: BadFiles | None = None  # what is wrong with the files on disk
    unread: str = ""  # why they could not be taken, though nothing may be wrong with them
    failed: str = ""  # what became of the last pass
    passed_at: dt.datetime | None = None  # the last pass that went well
    _busy: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _call: threading.Event = field(default_factory=threading.Event)  # a signal came
    _reload: threading.Event = field(default_factory=threading.Event)
    _untold: bool = False  # the admin is to be written to later
    _asked: dt.datetime | None = None  # when an admin last asked for a reload
    _still: str | None = None  # why passes do nothing, as last logged

    def __post_init__(self) -> None:
        self.started = self.clock.now()
        self.way = replace(self.way, stopping=self._stop.is_set)

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; returns when the work in hand is put down safely."""
        self._listen()
        self._asked = self._reload_asked()
        now = on_the_minute(self.clock.now())
        bring_into_force(self.way.store, self.files, self.rebuild, now, self.way.worker)
        self.alarm.mended(self.way, self.files, now)
        begin_trial(self.way.store, self.way.redirect_to, now)
        if self.way.redirect_to is not None:
            log.warning("trial run: every mail goes to %s", self.way.redirect_to)
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
        pulse = watchdog_interval() or IDLE
        pause, silent = min(pulse, self.watch.every or pulse), 0.0
        while not self._stop.is_set():
            self._call.wait(pause)
            self._call.clear()
            self._look()
            silent += pause
            if silent >= pulse:
                notify("WATCHDOG=1", f"STATUS={self._standing()}")
                silent = 0.0

    def _look(self) -> None:
        """Read the files anew when somebody asked for it, or when they changed."""
        if self._reload.is_set():
            self._reload.clear()
            self.reload()
        elif self.watch.settled():
            self.reload(watched=True)
        elif self._newly_asked():
            self.reload()

    def _newly_asked(self) -> bool:
        asked, self._asked = self._asked, self._reload_asked()
        return self._asked != asked

    def _reload_asked(self) -> dt.datetime | None:
        try:
            with self.way.store.read() as tx:
                return tx.reload_asked()
        except DatabaseUnavailable:  # the pass of this minute tells of it
            return self._asked

    def turn(self) -> Tally | None:
        """One pass; a failure is told and the next minute tries again."""
        now = on_the_minute(self.clock.now())
        with self._busy:
            try:
                tally = one_pass(self.way, self.post, self.files, now)
                self.failed, self.passed_at = "", now
                self._tell_again(now)
                self._beat()
                self.report(self.files, now)
            except Exception as error:  # the service outlives any single pass
                log.exception("pass failed")
                self.failed = f"lượt {now:%H:%M} không chạy được: {error}"
                return None
        if tally.delivered.sent or tally.decided.notices:
            log.info("decided %s, delivered %s", tally.decided, tally.delivered)
        self._log_standstill(tally)
        if self.unread:  # the database is there again
            self._signalled(self._reload)
        return tally

    def _tell_again(self, now: dt.datetime) -> None:
        refused = self.refused
        if refused is not None and self._untold:
            self._untold = not self.alarm.refused(self.way, self.files, refused, now)

    def _log_standstill(self, tally: Tally) -> None:
        """Once at its begin and once at its end, not every minute."""
        if tally.still != self._still:
            log.warning("standing still: %s", tally.still) if tally.still else log.info("sending again")
            self._still = tally.still
        if tally.decided.held:
            log.warning("batch %s is held until an admin confirms it", tally.decided.held)

    def reload(self, *, watched: bool = False) -> bool:
        """Build all anew, then swap; what fails leaves the last good files in force. True: swapped.

        `watched`: nobody asked, the files changed; those that go on changing meanwhile are left for later.
        """
        notify(reloading())
        self.watch.begin()
        swapped = False
        try:
            files = self.load()
            if watched and self.watch.moved():
                return False
            self._swap(files, self.channels(files))
            swapped = True
        except BadFiles as error:
            if not (watched and self.watch.moved()):
                self._refuse(error)
        except Exception as error:  # the service outlives a database that is away
            log.exception("reload failed")
            self.unread = f"không nạp lại được tệp: {error}"
        finally:
            notify("READY=1", f"STATUS={self._standing()}")
        return swapped

    def _swap(self, files: InForce, channels: Mapping[str, Notifier]) -> None:
        now = on_the_minute(self.clock.now())
        with self._between_passes():
            taken = bring_into_force(self.way.store, files, self.rebuild, now, self.way.worker)
            self.way = replace(self.way, notifiers=channels)
            self.files, self.refused, self.unread, self._untold = files, None, "", False
            self.alarm.mended(self.way, files, now)
            self._beat()
            self.report(files, now)
        if taken is None:
            log.info("files read again, revision %s as before", files.revision[:12])
        else:
            log.info("reloaded, revision %s: %s (%s)", files.revision[:12], taken.summary, taken.changed)

    def _refuse(self, error: BadFiles) -> None:
        """Tell the log, the status and the admin."""
        log.error("bad files, the last good ones stay in force:\n%s", error)
        self.refused, self.unread = error, ""
        try:
            self._untold = not self.alarm.refused(
                self.way, self.files, error, on_the_minute(self.clock.now())
            )
            self._beat()
            self.report(self.files, self.clock.now())
        except Exception:
            self._untold = True  # the next pass tries again
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
        name, seen, note = self.way.worker, self.clock.now(), self.note or None
        node = Node(name, self.started, seen, self.files.revision, note, self.passed_at)
        with self.way.store.begin() as tx:
            tx.beat(node)

    @property
    def note(self) -> str:
        """What an admin should know: bad files, a database that is away."""
        bad = self.refused.errors[0] if self.refused else None
        told = f"tệp sửa có lỗi, vẫn dùng bản tốt gần nhất: {bad}" if bad else ""
        return "; ".join(filter(None, (told, self.unread, self.failed)))

    def _standing(self) -> str:
        return self.note or self._still or f"đang chạy, quy tắc bản {self.files.revision[:8]}"
