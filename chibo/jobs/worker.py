"""The process that does queued work, one piece at a time."""

import logging
import secrets
import signal
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from django.db import DatabaseError, OperationalError, close_old_connections, connection, transaction
from django_tasks_db.models import DBTaskResult

from chibo.jobs import lifeline, rules, shift
from chibo.jobs.actions import tidying
from chibo.journal import actions as journal
from chibo.journal import queries as entries

log = logging.getLogger("chibo.jobs")

LOOK_EVERY = 0.5
TIDY_EVERY = 30.0
SEAL_EVERY = 5.0
FORGET_EVERY = 3600.0


class Worker:
    """Takes places from the queue until told to stop.

    SIGTERM and SIGINT stop it: the job at work goes back to the queue at its next tick. A second signal, or a job that
    never ticks, ends it at once; the next worker then finds the job by its lifeline.
    """

    def __init__(self) -> None:
        self.shift = shift.Shift()
        self._chores = [(partial(_one_chore, chore), chore.every) for chore in rules.chores()]
        own = (self._tidy, self._seal, self._forget)
        self._due = dict.fromkeys((*own, *(run for run, _ in self._chores)), 0.0)

    def run(self, *, until_empty: bool = False) -> None:
        """:param until_empty: return once nothing waits any more"""
        with lifeline.hold(lifeline.WORKER, secrets.randbelow(2**31)) as line:
            shift.begin(self.shift)
            try:
                self._work(line, until_empty=until_empty)
            finally:
                shift.end()

    def listen(self) -> None:
        """Heed signals from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.shift.is_ending = True
        signal.signal(number, signal.SIG_DFL)

    def _work(self, line: lifeline.Lifeline, *, until_empty: bool) -> None:
        self._when_due(self._tidy, TIDY_EVERY)
        while not self.shift.is_ending:
            if not connection.in_atomic_block:
                close_old_connections()
            line.renew()
            place = self._take(line.number)
            if place is not None:
                _do(place)
            elif until_empty:
                return
            else:
                self._when_due(self._seal, SEAL_EVERY)
                self._when_due(self._forget, FORGET_EVERY)
                for run, every in self._chores:
                    self._when_due(run, every)
                time.sleep(LOOK_EVERY)
            self._when_due(self._tidy, TIDY_EVERY)

    def _take(self, number: int) -> DBTaskResult | None:
        """The next place in the queue, claimed; None where nothing waits or the database is busy."""
        ready = DBTaskResult.objects.ready()
        try:
            # Looking costs no lock, so an idle worker is in nobody's way.
            if not ready.exists():
                return None
            with transaction.atomic():
                place = ready.get_locked()
                if place is not None:
                    place.claim(str(number))
            return place
        except OperationalError:
            log.warning("The queue could not be read", exc_info=True)
            return None

    def _when_due(self, chore: Callable[[], object], every: float) -> None:
        if time.monotonic() < self._due[chore]:
            return
        self._due[chore] = time.monotonic() + every
        try:
            chore()
        except OperationalError:
            log.warning("A chore of the worker has to wait", exc_info=True)

    def _tidy(self) -> None:
        found = tidying.reap() + tidying.find_lost_places()
        if found:
            log.warning("%s interrupted jobs found", found)
        lifeline.sweep()

    def _seal(self) -> None:
        if entries.unsealed_count():
            journal.seal()

    def _forget(self) -> None:
        tidying.forget_old_places()


def _one_chore(chore: rules.Chore) -> None:
    """A chore that fails is written down and tried again when it is due."""
    try:
        chore.run()
    except OperationalError:
        raise
    except Exception:
        log.exception("A chore of the worker failed")


def _do(place: DBTaskResult) -> None:
    try:
        arguments = place.args_kwargs
        place.set_successful(place.task.call(*arguments["args"], **arguments["kwargs"]))
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("A place in the queue could not be worked on")
        place.set_failed(error)
