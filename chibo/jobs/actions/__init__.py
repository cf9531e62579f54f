"""Starting, queueing, running, stopping and taking up long work."""

from chibo.jobs.actions.bar import Bar
from chibo.jobs.actions.progress import finish, resumable, running, start
from chibo.jobs.actions.queue import cancel, enqueue, resume, run_job
from chibo.jobs.rules import Tick

__all__ = ["Bar", "Tick", "cancel", "enqueue", "finish", "resumable", "resume", "run_job", "running", "start"]
