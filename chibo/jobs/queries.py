"""Reading jobs."""

from uuid import UUID

from django.db.models import QuerySet

from chibo.jobs import rules
from chibo.jobs.models import Job
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer


def jobs(*, by: Viewer) -> QuerySet[Job]:
    """The viewer's own jobs, newest first; all of them for who may read all."""
    found = Job.objects.select_related("result")
    return found if by.may(rules.READ) is not None else found.filter(owner=by.reference)


def job(uid: UUID, *, by: Viewer) -> Job:
    """:raises NotFound: there is none, or not for this viewer"""
    found = jobs(by=by).filter(uid=uid).first()
    if found is None:
        raise NotFound("Không có việc này trong danh sách của đồng chí. Hãy mở lại danh sách.", code="unknown_job")
    return found
