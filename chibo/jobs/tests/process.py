"""A worker of its own for the tests, with kinds of work that can be watched: ``python -m chibo.jobs.tests.process``.

``prepare`` makes the tables; ``give KIND TOTAL`` puts a job in the queue; ``work [--until-empty]`` is the worker.
"""

import os
import signal
import sys
import time

import django

EFFECTS = "CREATE TABLE jobs_test_effect (job bigint NOT NULL, number bigint NOT NULL, worker bigint NOT NULL)"


def effect(job, number):
    """One thing done, which nothing keeps from being done twice but the work itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_test_effect VALUES (%s, %s, %s)", [job.pk, number, os.getpid()])


def count(job, tick, by):
    """Things done one by one, each together with its checkpoint."""
    from django.db import transaction

    for number in range(job.checkpoint.get("at", 0), job.total):
        tick(number, f"Dòng {number}")
        with transaction.atomic():
            effect(job, number)
            tick(number + 1, checkpoint={"at": number + 1})
        time.sleep(0.005)


def long_step(job, tick, by):
    """One long transaction in which nothing can be said."""
    from django.db import transaction

    tick(0)
    with transaction.atomic():
        effect(job, 0)
        time.sleep(job.total)
        tick(job.total, checkpoint={"at": job.total})


def busy(job, tick, by):
    """Transactions that hold the only pen of SQLite nearly all the time."""
    from django.db import transaction

    for number in range(job.checkpoint.get("at", 0), job.total):
        tick(number)
        with transaction.atomic():
            effect(job, number)
            time.sleep(0.25)
            tick(number + 1, checkpoint={"at": number + 1})


def deadly(job, tick, by):
    """Takes its process with it."""
    tick(0, checkpoint={})
    effect(job, job.attempts)
    os.kill(os.getpid(), signal.SIGKILL)


def main(command, *arguments):
    """Do what the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from chibo.jobs import actions, rules
    from chibo.kernel.viewer import System

    kinds = {"count": count, "long": long_step, "busy": busy, "deadly": deadly}
    rules.install(kinds, lambda reference: System("kiểm thử"))
    if command == "prepare":
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        with connection.cursor() as cursor:
            cursor.execute(EFFECTS)
    elif command == "give":
        kind, total = arguments
        actions.enqueue(kind=kind, title=kind, total=int(total), by=System("kiểm thử"))
    else:
        call_command("worker", *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
